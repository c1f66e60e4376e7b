import type { PayoutReportRecord, StatementRecord } from '../connectors/spi/index.ts';
import type { Actor } from '#modules/audit';
import type { EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import { packFacts } from '#platform/db';
import type { House } from './house.ts';
import { takePaymentsIn } from './take-payments.ts';
import { takeBankRecords } from './take-bank-files.ts';

export type StatementCall = {
  readonly actor: Actor;
  /** Whose wallet it is, where an employee handed in their own bill. */
  readonly owner: EmployeeId | null;
  readonly sha256: string;
  readonly records: readonly (StatementRecord | PayoutReportRecord)[];
};

/**
 * A statement's lines become payments by the same road as a webhook's, so that file and webhook cannot count one twice;
 * the lines of the company's own bank account are also the bank's word on our payouts.
 */
export async function takeStatement(tx: Tx, house: House, call: StatementCall): Promise<{ read: number; added: number }> {
  const statements = call.records.filter((item) => item.kind === 'statement');
  await takeBankRecords(tx, house, { actor: call.actor, sha256: call.sha256, records: call.records });
  const wallet = call.owner;
  const records = statements.flatMap((statement, s) => statement.entries.map((facts, i) => ({
    reference: `${statement.statementId ?? s}:${facts.externalId}:${i}`, body: packFacts(facts), facts: [facts],
    ...(wallet && (facts.channel === 'wechatpay' || facts.channel === 'alipay') ? { payer: wallet } : {}),
  })));
  if (records.length === 0) return { read: 0, added: 0 };
  const outcomes = await takePaymentsIn(tx, house, { actor: call.actor, source: `file:${statements[0]?.account ?? call.sha256}`, records });
  return { read: records.length, added: outcomes.filter((outcome) => outcome.outcome === 'added').length };
}
