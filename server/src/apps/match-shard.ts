import type { EmployeeRecord } from '@roundtrip/contract';
import { matchAll } from '#modules/matching';
import { KINDS, readLines, type Kind, type Lines } from './match-lines.ts';
import { matchInputOf } from './match-records.ts';

type MatchGroup = ReturnType<typeof matchAll>[number];

/** A part of the records, decided on its own. `second`: what the first look left alone, looked at across all people. */
export type Shard = { readonly lines: Readonly<Record<Kind, Lines>>; readonly second: boolean };
export type ShardSetup = { readonly employees: readonly EmployeeRecord[]; readonly files: Readonly<Record<Kind, string>>; readonly lang: 'zh' | 'en' };
export type Counts = { readonly payments: number; readonly invoices: number; readonly bookings: number; readonly groups: number; readonly auto: number; readonly review: number; readonly none: number; readonly readMs: number; readonly matchMs: number };
/** `text`: groups, one a line. `alone`: by kind the places, among the shard's lines, of what found nothing. */
export type ShardAnswer = { readonly text: string; readonly alone: Readonly<Record<Kind, readonly number[]>>; readonly counts: Counts };

/** A second look sees what a first could not tell apart by person: a person confirms what it finds. */
const SECOND_LOOK = 0.9;

function lineOf({ reasons, runnerUp, ...group }: MatchGroup, lang: 'zh' | 'en'): string {
  return `${JSON.stringify({ ...group, reasons: reasons.map(({ code, weight, text }) => ({ code, weight, text: text[lang] })), runnerUp: runnerUp && { ...runnerUp, lacked: runnerUp.lacked[lang] } })}\n`;
}

const isAlone = (group: MatchGroup): boolean => group.payments.length + group.invoices.length + group.bookings.length === 1;
const doubted = (group: MatchGroup): MatchGroup => (group.decision === 'none' ? group : { ...group, confidence: group.confidence * SECOND_LOOK, decision: 'review' });

/** Reads, decides and renders a shard. Where a second look follows, what found nothing is named and not rendered. */
export function decideShard({ lines, second }: Shard, { employees, files, lang }: ShardSetup, secondFollows: boolean): ShardAnswer {
  const from = performance.now();
  const records = { employees, payments: readLines('payments', lines.payments, files.payments), invoices: readLines('invoices', lines.invoices, files.invoices), bookings: readLines('bookings', lines.bookings, files.bookings) };
  const places = { payments: placesOf(records.payments), invoices: placesOf(records.invoices.map((one) => ({ id: one.id ?? one.number }))), bookings: placesOf(records.bookings) };
  const input = matchInputOf(records);
  const read = performance.now();
  const groups = matchAll(input);
  const matched = performance.now();
  const alone: Record<Kind, number[]> = { payments: [], invoices: [], bookings: [] };
  const counts = { auto: 0, review: 0, none: 0 };
  const rendered: string[] = [];
  for (const group of groups) {
    if (secondFollows && isAlone(group)) {
      for (const kind of KINDS) for (const id of group[kind]) alone[kind].push(places[kind].get(id) as number);
      continue;
    }
    const said = second ? doubted(group) : group;
    counts[said.decision]++;
    rendered.push(lineOf(said, lang));
  }
  return { text: rendered.join(''), alone, counts: { payments: input.payments.length, invoices: input.invoices.length, bookings: input.bookings.length, groups: rendered.length, ...counts, readMs: read - from, matchMs: matched - read } };
}

const placesOf = (items: readonly { readonly id: string }[]): Map<string, number> => new Map(items.map((item, place) => [item.id, place]));
