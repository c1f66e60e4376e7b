export * from './matching.ts';
export * from './documents.ts';
export * from './parts.ts';
export * from './policies.ts';
export * from './payouts.ts';
export * from './problems.ts';
export * from './records.ts';
export * from './views.ts';
