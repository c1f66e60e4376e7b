export { CN_PRIVATE_COMPANY, compilePolicy, ENGINE_VERSION, judge, parsePolicy } from './domain/index.ts';
export type { CompiledPolicy, Question, Verdict } from './domain/index.ts';
export { keepJudgements, listJudgements, listPolicies, policyByVersion, policyOn, publishPolicy } from './store.ts';
export type { JudgementId, PolicyVersion } from './store.ts';
