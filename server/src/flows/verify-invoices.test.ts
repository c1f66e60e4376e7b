import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { epochMs, instantOf, type CivilDate, type Instant, type InvoiceFacts } from '@roundtrip/kernel';
import { openTaxBureau, taxBureauRoutes, type BureauFault, type TaxBureau } from '@roundtrip/rehearsal';
import { connectors } from '../connectors/index.ts';
import { readTrail } from '#modules/audit';
import { listClaims } from '#modules/claims';
import { documentsByNumber, listRecoveries, queriesOf, restsOf, verificationsOf } from '#modules/documents';
import { installConnector } from '#modules/ingest';
import { payoutsOfClaims } from '#modules/payouts';
import { systemClock } from '#platform/clock';
import { draftClaims } from './draft-claims.ts';
import { proposeMatches } from './propose-matches.ts';
import { sendPayouts } from './send-payouts.ts';
import { takeVerdicts } from './settle-verification.ts';
import { submitClaim } from './submit-claim.ts';
import { takeFiles } from './take-files.ts';
import { takePayments } from './take-payments.ts';
import { anInvoice, aPayment, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';
import { verifyInvoices } from './verify-invoices.ts';

const TOKEN = 'for this test';
const HOUR = 3_600_000;
let now = '2026-11-12T02:00:00.000Z' as Instant;
let base: TestHouse;
let app: FastifyInstance;
let bureau: TaxBureau;
const issued: InvoiceFacts[] = [];
const actor = { kind: 'feed', name: 'test' } as const;

beforeAll(async () => {
  bureau = openTaxBureau({ zone: 'Asia/Shanghai', now: () => now, issued: () => issued });
  app = fastify();
  taxBureauRoutes(app, bureau, TOKEN);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const plain = await openTestHouse();
  base = { ...plain, house: { ...plain.house, clock: { ...systemClock, now: () => now }, connectors: { ...plain.house.connectors, verifiers: connectors.verifiers, readVerdicts: connectors.readVerdicts, rails: connectors.rails }, fetch: async (to, init) => fetch(to, init as RequestInit) } };
  await base.house.db.transact(base.companyId, (tx) => installConnector(tx, base.house.vault, {
    id: systemClock.newId(), connector: 'tax-bureau', title: 'Bureau', config: { url: `${url}/tax-bureau`, token: TOKEN }, now,
  }));
}, 60_000);
afterAll(async () => {
  await app.close();
  await base.close();
});
beforeEach(() => { bureau.faults.clear(); });

const pass = (hours: number): void => { now = instantOf(epochMs(now) + hours * HOUR); };
const verify = () => verifyInvoices(base.house, base.companyId);
async function hand(facts: InvoiceFacts, who = 'E004'): Promise<string> {
  issued.push(facts);
  const [taken] = await takeFiles(base.house, base.companyId, { actor, submittedBy: base.person(who).employeeId, mayImport: false, files: [{ fileName: facts.number, bytes: invoiceFile(facts) }] });
  return taken?.documentIds[0] ?? '';
}
const standing = async (id: string) => (await base.house.db.read(base.companyId, (tx) => verificationsOf(tx, [id]))).get(id);
const queries = (id: string) => base.house.db.read(base.companyId, (tx) => queriesOf(tx, [id]));

describe('the tax bureau is asked', () => {
  test('about what arrives; its answer is kept word for word, and nothing is asked twice', async () => {
    const id = await hand(anInvoice('26332000000000000101', '86.00'));
    expect((await standing(id))?.state).toBe('unverified');
    expect(await verify()).toEqual({ asked: 1 });
    expect(await standing(id)).toMatchObject({ state: 'verified', at: now, askAfter: null });
    expect((await queries(id)).map((one) => [one.state, one.nth, JSON.parse(one.answer ?? '{}').result])).toEqual([['verified', 1, '001']]);
    expect(await verify()).toEqual({ asked: 0 });
    await expect(base.house.db.transact(base.companyId, (tx) => tx.query('update documents.queries set answer = $1', ['changed']))).rejects.toThrow(/never rewritten/);
  });

  test('about an invoice of today tomorrow', async () => {
    const id = await hand(anInvoice('26332000000000000102', '86.00', { issuedOn: '2026-11-12' as CivilDate }));
    expect(await verify()).toEqual({ asked: 0 });
    pass(24);
    await verify();
    expect((await standing(id))?.state).toBe('verified');
  });

  test.each([['time-out', 1], ['captcha', 2], ['garbage', 3], ['down', 4], ['limit', 5]] as const)('%s teaches nothing: it is asked again, five times a day at most, and answered another day', async (fault: BureauFault, tail) => {
    const id = await hand(anInvoice(`2633200000000000020${tail}`, '20.00'));
    bureau.faults.add(fault);
    for (let i = 0; i < 12; i += 1) { await verify(); pass(0.25); }
    const asked = await queries(id);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(asked.every((one) => one.state === null && one.failure !== null)).toBe(true);
    expect((await standing(id))?.state).toBe('unverified');
    bureau.faults.clear();
    pass(30);
    await verify();
    expect((await standing(id))?.state).toBe('verified');
  });

  test('a mismatch names the field; what is not there is not found', async () => {
    const wrong = await hand(anInvoice('26332000000000000301', '86.00'));
    issued[issued.length - 1] = anInvoice('26332000000000000301', '68.00');
    const strange = await hand(anInvoice('26332000000000000302', '86.00'));
    issued.pop();
    await verify();
    expect([await standing(wrong), await standing(strange)]).toMatchObject([{ state: 'mismatch', mismatch: 'total' }, { state: 'not-found' }]);
  });

  test('a person’s own look-up and a list are evidence as well; a line about a stranger is named', async () => {
    const id = await hand(anInvoice('26332000000000000303', '50.00'));
    const list = Buffer.from('发票号码,查验结果,红冲金额\n26332000000000000303,部分红冲,20.00\n26332999999999999999,正常,\n');
    expect(await takeVerdicts(base.house, base.companyId, { actor, byId: null, bytes: list })).toEqual({ ok: true, value: { noted: 1, unknown: [3] } });
    expect(await standing(id)).toMatchObject({ state: 'red', askAfter: null });
    expect((await base.house.db.read(base.companyId, (tx) => restsOf(tx, [id])))[0]).toMatchObject({ restMinor: 3_000n });
    expect(await takeVerdicts(base.house, base.companyId, { actor, byId: null, bytes: Buffer.from('a,b\n1,2\n') })).toMatchObject({ ok: false });
    expect((await base.house.db.read(base.companyId, (tx) => readTrail(tx, { kind: 'document', id }))).map((one) => one.action)).toContain('document.verified');
  });
});

describe('before the money goes', () => {
  const payouts = async () => base.house.db.read(base.companyId, async (tx) => payoutsOfClaims(tx, (await listClaims(tx, { employeeIds: null, state: null, after: null, limit: 50 })).map((claim) => claim.id)));

  test('the bureau is asked again; what was voided meanwhile is held, asked back, and not paid', async () => {
    const number = '26332000000000000401';
    now = '2026-11-20T02:00:00.000Z' as Instant;
    await takePayments(base.house, base.companyId, { actor, source: 'api', records: [{ reference: 'p1', body: 'p1', facts: [aPayment('p1', '77.00', { paidAt: '2026-11-10T11:00:00.000Z' as Instant })] }] });
    await hand(anInvoice(number, '77.00'), 'E003');
    await verify();
    pass(48);
    await proposeMatches(base.house, base.companyId);
    await draftClaims(base.house, base.companyId);
    const [claim] = await base.house.db.read(base.companyId, (tx) => listClaims(tx, { employeeIds: [base.person('E003').employeeId], state: 'draft', after: null, limit: 5 }));
    expect(await submitClaim(base.house, { caller: base.person('E003'), claimId: claim?.id ?? '' })).toEqual({ ok: true, value: null });
    await sendPayouts(base.house, base.companyId);
    expect(await payouts()).toMatchObject([{ state: 'planned', findings: ['invoice.waiting'] }]);
    bureau.voidInvoice(number);
    await verify();
    const [document] = await base.house.db.read(base.companyId, (tx) => documentsByNumber(tx, [number]));
    expect((await standing(document?.id ?? ''))?.state).toBe('void');
    expect((await base.house.db.read(base.companyId, (tx) => listRecoveries(tx, { all: false, limit: 9 }))).map((one) => [one.claimId, one.amountMinor])).toEqual([[claim?.id, 7_700n]]);
    await sendPayouts(base.house, base.companyId);
    expect(await payouts()).toMatchObject([{ state: 'planned', heldFor: 'person', reason: 'invoice.taken-back' }]);
  });
});
