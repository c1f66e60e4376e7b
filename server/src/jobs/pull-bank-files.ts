import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { pullBankFiles } from '../flows/pull-bank-files.ts';

/** The bank's notice wakes it; the schedule finds what a lost notice would have left. */
export const pullBankFilesJob = (house: House): JobSpec => ({
  name: 'pull-bank-files', on: ['bank.files-waiting'], schedule: '* * * * *', expireSeconds: 120,
  run: async (companyId) => { await pullBankFiles(house, companyId); },
});
