import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { signatureOf } from '../../server/src/connectors/payments/index.ts';
import { prepare } from '../../server/src/apps/prepare.ts';
import { run } from '../../server/src/apps/serve.ts';
import { CN_COMMON_ROUTE } from '../../server/src/modules/approvals/index.ts';
import { CN_PRIVATE_COMPANY } from '../../server/src/modules/policy/index.ts';
import { listClaims } from '../../server/src/modules/claims/index.ts';
import { foundCompany } from '../../server/src/flows/found-company.ts';
import { readConfig } from '../../server/src/platform/config/index.ts';
import { startEmbedded } from '../../server/src/platform/db/index.ts';
import { systemClock } from '../../server/src/platform/clock/index.ts';

/**
 * From the card issuer's signed call to a draft claim that holds the payment: over HTTP, through the durable database,
 * the news, the job queue, the matcher and the drafts, as in production. Prints one JSON line.
 */

const SWIPES = 60;
const SECRET = 'bench-secret-of-the-card-issuer';
const LOOK_MS = 2;

const directory = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const database = await startEmbedded(directory);
await prepare(database.url);
const config = readConfig({ DATABASE_URL: database.url, PORT: '0', ROUNDTRIP_DATA: directory, ROUNDTRIP_KEY: randomBytes(32).toString('hex'), ROUNDTRIP_LOG: 'error' });
if (!config.ok) throw new Error(config.error.problems.join('\n'));
const running = await run(config.value, { serve: true, work: true });
const { house } = running;
const companyId = systemClock.newId<'company'>();
const installation = systemClock.newId<'installation'>();
await foundCompany(house, {
  id: companyId, name: 'Bench', currency: 'CNY', zone: 'Asia/Shanghai', titles: [], account: '110000000000000001',
  settings: { autoApproveMaxMinor: '500000', autoConfidenceMin: 0.9, sampleRate: 0.05, payoutRail: 'bank-api' },
  employees: [{ number: 'E001', name: 'Bench', aliases: [], email: 'bench@example.test', grade: 'P5', department: 'bench', managerNumber: null, homeCity: null, roles: ['employee'], cardTail: '9001', account: null, password: null }],
  policy: { version: CN_PRIVATE_COMPANY.version, effectiveFrom: '2020-01-01' as never, title: CN_PRIVATE_COMPANY.title, document: CN_PRIVATE_COMPANY, route: CN_COMMON_ROUTE },
  installations: [{ id: installation, connector: 'card-webhook', title: 'Card', config: { secret: SECRET } }],
});

async function swipe(n: number): Promise<number> {
  const event = { transactionId: `bench-${n}`, cardTail: '9001', amount: `${10 + n}.00`, currency: 'CNY', merchant: 'Bench', mcc: '5812', occurredAt: new Date().toISOString(), type: 'purchase', status: 'posted', program: 'bench' };
  const body = JSON.stringify({ id: `call-${n}`, events: [event] });
  const from = performance.now();
  const answer = await fetch(`${running.url}/v1/webhooks/card-webhook/${installation}`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-roundtrip-signature': signatureOf(Buffer.from(body), SECRET, Math.floor(Date.now() / 1000)) }, body,
  });
  if (!answer.ok) throw new Error(`the webhook was refused: ${answer.status} ${await answer.text()}`);
  const answered = performance.now() - from;
  const wanted = BigInt(Array.from({ length: n + 1 }, (_, i) => 10 + i).reduce((sum, one) => sum + one, 0) * 100);
  for (;;) {
    const claims = await house.db.read(companyId, (tx) => listClaims(tx, { employeeIds: null, state: null, after: null, limit: 5 }));
    if (claims.some((claim) => claim.totalMinor === wanted)) break;
    if (performance.now() - from > 30_000) throw new Error('the draft never came');
    await new Promise((done) => { setTimeout(done, LOOK_MS); });
  }
  answers.push(answered);
  return performance.now() - from;
}

const answers: number[] = [];
const drafts: number[] = [];
for (let n = 0; n < SWIPES; n++) drafts.push(await swipe(n));
const at = (list: readonly number[], share: number): number => Number(([...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0).toFixed(1));
// The first few warm the process up and are left out.
const [warmAnswers, warmDrafts] = [answers.slice(10), drafts.slice(10)];
process.stdout.write(`${JSON.stringify({ bench: 'way', results: { swipes: warmDrafts.length, webhookAnsweredMs: { p50: at(warmAnswers, 0.5), p99: at(warmAnswers, 0.99) }, visibleDraftMs: { p50: at(warmDrafts, 0.5), p99: at(warmDrafts, 0.99) } } })}\n`);
await running.stop();
await database.stop();
await rm(directory, { recursive: true, force: true });
process.exit(0);
