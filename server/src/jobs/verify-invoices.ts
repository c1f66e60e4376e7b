import type { JobSpec } from '#platform/jobs';
import type { House } from '../flows/house.ts';
import { verifyInvoices } from '../flows/verify-invoices.ts';

/** What has arrived or is to be paid is asked about; the schedule finds what was put off. */
export const verifyInvoicesJob = (house: House): JobSpec => ({
  name: 'verify-invoices', on: ['document.read', 'claim.approved'], schedule: '*/10 * * * *', expireSeconds: 290,
  run: async (companyId) => { await verifyInvoices(house, companyId); },
});
