import { err, ok, type Result } from '@roundtrip/kernel';
import { may, type Caller } from '#modules/access';
import { askedById, closeWrong, keepJudged, openWrong, samplesFor } from '#modules/approvals';
import { record } from '#modules/audit';
import { oneAtATime } from '#platform/db';
import { tell } from '#platform/events';
import { holdPayouts } from './ask-back.ts';
import type { House } from './house.ts';
import { watchAutomation } from './watch-automation.ts';

/** As many as a person may look at without skipping. */
const OPEN_MAX = 500;
/** Why the payout is held, in the words that payouts has for it. */
const FOUND_WRONG = 'sample.wrong';

type Person = Caller & { kind: 'person' };
type Said = { readonly requestId: string; readonly isRight: boolean; readonly wrongMinor: bigint; readonly reason: string };
type JudgeProblem = { readonly kind: 'access.forbidden' } | { readonly kind: 'request.not-found' } | { readonly kind: 'match.reason-needed' };

/**
 * A person's word on a drawn claim, said once and not knowing who or what approved it. A wrong one opens an item for the
 * money, holds what is not paid yet, and counts against automation at once where automation did it.
 */
export function judgeSample(house: House, { caller, said }: { readonly caller: Person; readonly said: Said }): Promise<Result<null, JudgeProblem>> {
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    if (!said.isRight && said.reason.trim() === '') return err({ kind: 'match.reason-needed' as const });
    await oneAtATime(tx, 'automation');
    const open = (await samplesFor(tx, caller.employeeId, OPEN_MAX)).some((one) => one.requestId === said.requestId);
    const asked = open ? await askedById(tx, said.requestId) : null;
    if (!asked) return err({ kind: 'request.not-found' as const });
    const now = house.clock.now();
    const wrongMinor = said.isRight ? 0n : said.wrongMinor;
    await keepJudged(tx, { ...said, wrongMinor, byId: caller.employeeId, at: now });
    const actor = { kind: 'person', employeeId: caller.employeeId, name: caller.name } as const;
    const subject = { kind: 'claim', id: asked.claimId };
    await record(tx, actor, [{ action: 'sample.judged', subject, body: { request: asked.requestId, automatic: asked.automatic, drawn: asked.drawn, isRight: said.isRight, wrongMinor: wrongMinor.toString(), reason: said.reason, at: now } }]);
    if (wrongMinor > 0n) {
      await openWrong(tx, { requestId: asked.requestId, claimId: asked.claimId, minor: wrongMinor, reason: said.reason, openedAt: now });
      await record(tx, actor, [{ action: 'sample.wrong-opened', subject, body: { request: asked.requestId, minor: wrongMinor.toString() } }]);
    }
    if (!said.isRight) await holdPayouts(tx, house, [asked.claimId], FOUND_WRONG);
    await tell(tx, [{ type: 'automation.judged', subject: { kind: 'automation', id: tx.companyId } }]);
    if (asked.promised) await watchAutomation(tx, house, asked.scopes);
    return ok(null);
  });
}

/** Finance notes that the money is back. */
export function endWrong(house: House, { caller, requestId, note }: { readonly caller: Person; readonly requestId: string; readonly note: string }): Promise<Result<null, JudgeProblem>> {
  return house.db.transact(caller.companyId, async (tx) => {
    if (!may(caller, 'company.read')) return err({ kind: 'access.forbidden' as const });
    const closed = await closeWrong(tx, requestId, { note, now: house.clock.now() });
    if (!closed) return err({ kind: 'request.not-found' as const });
    await record(tx, { kind: 'person', employeeId: caller.employeeId, name: caller.name }, [{ action: 'sample.wrong-closed', subject: { kind: 'claim', id: closed.claimId }, body: { request: requestId, minor: closed.minor.toString(), note } }]);
    await tell(tx, [{ type: 'automation.judged', subject: { kind: 'automation', id: tx.companyId } }]);
    return ok(null);
  });
}
