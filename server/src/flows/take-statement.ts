import type { Bilingual } from '@roundtrip/kernel';
import type { PayoutReportRecord, StatementRecord } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { chainBreaks, daySums, describeBreak, notedStatements, noteStatements, sourceOf, type NotedStatement } from '#modules/payments';
import type { EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import { packFacts } from '#platform/db';
import { tell } from '#platform/events';
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

/** `notices`: what finance should know of it, though it was taken: a statement before it is missing, or was another. */
export type TakenStatement = { readonly read: number; readonly added: number; readonly notices: readonly Bilingual[] };

/** So many go through the database at once: its parameters stay small, however long the statement. */
const BATCH_PAYMENTS = 2000;

/**
 * A statement's lines become payments by the same road as a webhook's, so that file and webhook cannot count one twice;
 * the lines of the company's own bank account are also the bank's word on our payouts.
 */
export async function takeStatement(tx: Tx, house: House, call: StatementCall): Promise<TakenStatement> {
  const statements = call.records.filter((item) => item.kind === 'statement');
  await takeBankRecords(tx, house, { actor: call.actor, sha256: call.sha256, records: call.records });
  let [read, added] = [0, 0];
  for (const statement of statements) {
    for (let at = 0; at < statement.entries.length; at += BATCH_PAYMENTS) {
      const outcomes = await takePaymentsIn(tx, house, { actor: call.actor, source: fallbackSource(statement), records: arrivals(statement, call.owner, at) });
      added += outcomes.filter((outcome) => outcome.outcome === 'added').length;
    }
    read += statement.entries.length;
  }
  return { read, added, notices: await checkChains(tx, house, call, statements) };
}

/** Where a statement names no account, the kind of file stands for it: the same export again must mean the same payments. */
const fallbackSource = (statement: StatementRecord): string => `file:${statement.account || statement.format}`;

function arrivals({ entries }: StatementRecord, owner: EmployeeId | null, at: number): Parameters<typeof takePaymentsIn>[2]['records'] {
  return entries.slice(at, at + BATCH_PAYMENTS).map((facts) => ({
    reference: facts.externalId, body: packFacts(facts), facts: [facts],
    ...(owner && (facts.channel === 'wechatpay' || facts.channel === 'alipay') ? { payer: owner } : {}),
  }));
}

/** Statements with both balances are held against those of the same account that came before them, whatever the order. */
async function checkChains(tx: Tx, house: House, { actor, sha256 }: StatementCall, statements: readonly StatementRecord[]): Promise<Bilingual[]> {
  const fresh = statements.flatMap((statement, i): NotedStatement[] => {
    const { opening, closing, from, to, currency } = statement;
    const [entry] = statement.entries;
    if (!opening || !closing || !from || !to || !statement.account || opening.currency !== closing.currency) return [];
    const source = entry ? sourceOf(entry, null, fallbackSource(statement)) : `bank:${statement.account}`;
    return [{ id: house.clock.newId<'payment-statement'>(), source, currency, reference: statement.statementId ?? `${sha256}:${i}`, from, to, openingMinor: opening.minor, closingMinor: closing.minor }];
  });
  await noteStatements(tx, fresh, house.clock.now());
  const accounts = new Map(fresh.map((one) => [`${one.source} ${one.currency}`, one]));
  const notices: Bilingual[] = [];
  for (const { id, source, currency } of accounts.values()) {
    const links = await notedStatements(tx, source, currency);
    const quick = chainBreaks(links, null);
    const breaks = quick.some((one) => one.kind === 'overlap') ? chainBreaks(links, await daySums(tx, source, currency)) : quick;
    if (breaks.length === 0) continue;
    notices.push(...breaks.map((one) => describeBreak(one, currency)));
    await record(tx, actor, [{ action: 'statement.chain-broken', subject: { kind: 'statement', id }, body: { breaks: breaks.map(({ kind, before, after }) => ({ kind, before: before.reference, after: after.reference })) } }]);
    await tell(tx, [{ type: 'statement.chain-broken', subject: { kind: 'statement', id } }]);
  }
  return notices;
}
