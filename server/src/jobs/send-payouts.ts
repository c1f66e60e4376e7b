import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { sendPayouts } from '../flows/send-payouts.ts';

export const sendPayoutsJob = (house: House): JobSpec => ({
  name: 'send-payouts', on: ['payout.planned', 'document.verified', 'payout-run.released'], schedule: '*/5 * * * *', expireSeconds: 60,
  run: async (companyId) => { await sendPayouts(house, companyId); },
});
