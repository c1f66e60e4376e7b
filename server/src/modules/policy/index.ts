export { CATEGORIES, CN_PRIVATE_COMPANY, CN_STATE_ORGAN, compilePolicy, ENGINE_VERSION, judge, parsePolicy } from './domain/index.ts';
export type { CompiledPolicy, PolicyDocument, PolicyError, Question, Verdict } from './domain/index.ts';
export { keepJudgements, listJudgements, listPolicies, policyByVersion, policyOn, publishPolicy } from './store.ts';
export type { Judgement, JudgementId, PolicyVersion } from './store.ts';
