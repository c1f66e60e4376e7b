import type { CivilDate, Instant, Money, PaymentFacts, PaymentType } from '@roundtrip/kernel';
import { amountOf, plainDecimal } from '../shared/amounts.ts';
import { isoMoment } from '../shared/dates.ts';
import { Refusal, finding } from '../shared/errors.ts';
import type { IdCounter } from '../shared/id-counter.ts';
import { idFrom, paymentWith, type OpenStatement } from '../shared/statement.ts';
import { all, at, textAt, type Element } from '../shared/xml.ts';

export type EntryContext = {
  readonly account: string;
  readonly holder: string;
  readonly currency: string;
  readonly statement: OpenStatement;
  /** Entries alike in name and sum are told apart by counting, as their ids are. */
  readonly entries: IdCounter;
  readonly made: { readonly on: CivilDate; readonly at: Instant } | null;
};

type Direction = 'in' | 'out';
type When = { readonly bookedOn: CivilDate; readonly paidAt: Instant };
type Booked = When & { readonly amount: Money; readonly direction: Direction; readonly status: PaymentFacts['status']; readonly entry: PaymentFacts['entry'] };

const directionOf = (element: Element, otherwise: Direction): Direction => {
  const mark = textAt(element, 'CdtDbtInd');
  return mark === 'CRDT' ? 'in' : mark === 'DBIT' ? 'out' : otherwise;
};

/** Reads one `Ntry` into its statement. Where its amount is not one, a finding names it and the statement vouches for nothing. */
export function readEntry(entry: Element, index: number, context: EntryContext): void {
  const place = `Ntry[${index + 1}]`;
  const direction = directionOf(entry, 'in');
  const amount = moneyAt(at(entry, 'Amt'), context.currency, place);
  if (!amount || amount.minor < 0n || textAt(entry, 'CdtDbtInd') === '') {
    const shown = textAt(entry, 'Amt').slice(0, 24);
    context.statement.find(finding('error', 'ENTRY_AMOUNT', `第 ${index + 1} 条明细的金额或借贷方向无法识别:${shown}`, `The amount or direction of entry ${index + 1} cannot be read: ${shown}`));
    return;
  }
  const status = (textAt(entry, 'Sts', 'Cd') || textAt(entry, 'Sts')) === 'BOOK' ? 'posted' : 'pending';
  const sum: Omit<Booked, 'entry'> = { amount, direction, status, ...whenOf(entry, index, context) };
  const details = all(entry, 'NtryDtls').flatMap((d) => all(d, 'TxDtls'));
  const parts = explode(details, sum);
  const booked: Booked = { ...sum, entry: entryOf(entry, sum, { counter: context.entries, parts: parts?.length ?? 1 }) };
  context.statement.book({ direction, amount, pending: status === 'pending' });
  if (!parts) context.statement.give(paymentOf({ entry, detail: details.length === 1 ? details[0] : undefined, part: undefined }, booked, context));
  else parts.forEach(({ detail, amount: share, direction: way }, part) => { context.statement.give(paymentOf({ entry, detail, part }, { ...booked, amount: share, direction: way }, context)); });
}

function moneyAt(element: Element | undefined, currency: string, place: string): Money | null {
  if (!element) return null;
  return amountOf(plainDecimal(element.text, '.') ?? '', element.attributes['Ccy'] ?? currency, place);
}

function whenOf(entry: Element, index: number, context: EntryContext): When {
  for (const name of ['BookgDt', 'ValDt']) {
    const written = textAt(entry, name, 'Dt') || textAt(entry, name, 'DtTm');
    const moment = isoMoment(written);
    if (!moment) continue;
    if (moment.clamped) context.statement.find(finding('warning', 'DATE_CLAMPED', `第 ${index + 1} 条明细的日期 ${written} 不存在,取当月最后一日`, `Entry ${index + 1} is dated ${written}, which does not exist: the month's last day stands for it`));
    return { bookedOn: moment.on, paidAt: moment.at };
  }
  if (!context.made) throw new Refusal('file.bad-date', { zh: '明细和报文都没有日期', en: 'Neither the entry nor the message has a date' }, `Ntry[${index + 1}]`);
  context.statement.find(finding('info', 'DATE_MISSING', `第 ${index + 1} 条明细没有日期,取报文生成时间`, `Entry ${index + 1} has no date: the message's own stands for it`));
  return { bookedOn: context.made.on, paidAt: context.made.at };
}

/**
 * The details of a batch as payments of their own: only where every one has an amount in the entry's currency and
 * they add up to what was booked. Otherwise the entry stays whole, since its amount is the one that is certain.
 */
function explode(details: readonly Element[], booked: Omit<Booked, 'entry'>): { detail: Element; amount: Money; direction: Direction }[] | null {
  if (details.length < 2) return null;
  const parts: { detail: Element; amount: Money; direction: Direction }[] = [];
  for (const detail of details) {
    const amount = [at(detail, 'Amt'), at(detail, 'AmtDtls', 'TxAmt', 'Amt'), at(detail, 'AmtDtls', 'InstdAmt', 'Amt')]
      .map((element) => moneyAt(element, booked.amount.currency, 'TxDtls'))
      .find((found) => found?.currency === booked.amount.currency && found.minor >= 0n);
    if (!amount) return null;
    parts.push({ detail, amount, direction: directionOf(detail, booked.direction) });
  }
  const total = parts.reduce((sum, part) => sum + (part.direction === booked.direction ? part.amount.minor : -part.amount.minor), 0n);
  return total === booked.amount.minor ? parts : null;
}

/** The other side's name and account; version 8 wraps the party in `Pty`. */
function counterparty(detail: Element | undefined, side: 'Dbtr' | 'Cdtr'): { name: string; account: string } {
  const parties = at(detail, 'RltdPties');
  const named = (role: string): string => textAt(parties, role, 'Pty', 'Nm') || textAt(parties, role, 'Nm');
  const id = at(parties, `${side}Acct`, 'Id');
  return { name: named(side) || named(`Ultmt${side}`), account: textAt(id, 'IBAN') || textAt(id, 'Othr', 'Id') };
}

function otherSide(detail: Element | undefined, direction: Direction, reversal: boolean): { name: string; account: string } {
  const likely = (direction === 'in') !== reversal ? 'Dbtr' : 'Cdtr';
  const first = counterparty(detail, likely);
  if (first.name || first.account) return first;
  return counterparty(detail, likely === 'Dbtr' ? 'Cdtr' : 'Dbtr');
}

function returnOf(entry: Element, detail: Element | undefined): string | undefined {
  const info = at(detail, 'RtrInf');
  const code = textAt(info, 'Rsn', 'Cd') || textAt(info, 'Rsn', 'Prtry') || textAt(info, 'RtrRsn', 'Cd');
  if (code) return code;
  const families = [textAt(entry, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd'), textAt(detail, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd')];
  return info || families.includes('RRTN') ? 'NARR' : undefined;
}

function typeOf(entry: Element, detail: Element | undefined, direction: Direction, givesBack: boolean): PaymentType {
  const codes = [entry, detail].flatMap((e) => [textAt(e, 'BkTxCd', 'Domn', 'Fmly', 'Cd'), textAt(e, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd')]);
  if (direction === 'in') return givesBack ? 'refund' : 'income';
  if (codes.some((code) => code === 'CHRG' || code === 'FEES' || code === 'COMM')) return 'fee';
  return codes.includes('CCRD') ? 'purchase' : 'transfer';
}

function describe(entry: Element, detail: Element | undefined): string {
  const remittance = at(detail, 'RmtInf');
  const lines = [...all(remittance, 'Ustrd').map((u) => u.text.trim()), textAt(remittance, 'Strd', 'CdtrRefInf', 'Ref'),
    textAt(detail, 'RtrInf', 'AddtlInf'), textAt(detail, 'AddtlTxInf'), textAt(entry, 'AddtlNtryInf')];
  return lines.filter(Boolean).join(' ').slice(0, 500);
}

/** `NOTPROVIDED` is how ISO 20022 writes "none". */
const reference = (text: string): string | undefined => (text === '' || text === 'NOTPROVIDED' ? undefined : text);

/**
 * What names a booked entry wherever it is told: the bank's own reference, else its number or its batch on that day, and
 * what it came to. A number alone would not do, since many banks count anew in each file.
 */
function entryOf(entry: Element, { amount, direction, bookedOn }: Omit<Booked, 'entry'>, { counter, parts }: { readonly counter: IdCounter; readonly parts: number }): PaymentFacts['entry'] {
  const own = reference(textAt(entry, 'AcctSvcrRef'));
  const weak = own ? undefined : reference(textAt(entry, 'NtryRef')) ?? reference(textAt(entry, 'NtryDtls', 'Btch', 'PmtInfId'));
  if (!own && !weak) return undefined;
  const id = [own ?? `${weak ?? ''}@${bookedOn}`, direction, amount.minor, amount.currency].join(' ');
  const count = counter.count(id);
  return { id: count === 1 ? id : `${id}#${count}`, parts };
}

/** Where a payment stands: its entry, its details where there are any, and its place in a batch that was cut up. */
type Source = { readonly entry: Element; readonly detail: Element | undefined; readonly part: number | undefined };

function paymentOf({ entry, detail, part }: Source, booked: Booked, context: EntryContext): PaymentFacts {
  const refs = at(detail, 'Refs');
  const reversal = textAt(entry, 'RvslInd') === 'true';
  const returnReason = returnOf(entry, detail);
  const party = otherSide(detail, booked.direction, reversal || returnReason !== undefined);
  const instructed = part === undefined ? moneyAt(at(detail, 'AmtDtls', 'InstdAmt', 'Amt'), booked.amount.currency, 'InstdAmt') : null;
  const foreign = instructed && instructed.currency !== booked.amount.currency && instructed.minor > 0n ? instructed : null;
  const [description, endToEndId] = [describe(entry, detail), reference(textAt(refs, 'EndToEndId'))];
  const happened = isoMoment(textAt(detail, 'RltdDts', 'TxDtTm'));
  return paymentWith({
    externalId: externalIdOf({ entry, detail, part }, booked, [party.name, party.account, endToEndId ?? '', description]),
    channel: 'bank',
    type: typeOf(entry, detail, booked.direction, reversal || returnReason !== undefined),
    direction: booked.direction,
    status: booked.status,
    paidAt: happened?.at ?? booked.paidAt,
    bookedOn: booked.bookedOn,
    amount: foreign ?? booked.amount,
    merchant: party.name || textAt(entry, 'AddtlNtryInf').slice(0, 120),
  }, {
    settled: foreign ? booked.amount : undefined,
    description,
    payer: context.holder,
    account: context.account,
    counterpartyAccount: party.account,
    endToEndId,
    batchId: reference(textAt(refs, 'PmtInfId')) ?? reference(textAt(entry, 'NtryDtls', 'Btch', 'PmtInfId')),
    returnReason,
    entry: booked.entry,
  });
}

/**
 * AcctSvcrRef is the bank's own key. Without one, what the entry says of itself stands for it, its number within the file
 * left out, so that it has the same id in a file of other days; entries alike in all are told apart by counting.
 */
function externalIdOf({ entry, detail, part }: Source, booked: Booked, said: readonly string[]): string {
  const own = reference(textAt(entry, 'AcctSvcrRef'));
  const inner = reference(textAt(detail, 'Refs', 'AcctSvcrRef'));
  const alike = (): string => idFrom(booked.amount.minor.toString(), booked.amount.currency, booked.direction, booked.bookedOn, ...said);
  if (part === undefined) return own ?? inner ?? alike();
  if (inner && inner !== own) return inner;
  return `${own ?? alike()}/${reference(textAt(detail, 'Refs', 'EndToEndId')) ?? part + 1}`;
}
