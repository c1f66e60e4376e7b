import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { nudgeApprovers } from '../flows/nudge-approvers.ts';

/** Every few minutes: hours of work are the measure, and who has left must not hold up anybody. */
export const remindApproversJob = (house: House): JobSpec => ({
  name: 'remind-approvers', on: [], schedule: '*/5 * * * *', expireSeconds: 120,
  run: async (companyId) => { await nudgeApprovers(house, companyId); },
});
