import type { Instant, Result } from '@roundtrip/kernel';
import { epochMs, err, instantOf, invariant, ok } from '@roundtrip/kernel';
import type { Caller } from '#modules/access';
import {
  addBacktest, compilePolicy, countJudgedSince, finishBacktest, judgedSince, loadDraft, noteProgress, parsePolicy, startBacktest, unfinishedBacktests,
  type BacktestId, type BacktestRun, type JudgedBefore, type PolicyBacktest, type Question, type Said,
} from '#modules/policy';
import { unpackFacts } from '#platform/db';
import { tell } from '#platform/events';
import type { House } from './house.ts';
import { documentOf, type PublishProblem } from './publish-policy.ts';

type Worker = Pick<House, 'db' | 'clock'>;

const PAGE = 5_000;
const YEAR_MS = 365 * 86_400_000;
/** So often a page that waits is told how far it is. */
const PAGES_PER_NOTE = 4;

/** Asks for a draft to be held against the last twelve months; a job does it. Only a draft that can be read. */
export function askBacktest(house: House, caller: Caller & { kind: 'person' }, draftId: string): Promise<Result<BacktestId, PublishProblem>> {
  return house.db.transact(caller.companyId, async (tx): Promise<Result<BacktestId, PublishProblem>> => {
    const draft = await loadDraft(tx, draftId);
    if (!draft) return err({ kind: 'request.not-found' });
    const document = documentOf(draft);
    const parsed = parsePolicy(document);
    if (!parsed.ok) return err({ kind: 'policy.not-right', concerns: parsed.error.map((error) => ({ ...error, severity: 'error', part: 'policy' })) });
    const now = house.clock.now();
    const id: BacktestId = house.clock.newId<'policy-backtest'>();
    await addBacktest(tx, { id, draftId: draft.id, draftRevision: draft.revision, document, since: instantOf(epochMs(now) - YEAR_MS), askedBy: caller.employeeId, askedAt: now });
    await tell(tx, [{ type: 'policy.backtest-asked', subject: { kind: 'policy-draft', id: draft.id } }]);
    return ok(id);
  });
}

/** Does the back-tests that were asked for. Begun again from the start after a crash: nothing but the result is kept. */
export async function runBacktests(house: Worker, companyId: string): Promise<void> {
  for (const backtest of await house.db.read(companyId, unfinishedBacktests)) await runOne(house, companyId, backtest);
}

async function runOne(house: Worker, companyId: string, backtest: PolicyBacktest): Promise<void> {
  const parsed = parsePolicy(backtest.document);
  invariant(parsed.ok, 'a back-test was asked for a draft that could be read');
  const run = startBacktest(compilePolicy(parsed.value));
  const total = await house.db.read(companyId, (tx) => countJudgedSince(tx, backtest.since));
  let done = 0;
  for await (const page of pagesSince(house, companyId, backtest.since)) {
    addPage(run, page);
    done += page.length;
    if ((done / PAGE) % PAGES_PER_NOTE === 1) await tellProgress(house, companyId, backtest, { total, done });
  }
  await house.db.transact(companyId, async (tx) => {
    await finishBacktest(tx, backtest.id, { result: run.result(), at: house.clock.now() });
    await tell(tx, [{ type: 'policy.backtest-done', subject: { kind: 'policy-draft', id: backtest.draftId } }]);
  });
}

/** The next page is fetched while the last one is judged: the database and we each have a core to work on. */
async function* pagesSince(house: Worker, companyId: string, since: Instant): AsyncGenerator<readonly JudgedBefore[]> {
  const fetch = (after: string | null): Promise<JudgedBefore[]> => house.db.read(companyId, (tx) => judgedSince(tx, since, { after, limit: PAGE }));
  for (let page = await fetch(null); page.length > 0;) {
    const next = page.length < PAGE ? null : fetch(page.at(-1)?.subjectId ?? null);
    yield page;
    page = next ? await next : [];
  }
}

function addPage(run: BacktestRun, page: readonly JudgedBefore[]): void {
  for (const { subjectId, input, outcome, needsApproval, standard } of page) {
    run.add(subjectId, unpackFacts<Question>(input), { outcome: outcome as Said['outcome'], needsApproval, standard: BigInt(standard) });
  }
}

function tellProgress(house: Worker, companyId: string, backtest: PolicyBacktest, progress: { readonly total: number; readonly done: number }): Promise<void> {
  return house.db.transact(companyId, async (tx) => {
    await noteProgress(tx, backtest.id, progress);
    await tell(tx, [{ type: 'policy.backtest-progress', subject: { kind: 'policy-draft', id: backtest.draftId } }]);
  });
}
