import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { remindAdvances } from '../flows/settle-advances.ts';

/** Each morning: who has an advance that is due is told, once a week. */
export const remindAdvancesJob = (house: House): JobSpec => ({
  name: 'remind-advances', on: [], schedule: '10 1 * * *', expireSeconds: 120,
  run: async (companyId) => { await remindAdvances(house, companyId); },
});
