import type { Bilingual } from '@roundtrip/kernel';
import type { Place } from './places.ts';
import type { Policy } from './policy.ts';
import type { Question } from './question.ts';
import { seatOf, type SeatClass } from './seats.ts';

/** What a rule can lack. The words stand in the finding that asks a person. */
export const FACT_TITLES = {
  city: { zh: '城市', en: 'the city' },
  homeCity: { zh: '常驻地', en: 'the home city' },
  grade: { zh: '职级', en: 'the grade' },
  nights: { zh: '住宿晚数', en: 'the number of nights' },
  attendees: { zh: '参加人员', en: 'the guests' },
  distanceKm: { zh: '里程', en: 'the distance' },
  seatClass: { zh: '舱位或席别', en: 'the class of seat or cabin' },
  department: { zh: '部门', en: 'the department' },
  invoice: { zh: '有无发票', en: 'whether there is an invoice' },
  rate: { zh: '折算汇率', en: 'the exchange rate' },
} as const satisfies Record<string, Bilingual>;

export type FactName = keyof typeof FACT_TITLES;

/** A question as rules read it: words folded to the policy's own. Null: not known. */
export type Facts = {
  readonly question: Question;
  readonly category: string;
  /** In the policy's currency; null where the expense is in another one. */
  readonly amount: bigint | null;
  readonly spentOn: string;
  readonly monthDay: string;
  readonly place: Place | null;
  readonly grade: string | null;
  readonly seat: SeatClass | null;
  readonly nights: number | null;
  readonly guests: number | null;
  readonly km: number | null;
  readonly hasInvoice: boolean | null;
  readonly merchant: string;
  readonly goods: string;
};

export const foldWords = (text: string): string => text.normalize('NFKC').toLowerCase();

const counted = (value: number | undefined, least: number): number | null => (value !== undefined && Number.isFinite(value) && value >= least ? value : null);

const words = (text: string | undefined): string => (text === undefined || text === '' ? '' : foldWords(text));

export function factsOf(policy: Policy, question: Question): Facts {
  const { expense, employee, context } = question;
  return {
    question,
    category: expense.category,
    amount: expense.amount.currency === policy.currency ? expense.amount.minor : null,
    spentOn: expense.spentOn,
    monthDay: expense.spentOn.slice(5),
    place: expense.city === undefined ? null : policy.places.find(expense.city),
    grade: employee.grade === undefined || employee.grade === '' ? null : policy.gradeOf(employee.grade),
    seat: expense.seatClass === undefined ? null : seatOf(expense.seatClass, expense.category),
    nights: counted(expense.nights, 1),
    guests: expense.attendees === undefined ? null : expense.attendees.length,
    km: counted(expense.distanceKm, 0),
    hasInvoice: context.hasInvoice ?? (expense.invoiceNumbers === undefined ? null : expense.invoiceNumbers.length > 0),
    merchant: words(expense.merchant),
    goods: context.goods === undefined || context.goods.length === 0 ? '' : foldWords(context.goods.join(' ')),
  };
}
