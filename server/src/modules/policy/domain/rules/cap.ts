import { formatAmount, type Bilingual } from '@roundtrip/kernel';
import { minorOf } from '../conditions.ts';
import type { CapDocument } from '../document.ts';
import type { FactName, Facts } from '../facts.ts';
import type { Policy } from '../policy.ts';
import type { Change } from '../question.ts';
import { compileTable, type Cell, type Lookup } from '../table.ts';
import { askPerson, breach, guarded, lacks, type Rule, type RuleMaker, type Tally } from '../tally.ts';

type Per = CapDocument['per'];

const PER: Readonly<Record<Per, Bilingual>> = {
  expense: { zh: '每笔', en: 'an expense' },
  night: { zh: '每晚', en: 'a night' },
  day: { zh: '每人每天', en: 'a person a day' },
  attendee: { zh: '每人', en: 'a guest' },
  km: { zh: '每公里', en: 'a kilometre' },
};

const THOUSANDTHS = 1000n;
const NIGHTS_MAX = 60n;
const GUESTS_MAX = 200n;

type Quantity = { readonly thousandths: bigint } | { readonly lacks: FactName };

/** How many times the standard counts, in thousandths so that 12.5 km is exact. */
const QUANTITIES: Readonly<Record<Per, (facts: Facts) => Quantity>> = {
  expense: () => ({ thousandths: THOUSANDTHS }),
  day: () => ({ thousandths: THOUSANDTHS }),
  night: (facts) => (facts.nights === null ? { lacks: 'nights' } : { thousandths: BigInt(Math.floor(facts.nights)) * THOUSANDTHS }),
  attendee: (facts) => (facts.guests === null ? { lacks: 'attendees' } : { thousandths: BigInt(Math.max(1, facts.guests)) * THOUSANDTHS }),
  km: (facts) => (facts.km === null ? { lacks: 'distanceKm' } : { thousandths: BigInt(Math.floor(facts.km * 1000)) }),
};

/** The same day's earlier spending counts where the cap is a day's; only in the categories that the rule is about. */
function spentBefore(rule: CapDocument, facts: Facts, policy: Policy): bigint {
  const spent = facts.question.context.spentSameDay;
  if (rule.per !== 'day' || !spent) return 0n;
  const counted = rule.when?.category ?? Object.keys(spent);
  return counted.reduce((sum, category) => {
    const amount = spent[category];
    return amount && amount.currency === policy.currency ? sum + amount.minor : sum;
  }, 0n);
}

/** The count that would make `amount` fit, where there is a sensible one. */
function countFor(per: Per, amount: bigint, value: bigint): readonly Change[] {
  if (value <= 0n) return [];
  const count = (amount + value - 1n) / value;
  if (per === 'night' && count <= NIGHTS_MAX) return [{ nights: Number(count) }];
  if (per === 'attendee' && count <= GUESTS_MAX) return [{ attendees: Number(count) }];
  return [];
}

type Standard = Cell<{ readonly minor: bigint; readonly text: string }>;

export const makeCap: RuleMaker<CapDocument> = (rule, policy) => {
  const find = compileTable(rule.table, {
    read: (value) => {
      const minor = minorOf(value, policy.currency);
      return { minor, text: formatAmount({ minor, currency: policy.currency }) };
    },
    isLess: (a, b) => a.minor < b.minor,
  }, policy);
  const judge: Rule = (facts, tally) => {
    if (facts.amount === null) return;
    const found = find(facts);
    if (found.kind !== 'hit') {
      noStandard(rule, found, facts, tally);
      return;
    }
    const { cell, byProvince } = found;
    const place = placeNote(facts, byProvince, cell);
    const unit = PER[rule.per];
    tally.basis.push({
      rule: rule.id, clause: rule.clause, cell: cell.name,
      message: { zh: `标准${unit.zh} ${cell.value.text} ${policy.currency}${place.zh}`, en: `the standard is ${cell.value.text} ${policy.currency} ${unit.en}${place.en}` },
    });
    const quantity = QUANTITIES[rule.per](facts);
    if ('lacks' in quantity) {
      lacks(tally, rule, facts, { fact: quantity.lacks, moves: countFor(rule.per, facts.amount, cell.value.minor) });
      return;
    }
    const before = spentBefore(rule, facts, policy);
    const limit = (cell.value.minor * quantity.thousandths) / THOUSANDTHS - before;
    if (facts.amount > limit) over(rule, { facts, tally, cell, limit, before, place, currency: policy.currency });
  };
  return guarded(rule, policy, judge);
};

type Over = {
  readonly facts: Facts; readonly tally: Tally; readonly cell: Standard; readonly limit: bigint; readonly before: bigint; readonly place: Bilingual; readonly currency: string;
};

function over(rule: CapDocument, { facts, tally, cell, limit, before, place, currency }: Over): void {
  const text = (minor: bigint): string => formatAmount({ minor, currency });
  const amount = facts.amount ?? 0n;
  const granted = limit > 0n ? limit : 0n;
  const unit = PER[rule.per];
  const counted = rule.per === 'night' ? facts.nights : rule.per === 'attendee' ? Math.max(1, facts.guests ?? 1) : rule.per === 'km' ? facts.km : null;
  const earlier = before > 0n ? { zh: `，当天已报 ${text(before)}`, en: `, ${text(before)} of the day is used` } : { zh: '', en: '' };
  breach(tally, rule, {
    cell: cell.name,
    facts: {
      amount: text(amount), standard: cell.value.text, limit: text(granted), over: text(amount - granted),
      ...(counted === null ? {} : { count: String(counted) }), ...(before > 0n ? { spentBefore: text(before) } : {}),
      ...(facts.place ? { city: facts.place.name } : {}), ...(facts.grade === null ? {} : { grade: facts.grade }),
    },
    message: {
      zh: `${rule.title.zh}：金额 ${text(amount)} 超出可报 ${text(granted)} ${currency}(标准${unit.zh} ${cell.value.text}${counted === null ? '' : ` × ${counted}`}${earlier.zh}${place.zh})`,
      en: `${rule.title.en}: ${text(amount)} is over the ${text(granted)} ${currency} allowed (${cell.value.text} ${unit.en}${counted === null ? '' : ` × ${counted}`}${earlier.en}${place.en})`,
    },
    limit: granted,
    moves: [...(granted > 0n ? [{ amount: text(granted) }] : []), ...countFor(rule.per, amount, cell.value.minor)],
  });
}

/** Says which row speaks for the city, above all where the table does not list it. */
function placeNote(facts: Facts, byProvince: boolean, cell: Standard): Bilingual {
  if (!facts.place) return { zh: '', en: '' };
  const { name, chain } = facts.place;
  if (!byProvince) return { zh: `,${name}`, en: `, ${name}` };
  const province = chain.at(-1)?.replace('*', '') ?? '';
  const row = cell.label ?? { zh: `${province} 其他地区`, en: `the rest of ${province}` };
  return { zh: `,${name}未单列，按“${row.zh}”`, en: `, ${name} is not listed, so the row “${row.en}” applies` };
}

function noStandard(rule: CapDocument, found: Exclude<Lookup<unknown>, { kind: 'hit' }>, facts: Facts, tally: Tally): void {
  if (found.kind === 'unknown') {
    lacks(tally, rule, facts, { fact: found.fact });
    return;
  }
  const where = facts.place?.name ?? '';
  const message = found.kind === 'gap'
    ? { zh: `${rule.title.zh}：标准表中没有适用的一行${where && `(${where})`},需人工审批`, en: `${rule.title.en}: no row of the table applies${where && ` (${where})`}; a person decides` }
    : { zh: `${rule.title.zh}：标准表中有多行同时适用(${found.cells.join('、')})，需人工审批`, en: `${rule.title.en}: several rows of the table apply (${found.cells.join(', ')}); a person decides` };
  askPerson(tally, rule, { facts: { table: found.kind, ...(where ? { city: where } : {}) }, message });
}
