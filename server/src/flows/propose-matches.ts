import { addDays, civilDateIn, epochMs, instantOf } from '@roundtrip/kernel';
import { record } from '#modules/audit';
import { unusedDocuments } from '#modules/documents';
import {
  decideRun, excludedPeople, keepItems, keepRun, learnedAt, learnedVersion, liveGroups, loadFuse, loadTrust, MATCHER_VERSION, moveCursor, refusedPairs, replaceGroups,
  type MatchRun,
} from '#modules/matching';
import { explainablePayments } from '#modules/payments';
import { listEmployees, loadCompany, type Company } from '#modules/people';
import { openBookings } from '#modules/trips';
import { oneAtATime, type Tx } from '#platform/db';
import { newsHead, tell } from '#platform/events';
import { stagesOf } from './decide-match.ts';
import type { House } from './house.ts';
import { changeOf } from './match-change.ts';
import { itemsOf, toMatchInput, WINDOW_DAYS, type Scene } from './match-input.ts';
import { keptRun } from './match-runs.ts';
import { partOf, touchedBy } from './match-part.ts';

/**
 * Matches what is open in the company and keeps what changed: a person's decision and a submitted claim's lines stay as
 * they are. In a large company only what may hang together with what is new is looked at; `whole` looks at everything.
 */
export function proposeMatches(house: House, companyId: string, { scope = 'auto' }: { readonly scope?: 'auto' | 'whole' | 'part' } = {}): Promise<{ proposed: number; looked: number; scope: 'whole' | 'part' }> {
  return house.db.transact(companyId, async (tx) => {
    await oneAtATime(tx, 'match');
    const company = await loadCompany(tx);
    const now = house.clock.now();
    const part = scope === 'whole' ? null : await partOf(tx, { company, now, force: scope === 'part' });
    const scene = part ?? (await wholeOf(tx, company, house));
    if (!part) await moveCursor(tx, { news: await newsHead(tx), workedAt: now, wholeAt: now });
    const looked = scene.open.payments.length + scene.open.documents.length + scene.open.bookings.length;
    return { proposed: await run(tx, house, { company, ...scene }), looked, scope: part ? 'part' as const : 'whole' as const };
  });
}

async function wholeOf(tx: Tx, company: Company, house: House): Promise<Scene> {
  const groups = await liveGroups(tx);
  const late = await stagesOf(tx, groups);
  const settled = groups.filter((group) => group.answer !== null || late.has(group.id));
  const now = house.clock.now();
  const since = instantOf(epochMs(now) - WINDOW_DAYS * 86_400_000);
  const held = new Set(settled.flatMap((group) => [...group.payments, ...group.documents, ...group.bookings]));
  const isOpen = (item: { readonly id: string }): boolean => !held.has(item.id);
  const open = {
    payments: (await explainablePayments(tx, since)).filter(isOpen), documents: (await unusedDocuments(tx)).filter(isOpen),
    bookings: (await openBookings(tx, addDays(civilDateIn(company.zone, now), -WINDOW_DAYS))).filter(isOpen),
  };
  await keepItems(tx, { items: itemsOf(open, company), gone: 'all' });
  return { open, groups: groups.filter((group) => group.answer === null && !late.has(group.id)), near: null };
}

async function run(tx: Tx, house: House, { company, open, groups, near }: Scene & { readonly company: Company }): Promise<number> {
  const now = house.clock.now();
  const trust = await loadTrust(tx);
  const { level } = await loadFuse(tx);
  const learned = await learnedAt(tx, await learnedVersion(tx));
  const excluded = await excludedPeople(tx);
  const input = toMatchInput(open, { employees: await listEmployees(tx), company, excluded });
  const decided: MatchRun = { input: { ...input, allowedError: trust.allowedError, learned: { aliases: learned.aliases, levels: learned.levels } }, refused: [...(await refusedPairs(tx))].sort(), fuse: level };
  const all = decideRun(decided);
  const { proposed, changeable } = near ? touchedBy({ proposed: all, groups, near }) : { proposed: all, changeable: groups };
  const runId = house.clock.newId<'match-run'>();
  const change = changeOf(house, { groups: changeable, proposed, open, excluded, runId, learnedVersion: learned.version, fuse: level, sampleRate: trust.sampleRate });
  if (change.groups.length === 0 && change.superseded.length === 0) return 0;
  const kept = keptRun({ id: runId, at: now, scope: near ? 'part' : 'whole', learnedVersion: learned.version }, decided, all);
  await keepRun(tx, kept);
  await replaceGroups(tx, change, now);
  await record(tx, { kind: 'rule', name: 'match' }, [{
    action: 'match.run', subject: { kind: 'match-run', id: runId },
    body: { matcher: MATCHER_VERSION, learned: learned.version, fuse: level, looked: all.length, made: change.groups.length, replaced: change.superseded.length, changed: change.groups.filter((group) => group.change).map((group) => group.id), output: kept.output },
  }]);
  await tell(tx, change.groups.map((group) => ({ type: group.change ? 'match.changed' : 'match.proposed', subject: { kind: 'match', id: group.id }, ...(group.employeeId ? { employeeId: group.employeeId } : {}) })));
  return change.groups.length;
}

