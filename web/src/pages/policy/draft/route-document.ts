import type { Bilingual } from '@roundtrip/kernel';

/** An approval route as the editor knows it; whatever else the document holds is kept as it is. */
export type Who = { readonly kind: string; readonly level?: number; readonly upTo?: 'amount' | 'top' | { readonly grade: readonly string[] }; readonly role?: string; readonly id?: string };
export type RouteStep = { readonly id: string; readonly title: Bilingual; readonly who: Who; readonly orElse?: Who; readonly mode?: string };
export type RouteWhen = { readonly amount?: { readonly from?: string; readonly to?: string }; readonly outcome?: readonly string[]; readonly department?: readonly string[]; readonly grade?: readonly string[]; readonly category?: readonly string[] } & Readonly<Record<string, unknown>>;
export type RouteRow = { readonly id: string; readonly title: Bilingual; readonly when?: RouteWhen; readonly steps: readonly RouteStep[] };
export type RouteDocument = { readonly currency: string; readonly routes: readonly RouteRow[] } & Readonly<Record<string, unknown>>;

export const WHO_KINDS = ['manager', 'manager-chain', 'department-head', 'cost-centre-owner', 'project-lead', 'role', 'person'] as const;
export const ROLES = ['manager', 'finance', 'admin'] as const;

const replaceAt = <T>(list: readonly T[], at: number, item: T): T[] => list.map((one, index) => (index === at ? item : one));
const freshId = (taken: readonly string[], stem: string): string => { for (let n = taken.length + 1; ; n += 1) if (!taken.includes(`${stem}-${n}`)) return `${stem}-${n}`; };

export const setRow = (document: RouteDocument, at: number, row: RouteRow): RouteDocument => ({ ...document, routes: replaceAt(document.routes, at, row) });
export const setStep = (document: RouteDocument, at: readonly [row: number, step: number], step: RouteStep): RouteDocument => {
  const row = document.routes[at[0]];
  return row ? setRow(document, at[0], { ...row, steps: replaceAt(row.steps, at[1], step) }) : document;
};
export const removeStep = (document: RouteDocument, at: readonly [row: number, step: number]): RouteDocument => {
  const row = document.routes[at[0]];
  return row && row.steps.length > 1 ? setRow(document, at[0], { ...row, steps: row.steps.filter((_, index) => index !== at[1]) }) : document;
};
export const addStep = (document: RouteDocument, at: number): RouteDocument => {
  const row = document.routes[at];
  return row ? setRow(document, at, { ...row, steps: [...row.steps, { id: freshId(row.steps.map((step) => step.id), 'step'), title: { zh: '审批', en: 'Approval' }, who: { kind: 'department-head' } }] }) : document;
};
/** A copy of the row above it, from an amount on: the last row takes the rest and stays without a condition. */
export const addRoute = (document: RouteDocument): RouteDocument => {
  const last = document.routes.at(-1);
  if (!last) return document;
  const { when: _, ...copy } = last;
  const added: RouteRow = { ...copy, id: freshId(document.routes.map((row) => row.id), 'route'), title: { zh: '大额', en: 'Large amounts' }, when: { amount: { from: '20000.00' } } };
  return { ...document, routes: [...document.routes.slice(0, -1), added, last] };
};
export const removeRoute = (document: RouteDocument, at: number): RouteDocument => (document.routes.length > 1 ? { ...document, routes: document.routes.filter((_, index) => index !== at) } : document);

/** A condition without its empty parts; undefined where nothing is left. */
export function setWhen(row: RouteRow, part: Partial<RouteWhen>): RouteRow {
  const { when, ...rest } = row;
  const kept = Object.entries({ ...when, ...part }).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0) && (typeof value !== 'object' || Object.keys(value as object).length > 0));
  return kept.length > 0 ? { ...rest, when: Object.fromEntries(kept) as RouteWhen } : rest;
}

/** The same person-finder with only what its kind needs. */
export const whoOf = (kind: string): Who => (kind === 'manager-chain' ? { kind, upTo: 'top' } : kind === 'role' ? { kind, role: 'finance' } : kind === 'person' ? { kind, id: '' } : { kind });

/** Whether a concern's place is this row, or this step of it: places name them by number, or by id. */
export function isAt(place: string, document: RouteDocument, at: readonly [row: number, step: number | null]): boolean {
  const row = document.routes[at[0]];
  if (!row) return false;
  const here = [`routes[${at[0]}]`, `routes.${row.id}`].find((start) => place === start || place.startsWith(`${start}.`));
  if (here === undefined) return false;
  const found = /^\.steps(?:\[(\d+)\]|\.(.+?)(?:\.|$))/.exec(place.slice(here.length));
  if (!found) return at[1] === null;
  return at[1] !== null && (found[1] !== undefined ? Number(found[1]) === at[1] : row.steps[at[1]]?.id === found[2]);
}
