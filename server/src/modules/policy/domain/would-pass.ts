import { formatAmount, parseMoney, type Bilingual } from '@roundtrip/kernel';
import type { CompiledPolicy } from './compile.ts';
import type { Change, Question, Suggestion } from './question.ts';
import { SEAT_TITLES, seatOf } from './seats.ts';
import type { Tally } from './tally.ts';

const SUGGESTIONS_MAX = 3;
const DEPTH_MAX = 4;
const TRIED_MAX = 64;

/** The question as it would be after a change. Guests that are not named yet stand as `?`. */
export function applyChange(question: Question, change: Change): Question {
  const { expense, context } = question;
  const amount = change.amount === undefined ? null : parseMoney(change.amount, expense.amount.currency);
  const named = expense.attendees ?? [];
  return {
    ...question,
    expense: {
      ...expense,
      ...(amount?.ok ? { amount: amount.value } : {}),
      ...(change.nights === undefined ? {} : { nights: change.nights }),
      ...(change.seatClass === undefined ? {} : { seatClass: change.seatClass }),
      ...(change.attendees === undefined ? {} : { attendees: [...named, ...Array.from({ length: Math.max(0, change.attendees - named.length) }, () => '?')] }),
    },
    context: {
      ...context,
      ...(change.hasInvoice === undefined ? {} : { hasInvoice: true }),
      ...(change.buyerTitleOk === undefined ? {} : { buyerTitleOk: true }),
    },
  };
}

const CHANGE_FIELDS = ['amount', 'nights', 'seatClass', 'attendees', 'hasInvoice', 'buyerTitleOk'] as const satisfies readonly (keyof Change)[];

const fieldsOf = (change: Change): string[] => CHANGE_FIELDS.filter((field) => change[field] !== undefined);
/** A change is no use where one that asks for fewer things does as well. */
const asksMore = (change: Change, than: Change): boolean => fieldsOf(than).every((field) => change[field as keyof Change] !== undefined);

function describe(change: Change, question: Question): Bilingual {
  const { currency } = question.expense.amount;
  const seat = change.seatClass === undefined ? null : seatOf(change.seatClass, question.expense.category);
  const parts: Bilingual[] = [];
  if (change.amount !== undefined) parts.push({ zh: `金额不超过 ${change.amount} ${currency}`, en: `claim at most ${change.amount} ${currency}` });
  if (change.nights !== undefined) parts.push({ zh: `实际住宿不少于 ${change.nights} 晚(请更正晚数)`, en: `the stay was ${change.nights} nights or more (put the number right)` });
  if (seat) parts.push({ zh: `改乘${SEAT_TITLES[seat].zh}`, en: `travel ${SEAT_TITLES[seat].en}` });
  if (change.attendees !== undefined) parts.push({ zh: `写明至少 ${change.attendees} 位参加人员`, en: `name at least ${change.attendees} guests` });
  if (change.hasInvoice) parts.push({ zh: '补上发票', en: 'add the invoice' });
  if (change.buyerTitleOk) parts.push({ zh: '换开抬头为本公司的发票', en: 'have the invoice made out to the company' });
  return { zh: `${parts.map((part) => part.zh).join(',并且')}，即可通过`, en: `It would pass: ${parts.map((part) => part.en).join(' and ')}` };
}

type Weigh = (compiled: CompiledPolicy, question: Question) => Tally;

/** An amount may only come down, a count only go up: else two rules could send the search in circles. */
function merge(change: Change, move: Change, question: Question): Change | null {
  const merged = { ...change, ...move };
  if (move.amount === undefined) return merged;
  const [next, before] = [parseMoney(move.amount, question.expense.amount.currency), change.amount ?? formatAmount(question.expense.amount)];
  const last = parseMoney(before, question.expense.amount.currency);
  return next.ok && last.ok && next.value.minor < last.value.minor && next.value.minor > 0n ? merged : null;
}

/**
 * Looks for the smallest changes after which the question passes: each rule names what would have satisfied it, the
 * search puts those together and judges every candidate again, so that a suggestion that is shown has been tried.
 */
export function findWaysToPass(compiled: CompiledPolicy, question: Question, first: Tally, weigh: Weigh): readonly Suggestion[] {
  // A rule that nothing can satisfy ends it: whatever else is changed, it still speaks.
  if (first.breaches.some((one) => one.moves.length === 0)) return [];
  const found: Change[] = [];
  const tried = new Set<string>();
  let edge: { readonly change: Change; readonly tally: Tally }[] = [{ change: {}, tally: first }];
  for (let depth = 0; depth < DEPTH_MAX && edge.length > 0; depth += 1) {
    const next: typeof edge = [];
    for (const { change, tally } of edge) {
      for (const move of tally.breaches[0]?.moves ?? []) {
        const candidate = merge(change, move, question);
        if (!candidate || found.some((way) => asksMore(candidate, way))) continue;
        const key = CHANGE_FIELDS.map((field) => String(candidate[field])).join('|');
        if (tried.has(key) || tried.size >= TRIED_MAX) continue;
        tried.add(key);
        const after = weigh(compiled, applyChange(question, candidate));
        if (after.outcome === 'pass' && !after.needsApproval) found.push(candidate);
        else if (after.breaches.every((one) => one.moves.length > 0)) next.push({ change: candidate, tally: after });
      }
    }
    edge = next;
  }
  const least = found.filter((way) => !found.some((other) => other !== way && fieldsOf(other).length < fieldsOf(way).length && asksMore(way, other)));
  return least.slice(0, SUGGESTIONS_MAX).map((change) => ({ change, message: describe(change, question) }));
}
