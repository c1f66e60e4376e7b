export * from './currency.ts';
export * from './facts.ts';
export * from './id.ts';
export * from './money.ts';
export * from './rate.ts';
export * from './result.ts';
export * from './text.ts';
export * from './time.ts';
