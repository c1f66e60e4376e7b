import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { pullPayments } from '../flows/pull-payments.ts';

/** Finds what lost notices would have left. */
export const pullPaymentsJob = (house: House): JobSpec => ({
  name: 'pull-payments', on: [], schedule: '*/5 * * * *', expireSeconds: 280,
  run: async (companyId) => { await pullPayments(house, companyId); },
});
