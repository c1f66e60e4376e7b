export { CATEGORIES } from './categories.ts';
export type { Category } from './categories.ts';
export { compilePolicy } from './compile.ts';
export type { CompiledPolicy } from './compile.ts';
export type {
  CapDocument, CategoryDocument, ClassDocument, ConditionDocument, GradeDocument, Handling, HitPolicy, PlaceDocument, PolicyDocument, RowDocument, RuleDocument, TableDocument,
} from './document.ts';
export { ENGINE_VERSION, judge } from './judge.ts';
export { parsePolicy } from './parse/index.ts';
export type { PolicyError } from './parse/reader.ts';
export type { Policy } from './policy.ts';
export type { Basis, Change, EmployeeFacts, ExpenseFacts, Finding, JudgeContext, Outcome, Question, Suggestion, Verdict } from './question.ts';
export { CN_PRIVATE_COMPANY } from './templates/cn-private-company.ts';
export { CN_STATE_ORGAN } from './templates/cn-state-organ.ts';
