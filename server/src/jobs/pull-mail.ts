import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { pullMail } from '../flows/pull-mail.ts';

/** Reads the mailboxes that papers are sent to. */
export const pullMailJob = (house: House): JobSpec => ({
  name: 'pull-mail', on: [], schedule: '*/5 * * * *', expireSeconds: 280,
  run: async (companyId) => { await pullMail(house, companyId); },
});
