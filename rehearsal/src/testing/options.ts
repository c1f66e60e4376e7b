import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RehearsalOptions } from '../config.ts';
import { DEMO_COMPANY } from '../demo-company.ts';

/** A world of its own for a test, with a fresh folder. */
export function testOptions(changes: Partial<RehearsalOptions> = {}): RehearsalOptions {
  return {
    port: 0, roundtripUrl: 'http://127.0.0.1:9', companyId: 'company', zone: 'Asia/Shanghai', seed: 7, speed: 600_000,
    secrets: { card: 'card-secret', travel: 'travel-secret', bank: 'bank-secret', bankToken: 'bank-token', apiKey: 'api-key' },
    installations: { card: 'inst-card', travel: 'inst-travel', bank: 'inst-bank' }, company: DEMO_COMPANY, dataDir: mkdtempSync(join(tmpdir(), 'rehearsal-')), ...changes,
  };
}
