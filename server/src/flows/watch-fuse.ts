import { err, nextLevel, ok, type Bilingual, type FuseLevel, type Result, type Verdicts } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { record, type Actor } from '#modules/audit';
import { fuseWords, keepTrust, loadFuse, loadTrust, setFuse, verdictsSince, type TrustSettings } from '#modules/matching';
import { oneAtATime, type Tx } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';

/**
 * Holds what people have said against what was promised, in the transaction of each answer: more errors than the company
 * allows, beyond doubt, tighten or stop automatic matching at once; enough clean answers bring it back a step.
 */
export async function watchFuse(tx: Tx, house: House): Promise<void> {
  const trust = await loadTrust(tx);
  const fuse = await loadFuse(tx);
  const verdicts = await verdictsSince(tx, fuse.at);
  const level = nextLevel(fuse.level, verdicts, trust);
  if (level) await change(tx, house, { actor: { kind: 'rule', name: 'match-fuse' }, level, text: fuseWords(fuse.level, level, verdicts, trust), verdicts });
}

type Change = { readonly actor: Actor; readonly level: FuseLevel; readonly text: Bilingual; readonly verdicts: Verdicts };

async function change(tx: Tx, house: House, { actor, level, text, verdicts }: Change): Promise<void> {
  await setFuse(tx, { level, text, figures: verdicts, byId: actor.kind === 'person' ? actor.employeeId : null }, house.clock.now());
  await record(tx, actor, [{ action: `match.fuse-${level}`, subject: { kind: 'match-fuse', id: tx.companyId }, body: { ...verdicts, zh: text.zh, en: text.en } }]);
  await tell(tx, [{ type: `match.fuse-${level}`, subject: { kind: 'match-fuse', id: tx.companyId } }]);
}

type Person = Caller & { kind: 'person' };
type TrustProblem = { readonly kind: 'access.forbidden' } | { readonly kind: 'match.reason-needed' };

/** A person of finance sets the fuse by hand, and says why. Counting begins anew. */
export function turnFuse(house: House, { caller, level, reason }: { readonly caller: Person; readonly level: FuseLevel; readonly reason: string }): Promise<Result<null, TrustProblem>> {
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    if (reason.trim() === '') return err({ kind: 'match.reason-needed' as const });
    await oneAtATime(tx, 'match');
    const words: Readonly<Record<FuseLevel, Bilingual>> = {
      whole: { zh: `${caller.name} 恢复了自动匹配：${reason}`, en: `${caller.name} turned automatic matching on: ${reason}` }, lowered: { zh: `${caller.name} 收紧了自动匹配：${reason}`, en: `${caller.name} tightened automatic matching: ${reason}` },
      stopped: { zh: `${caller.name} 停用了自动匹配：${reason}`, en: `${caller.name} stopped automatic matching: ${reason}` },
    };
    const { at } = await loadFuse(tx);
    await change(tx, house, { actor: { kind: 'person', employeeId: caller.employeeId, name: caller.name }, level, text: words[level], verdicts: await verdictsSince(tx, at) });
    return ok(null);
  });
}

/** How much error the company allows, and which share is drawn for a look. */
export function setTrust(house: House, { caller, settings }: { readonly caller: Person; readonly settings: Omit<TrustSettings, 'version'> }): Promise<Result<null, TrustProblem>> {
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    await oneAtATime(tx, 'match');
    const before = await loadTrust(tx);
    await keepTrust(tx, { ...settings, version: before.version + 1 }, { by: caller.employeeId, now: house.clock.now() });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{
      action: 'match.trust-set', subject: { kind: 'match-trust', id: tx.companyId }, body: { version: before.version + 1, allowedError: String(settings.allowedError), sampleRate: String(settings.sampleRate), before: { allowedError: String(before.allowedError), sampleRate: String(before.sampleRate) } },
    }]);
    await tell(tx, [{ type: 'match.trust-set', subject: { kind: 'match-trust', id: tx.companyId } }]);
    return ok(null);
  });
}
