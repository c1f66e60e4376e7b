export { CATEGORIES, CN_PRIVATE_COMPANY, CN_STATE_ORGAN, compilePolicy, diffPolicies, ENGINE_VERSION, judge, parsePolicy, reviewPolicy, startBacktest, US_GSA } from './domain/index.ts';
export type { BacktestRun, CompiledPolicy, PolicyDocument, Question, Said, Verdict } from './domain/index.ts';
export { addBacktest, countJudgedSince, finishBacktest, judgedSince, latestBacktest, noteProgress, unfinishedBacktests } from './backtests.ts';
export type { BacktestId, JudgedBefore, PolicyBacktest } from './backtests.ts';
export { addDraft, loadDraft, lockDraft, openDrafts, saveDraft } from './drafts.ts';
export type { DraftId, PolicyDraft } from './drafts.ts';
export { keepJudgements, listJudgements, listPolicies, policyByVersion, policyOn, publishPolicy } from './store.ts';
export type { JudgementId, PolicyVersion } from './store.ts';
