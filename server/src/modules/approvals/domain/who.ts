import { compare, parseMoney } from '@roundtrip/kernel';
import type { Person, RouteCase, RouteDocument, Who } from './route.ts';

/** Everybody, ready to be looked up; build it once where many cases are planned. */
export type Directory = { readonly byId: ReadonlyMap<string, Person>; readonly byRole: ReadonlyMap<string, readonly Person[]> };

const byIdOrder = (a: Person, b: Person): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Sorted by id, so that the plan does not depend on the order in which people were read. */
export function directoryOf(people: readonly Person[]): Directory {
  const byRole = new Map<string, Person[]>();
  for (const person of [...people].sort(byIdOrder)) {
    for (const role of person.roles) byRole.set(role, [...(byRole.get(role) ?? []), person]);
  }
  return { byId: new Map(people.map((person) => [person.id, person])), byRole };
}

export type Seat = { readonly id: string; /** Set where they act for another. */ readonly actsFor?: string };

export type Search = { readonly directory: Directory; readonly document: RouteDocument; readonly subject: RouteCase; readonly barred: ReadonlySet<string> };

const FINANCE = 'finance';
const HEAD_ROLES = ['department-head', 'manager'];

/**
 * Who acts for `person`: along the chain of delegates to its last active member. A chain that comes to someone whose
 * money it is stops before them, and one that runs in a circle is not followed at all.
 */
export function actingFor(person: Person, directory: Directory, barred: ReadonlySet<string>): Person {
  const seen = new Set([person.id]);
  let current = person;
  while (current.delegateId != null) {
    if (seen.has(current.delegateId)) return person;
    seen.add(current.delegateId);
    const next = directory.byId.get(current.delegateId);
    if (!next?.active || barred.has(next.id)) break;
    current = next;
  }
  return current;
}

/** For whom a person acts now: all those whose chain of delegates ends with them. */
export function principalsOf(actor: string, people: readonly Person[]): readonly string[] {
  const directory = directoryOf(people);
  const nobody = new Set<string>();
  return people.filter((person) => person.id !== actor && actingFor(person, directory, nobody).id === actor).map((person) => person.id);
}

const isFree = (person: Person | undefined, { barred }: Search): person is Person => person !== undefined && person.active && !barred.has(person.id);

/** The managers above the submitter, nearest first; those who are away for good or whose money it is are passed over. */
function managersAbove(search: Search): Person[] {
  const { directory, subject } = search;
  const seen = new Set([subject.submitterId]);
  const above: Person[] = [];
  let id = directory.byId.get(subject.submitterId)?.managerId;
  while (id != null && !seen.has(id)) {
    seen.add(id);
    const manager = directory.byId.get(id);
    if (isFree(manager, search)) above.push(manager);
    id = manager?.managerId;
  }
  return above;
}

function departmentHeads(search: Search): Person[] {
  const { directory, document, subject } = search;
  const department = subject.departmentId ?? directory.byId.get(subject.submitterId)?.departmentId;
  if (department == null) return [];
  for (const role of document.departmentHeadRoles ?? HEAD_ROLES) {
    const heads = (directory.byRole.get(role) ?? []).filter((person) => person.departmentId === department && isFree(person, search));
    if (heads.length > 0) return heads;
  }
  return [];
}

const holders = (role: string, search: Search): Person[] => (search.directory.byRole.get(role) ?? []).filter((person) => isFree(person, search));

/** A step that wants one superior falls from the managers to the head of the department to finance, never to nobody at once. */
function superiors(level: number, search: Search): Person[] {
  const above = managersAbove(search);
  const manager = above[Math.min(level, above.length) - 1];
  if (manager) return [manager];
  const heads = departmentHeads(search);
  return heads.length > 0 ? heads : holders(FINANCE, search);
}

type UpTo = (Who & { readonly kind: 'manager-chain' })['upTo'];

/** Whether a chain may end with this manager. A grade without a limit, or another currency, goes on to the next. */
function endsChain(upTo: UpTo, manager: Person, { document, subject }: Search): boolean {
  if (upTo === 'top' || manager.grade === undefined) return false;
  if (upTo !== 'amount') return upTo.grade.includes(manager.grade);
  const limit = parseMoney(document.limitByGrade?.[manager.grade] ?? '', document.currency);
  return limit.ok && limit.value.currency === subject.amount.currency && compare(subject.amount, limit.value) <= 0;
}

function chain(upTo: UpTo, search: Search): Person[] {
  const above = managersAbove(search);
  const last = above.findIndex((manager) => endsChain(upTo, manager, search));
  return last < 0 ? above : above.slice(0, last + 1);
}

/** Whoever answers for it; where nobody is named, or it is their own money, a superior. */
function owner(owners: Readonly<Record<string, string>> | undefined, code: string | null | undefined, search: Search): Person[] {
  const id = code != null && owners && Object.hasOwn(owners, code) ? owners[code] : undefined;
  const person = id === undefined ? undefined : search.directory.byId.get(id);
  return isFree(person, search) ? [person] : superiors(1, search);
}

const costCentreOf = ({ directory, subject }: Search): string | null | undefined => subject.costCentre ?? subject.departmentId ?? directory.byId.get(subject.submitterId)?.departmentId;

export function peopleFor(who: Who, search: Search): Person[] {
  switch (who.kind) {
    case 'manager': return superiors(who.level ?? 1, search);
    case 'manager-chain': return chain(who.upTo, search);
    case 'cost-centre-owner': return owner(search.document.owners?.costCentres, costCentreOf(search), search);
    case 'project-lead': return owner(search.document.owners?.projects, search.subject.project, search);
    case 'department-head': {
      const heads = departmentHeads(search);
      return heads.length > 0 ? heads : superiors(1, search);
    }
    case 'role': return holders(who.role, search);
    case 'person': {
      const person = search.directory.byId.get(who.id);
      return isFree(person, search) ? [person] : [];
    }
  }
}

/** The chairs of a step: people, or those who act for them; each once. */
export function seatsFor(people: readonly Person[], { directory, barred }: Search): Seat[] {
  const seats = new Map<string, Seat>();
  for (const person of people) {
    const acting = actingFor(person, directory, barred);
    const seat = acting.id === person.id ? { id: person.id } : { id: acting.id, actsFor: person.id };
    // In their own right comes before on another's behalf.
    if (!seats.has(seat.id) || seats.get(seat.id)?.actsFor !== undefined) seats.set(seat.id, seat);
  }
  return [...seats.values()];
}
