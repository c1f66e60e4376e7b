import { parseCivilDate, parseMoney, type CivilDate, type Money, type PaymentChannel } from '@roundtrip/kernel';
import type { Question, Verdict } from '../question.ts';

/**
 * A case is one line: `grade category city day amount key=value … => outcome [allowed] [?] [rules]`. `-` leaves a word
 * out; `?` stands for "a person decides". Today is the day it was spent unless `today=` says otherwise.
 */
export type Case = { readonly line: string; readonly question: Question; readonly expected: string };

const cny = (text: string): Money => {
  const parsed = parseMoney(text, 'CNY');
  if (!parsed.ok) throw new Error(`not an amount: ${text}`);
  return parsed.value;
};

const day = (text: string): CivilDate => {
  const parsed = parseCivilDate(text);
  if (!parsed) throw new Error(`no such day: ${text}`);
  return parsed;
};

type Extras = Readonly<Record<string, string>>;

const said = (word: string | undefined): string | undefined => (word === undefined || word === '-' ? undefined : word);

function contextOf(extras: Extras, spentOn: CivilDate, category: string): Question['context'] {
  const { invoice = 'yes', invoiced, title, paid, spent, confidence, goods } = extras;
  return {
    today: day(extras['today'] ?? spentOn),
    hasInvoice: invoice === '?' ? undefined : invoice === 'yes',
    invoiceTotal: invoiced === undefined ? undefined : cny(invoiced),
    buyerTitleOk: title === undefined ? undefined : title === 'ok',
    companyPaid: paid === undefined ? undefined : paid === 'all' ? true : cny(paid),
    spentSameDay: spent === undefined ? undefined : { [category]: cny(spent) },
    matchConfidence: confidence === undefined ? undefined : Number(confidence),
    goods: goods?.split(','),
  };
}

function readCase(line: string): Case {
  const [left = '', expected = ''] = line.split('=>').map((part) => part.trim());
  const [grade, category = '', city, spent = '', amount = '', ...rest] = left.split(/\s+/);
  const extras: Extras = Object.fromEntries(rest.map((pair) => pair.split('=') as [string, string]));
  const spentOn = day(spent);
  const [currency = 'CNY'] = [extras['currency']];
  const parsed = parseMoney(amount, currency);
  if (!parsed.ok) throw new Error(`not an amount: ${line}`);
  const { seat, nights, guests, km, merchant, channel, trip } = extras;
  return {
    line,
    expected: expected.replace(/\s+/g, ' '),
    question: {
      expense: {
        id: 'x', employeeId: 'e', category, amount: parsed.value, spentOn, city: said(city), seatClass: seat, merchant, tripId: trip,
        nights: nights === undefined ? undefined : Number(nights), distanceKm: km === undefined ? undefined : Number(km),
        attendees: guests === undefined ? undefined : Array.from({ length: Number(guests) }, (_, index) => `客人${index + 1}`),
        channel: channel as PaymentChannel | undefined,
      },
      employee: { grade: said(grade), homeCity: extras['home'], departmentId: extras['department'] },
      context: contextOf(extras, spentOn, category),
    },
  };
}

/** The verdict in the casebook's words; the allowed amount is said where it is not the amount asked for. */
export function shortly(verdict: Verdict, question: Question): string {
  const { allowed, outcome, needsApproval, findings } = verdict;
  const changed = allowed.minor !== question.expense.amount.minor && outcome !== 'refuse';
  const amount = changed ? [`${allowed.minor / 100n}.${String(allowed.minor % 100n).padStart(2, '0')}`] : [];
  const missing = (facts: Readonly<Record<string, string>>): string => (facts['missing'] ? `(${facts['missing']})` : facts['table'] ? `(${facts['table']})` : '');
  return [outcome, ...amount, ...(needsApproval ? ['?'] : []), ...findings.map((finding) => finding.rule + missing(finding.facts))].join(' ');
}

export const readCases = (text: string): Case[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).map(readCase);
