import { expect } from 'vitest';
import type { Db } from '../server/src/platform/db/index.ts';
import type { RunReport } from './run.ts';
import { describeFailure, playSeeds } from './seeds.ts';

/** Plays seeds and fails with what to type to play a bad one again. */
export async function holdSeeds(db: Db, from: number, count: number): Promise<void> {
  const reports: RunReport[] = [];
  await playSeeds(db, Array.from({ length: count }, (_, i) => from + i), (report) => { reports.push(report); });
  expect(reports.filter((report) => report.findings.length > 0).map(describeFailure)).toEqual([]);
  expect(reports.reduce((sum, report) => sum + report.crashes, 0)).toBeGreaterThan(count);
}
