import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { askPayoutsJob } from './ask-payouts.ts';
import { backtestPolicyJob } from './backtest-policy.ts';
import { findAndDraftJob } from './find-and-draft.ts';
import { pullBankFilesJob } from './pull-bank-files.ts';
import { pullMailJob } from './pull-mail.ts';
import { pullPaymentsJob } from './pull-payments.ts';
import { remindAdvancesJob } from './remind-advances.ts';
import { remindApproversJob } from './remind-approvers.ts';
import { sendPayoutsJob } from './send-payouts.ts';
import { verifyInvoicesJob } from './verify-invoices.ts';

/** One file a job. */
export const jobsFor = (house: House): readonly JobSpec[] => [findAndDraftJob(house), sendPayoutsJob(house), askPayoutsJob(house), pullBankFilesJob(house), pullPaymentsJob(house), pullMailJob(house), backtestPolicyJob(house), verifyInvoicesJob(house), remindApproversJob(house), remindAdvancesJob(house)];

/** The jobs that this news calls for. */
export function jobsOn(specs: readonly JobSpec[], types: readonly string[]): string[] {
  const told = new Set(types);
  return specs.filter((spec) => spec.on.some((type) => told.has(type))).map((spec) => spec.name);
}

/** The queues that must exist before anything is sent: what `jobsFor` will run. */
export const JOB_QUEUES = [
  { name: 'find-and-draft', expireSeconds: 60 }, { name: 'send-payouts', expireSeconds: 60 }, { name: 'ask-payouts', expireSeconds: 60 }, { name: 'pull-bank-files', expireSeconds: 120 },
  { name: 'pull-payments', expireSeconds: 280 }, { name: 'pull-mail', expireSeconds: 280 }, { name: 'backtest-policy', expireSeconds: 280 }, { name: 'verify-invoices', expireSeconds: 290 },
  { name: 'remind-approvers', expireSeconds: 120 }, { name: 'remind-advances', expireSeconds: 120 },
] as const;
