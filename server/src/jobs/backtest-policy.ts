import type { JobSpec } from '#platform/jobs';
import { runBacktests } from '../flows/backtest-policy.ts';
import type { House } from '../flows/house.ts';

export const backtestPolicyJob = (house: House): JobSpec => ({
  name: 'backtest-policy', on: ['policy.backtest-asked'], expireSeconds: 280,
  run: (companyId) => runBacktests(house, companyId),
});
