import { finding } from './errors.ts';
import type { Readings } from './readings.ts';

/** What an insurer collects for the tax bureau stands in the remark only: more was paid than the total says. */
export function noteVehicleTax(readings: Readings, text: string): void {
  const tax = /代收车船税[^\d\n]{0,8}(\d+(?:\.\d{1,2})?)/.exec(text)?.[1];
  if (tax) readings.findings.push(finding('info', 'PAID_MORE', `另有代收车船税 ${tax} 元,不含在价税合计中`, `Vehicle tax of ${tax} CNY was collected on top of the total`));
}
