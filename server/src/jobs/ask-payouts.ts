import type { JobSpec } from '#platform/jobs';
import { askPayouts } from '../flows/ask-payouts.ts';
import type { House } from '../flows/house.ts';

/** What nobody answered clearly is asked about, never sent again. */
export const askPayoutsJob = (house: House): JobSpec => ({
  name: 'ask-payouts', on: ['payout.unknown'], schedule: '* * * * *', expireSeconds: 60,
  run: async (companyId) => { await askPayouts(house, companyId); },
});
