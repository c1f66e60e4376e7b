import { epochMs, err, instantOf, nextLevel, ok, type Bilingual, type FuseLevel, type Instant, type Result, type Verdicts } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { automationWords, EVIDENCE_DAYS, keepAutomation, RECOVERS_AT_ALLOWED, scopeFuses, scopeVerdicts, scopeWords, setScopeFuse, type AutomationSettings, type Scope } from '#modules/approvals';
import { record, type Actor } from '#modules/audit';
import { loadCompany } from '#modules/people';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { automationOf } from './sample-claims.ts';

/** Holds what people have found against what the company allows, for each scope that a judged claim counts under, in the transaction of the judgement. */
export async function watchAutomation(tx: Tx, house: House, scopes: readonly Scope[]): Promise<void> {
  const { allowedError } = await automationOf(tx, await loadCompany(tx));
  const fuses = new Map((await scopeFuses(tx, scopes)).map((fuse) => [fuse.scope, fuse]));
  for (const scope of scopes) {
    const fuse = fuses.get(scope);
    const from = fuse?.level ?? 'whole';
    const verdicts = await verdictsNow(tx, house, scope, fuse?.at ?? null);
    const to = nextLevel(from, verdicts, { allowedError }, RECOVERS_AT_ALLOWED);
    if (to) await change(tx, house, { actor: { kind: 'rule', name: 'automation-fuse' }, scope, level: to, text: automationWords({ scope, from, to }, verdicts, allowedError), verdicts });
  }
}

const DAY_MS = 86_400_000;

/** What people have said of a scope, as its fuse weighs it now. */
export const verdictsNow = (tx: Tx, house: Pick<House, 'clock'>, scope: Scope, changed: Instant | null): Promise<Verdicts> =>
  scopeVerdicts(tx, scope, { changed, recent: instantOf(epochMs(house.clock.now()) - EVIDENCE_DAYS * DAY_MS) });

type Change = { readonly actor: Actor; readonly scope: Scope; readonly level: FuseLevel; readonly text: Bilingual; readonly verdicts: Verdicts };

async function change(tx: Tx, house: House, { actor, scope, level, text, verdicts }: Change): Promise<void> {
  await setScopeFuse(tx, { scope, level, text, figures: verdicts, byId: actor.kind === 'person' ? actor.employeeId : null, at: house.clock.now() });
  const subject = { kind: 'automation', id: tx.companyId };
  await record(tx, actor, [{ action: `automation.fuse-${level}`, subject, body: { scope, ...verdicts, zh: text.zh, en: text.en } }]);
  await tell(tx, [{ type: `automation.fuse-${level}`, subject }]);
}

type Person = Caller & { kind: 'person' };
type AutomationProblem = { readonly kind: 'access.forbidden' } | { readonly kind: 'match.reason-needed' };

/** A person of finance sets a fuse by hand, and says why. Counting begins anew. */
export function turnAutomation(house: House, { caller, scope, level, reason }: { readonly caller: Person; readonly scope: Scope; readonly level: FuseLevel; readonly reason: string }): Promise<Result<null, AutomationProblem>> {
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    if (reason.trim() === '') return err({ kind: 'match.reason-needed' as const });
    await oneAtATime(tx, 'automation');
    const { zh, en } = scopeWords(scope);
    const words: Readonly<Record<FuseLevel, Bilingual>> = {
      whole: { zh: `${caller.name} 恢复了${zh}的自动审批：${reason}`, en: `${caller.name} turned automatic approval on for ${en}: ${reason}` },
      lowered: { zh: `${caller.name} 收紧了${zh}的自动审批：${reason}`, en: `${caller.name} tightened automatic approval for ${en}: ${reason}` },
      stopped: { zh: `${caller.name} 停用了${zh}的自动审批：${reason}`, en: `${caller.name} stopped automatic approval for ${en}: ${reason}` },
    };
    const [fuse] = await scopeFuses(tx, [scope]);
    await change(tx, house, { actor: { kind: 'person', employeeId: caller.employeeId, name: caller.name }, scope, level, text: words[level], verdicts: await verdictsNow(tx, house, scope, fuse?.at ?? null) });
    return ok(null);
  });
}

const plain = ({ amountMaxMinor, dayMaxMinor, personDayMaxMinor, ruleDayMaxMinor, allowedError, sampleRate, version }: AutomationSettings): object =>
  ({ version, amountMax: String(amountMaxMinor), dayMax: String(dayMaxMinor), personDayMax: String(personDayMaxMinor), ruleDayMax: String(ruleDayMaxMinor), allowedError: String(allowedError), sampleRate: String(sampleRate) });

/** What the company risks without a person; each change stands on the trail with what it was before. */
export function setAutomation(house: House, { caller, settings }: { readonly caller: Person; readonly settings: Omit<AutomationSettings, 'version'> }): Promise<Result<null, AutomationProblem>> {
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    await oneAtATime(tx, 'automation');
    const before = await automationOf(tx, await loadCompany(tx));
    const after = { ...settings, version: before.version + 1 };
    await keepAutomation(tx, after, { by: caller.employeeId, now: house.clock.now() });
    const subject = { kind: 'automation', id: tx.companyId };
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'automation.set', subject, body: { ...plain(after), before: plain(before) } }]);
    await tell(tx, [{ type: 'automation.set', subject }]);
    return ok(null);
  });
}
