import { plainName } from './text.ts';
import type { MatchInvoice } from './types.ts';

/**
 * What hangs on a paper: the table of rides beside their invoice, and the red notes that took it back.
 * `void`: taken back wholly, so that what was paid stands on another paper, or came back as well.
 */
export type Beside = { readonly of: ReadonlyMap<string, readonly MatchInvoice[]>; readonly ids: ReadonlySet<string>; readonly void: ReadonlySet<string> };

const TABLE_DAYS = 14;
/** Where two hands handed them in, only the same firm's of the same days are one claim. */
const SAME_HAND_DAYS = 2;
const ANEW_DAYS = 62;

const isRed = (one: MatchInvoice): boolean => one.originalNumber !== undefined && (one.red === true || one.minor < 0n);
const taken = (note: MatchInvoice): bigint => (note.minor < 0n ? -note.minor : note.minor);
const mayBeOne = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;

/** Red notes by the invoice that they name. */
function redNotes(invoices: readonly MatchInvoice[]): { note: MatchInvoice; of: MatchInvoice }[] {
  const notes = invoices.filter(isRed);
  if (notes.length === 0) return [];
  const byNumber = Map.groupBy(invoices.filter((one) => one.number !== undefined && !isRed(one)), (one) => one.number);
  return notes.flatMap((note) => {
    const [of, ...others] = byNumber.get(note.originalNumber) ?? [];
    return of && others.length === 0 && of.currency === note.currency && taken(note) <= of.minor ? [{ note, of }] : [];
  });
}

/** The invoice that was written in place of one that was taken back: the same shop, price and person, soon after. */
function writtenAnew(old: MatchInvoice, invoices: readonly MatchInvoice[]): MatchInvoice | null {
  const [next, ...others] = invoices.filter((one) => one.id !== old.id && one.minor === old.minor && one.currency === old.currency && one.day >= old.day && one.day - old.day <= ANEW_DAYS && mayBeOne(one.submittedBy, old.submittedBy) && plainName(one.seller) === plainName(old.seller));
  return next && others.length === 0 ? next : null;
}

/** A table of rides and the one invoice over their sum. */
function rideTables(invoices: readonly MatchInvoice[]): { table: MatchInvoice; of: MatchInvoice }[] {
  const tables = invoices.filter((one) => one.kind === 'ride_receipt');
  if (tables.length === 0) return [];
  const key = (one: MatchInvoice): string => `${one.currency}${one.minor}`;
  const asked = new Set(tables.map(key));
  const hosts = Map.groupBy(invoices.filter((one) => one.kind !== 'ride_receipt' && one.journeyDay === null && asked.has(key(one))), key);
  const near = (table: MatchInvoice, host: MatchInvoice): boolean => {
    const apart = Math.abs(table.day - host.day);
    return mayBeOne(table.submittedBy, host.submittedBy) ? apart <= TABLE_DAYS : apart <= SAME_HAND_DAYS && plainName(table.seller) === plainName(host.seller);
  };
  const rivals = Map.groupBy(tables, key);
  const isOwn = (table: MatchInvoice, host: MatchInvoice): boolean => table.submittedBy !== null && table.submittedBy === host.submittedBy;
  return tables.flatMap((table) => {
    const there = (hosts.get(key(table)) ?? []).filter((host) => near(table, host));
    const own = there.filter((host) => isOwn(table, host));
    const [of, ...others] = own.length > 0 ? own : there;
    if (!of || others.length > 0) return [];
    const claims = (rivals.get(key(table)) ?? []).filter((one) => one !== table && near(one, of) && (own.length === 0 || isOwn(one, of)));
    return claims.length === 0 ? [{ table, of }] : [];
  });
}

/** Papers that are no claim of their own, beside the paper that they belong to. */
export function besidePapers(invoices: readonly MatchInvoice[]): Beside {
  const pairs = rideTables(invoices).map(({ table, of }) => ({ one: table, of }));
  const notes = redNotes(invoices);
  const back = new Map<string, bigint>();
  for (const { note, of } of notes) back.set(of.id, (back.get(of.id) ?? 0n) + taken(note));
  const voided = new Set(notes.filter(({ of }) => back.get(of.id) === of.minor).map(({ of }) => of.id));
  const standing = invoices.filter((one) => !voided.has(one.id) && !isRed(one) && one.kind !== 'ride_receipt');
  const byAmount = voided.size === 0 ? new Map<bigint, MatchInvoice[]>() : Map.groupBy(standing, (one) => one.minor);
  const anew = new Map<string, MatchInvoice>();
  for (const { of } of notes) {
    const next = voided.has(of.id) ? writtenAnew(of, byAmount.get(of.minor) ?? []) : null;
    if (next && !anew.has(of.id)) {
      anew.set(of.id, next);
      pairs.push({ one: of, of: next });
    }
  }
  for (const { note, of } of notes) pairs.push({ one: note, of: anew.get(of.id) ?? of });
  const of = Map.groupBy(pairs, (pair) => pair.of.id);
  return { of: new Map([...of].map(([id, list]) => [id, list.map(({ one }) => one)])), ids: new Set(pairs.map(({ one }) => one.id)), void: voided };
}
