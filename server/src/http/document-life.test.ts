import type { CivilDate } from '@roundtrip/kernel';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentDetail, Problem, UploadResult } from '@roundtrip/contract';
import { makeEInvoiceXml, makeInvoicePdf, type InvoicePlan } from '@roundtrip/rehearsal/makers';
import { connectors } from '../connectors/index.ts';
import { plan } from '../connectors/invoices/testing/plans.ts';
import { openTestHouse, type TestHouse } from '../flows/testing.ts';
import { hashPassword, setPasswords } from '#modules/access';
import type { App } from './app.ts';
import { buildHttp } from './server.ts';

const PASSWORD = 'only for this test';
let base: TestHouse;
let app: App;
const cookies = new Map<string, string>();

beforeAll(async () => {
  base = await openTestHouse({ connectors });
  app = await buildHttp(base.house, { secure: false, webRoot: null, rehearsalUrl: null, demoSignIns: [], databaseUrl: base.url });
  const passwordHash = await hashPassword(PASSWORD);
  const staff = ['E003', 'E004', 'E009'];
  await base.house.db.transact(base.companyId, (tx) => setPasswords(tx, staff.map((number) => ({ employeeId: base.person(number).employeeId, passwordHash }))));
  for (const number of staff) {
    const answer = await app.inject({ method: 'POST', url: '/v1/session', payload: { email: `${number.toLowerCase()}@example.test`, password: PASSWORD } });
    cookies.set(number, String(answer.headers['set-cookie']).split(';')[0] ?? '');
  }
}, 60_000);
afterAll(async () => {
  await app.close();
  await base.close();
});

const headers = (who: string): Record<string, string> => ({ cookie: cookies.get(who) ?? '', 'x-roundtrip': '1' });
const get = (who: string, url: string): Promise<LightMyRequestResponse> => app.inject({ method: 'GET', url, headers: headers(who) });
const post = (who: string, url: string, payload: object): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', url, headers: headers(who), payload });

async function upload(who: string, name: string, bytes: Uint8Array): Promise<UploadResult> {
  const form = new FormData();
  form.append('files', new Blob([Buffer.from(bytes)]), name);
  const [result] = (await app.inject({ method: 'POST', url: '/v1/documents', headers: headers(who), payload: form })).json<{ items: UploadResult[] }>().items;
  if (!result) throw new Error('nothing was answered');
  return result;
}
const numbered = (tail: string): InvoicePlan => ({ ...plan, issuedOn: '2026-11-02' as CivilDate, number: `2651000000000${tail.padStart(7, '0')}` });

describe('one invoice on the page', () => {
  test('says what was read and where, and shows its page as a picture that nothing can run', async () => {
    const { document } = await upload('E003', 'a.pdf', await makeInvoicePdf([numbered('11')]));
    const detail = (await get('E003', `/v1/documents/${document?.id ?? ''}`)).json<DocumentDetail>();
    const total = detail.fields.find((field) => field.name === 'total');
    expect(total).toMatchObject({ value: total?.machine, corrected: null });
    expect(total?.evidence.some((one) => one.place && one.place.width > 0 && one.place.page === 1)).toBe(true);
    expect(detail).toMatchObject({ rest: document?.total, verification: { state: 'unverified', answers: [] }, booking: { state: '01' }, uses: [] });
    const page = await get('E003', `/v1/documents/${document?.id ?? ''}/pages/1?original=${detail.pages[0]?.originalId ?? ''}`);
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'image/png']);
    expect(page.headers['content-security-policy']).toContain('sandbox');
    expect((await get('E003', `/v1/documents/${document?.id ?? ''}/pages/7`)).json<Problem>().kind).toBe('document.no-page');
    expect((await get('E004', `/v1/documents/${document?.id ?? ''}`)).statusCode).toBe(403);
  });

  test('handed in again by a colleague, in another form, it is known: who, when and which claim, masked for whom it does not concern', async () => {
    await upload('E003', 'a.pdf', await makeInvoicePdf([numbered('12')]));
    const again = await upload('E004', 'a.xml', makeEInvoiceXml(numbered('12')));
    expect(again).toMatchObject({ outcome: 'known', duplicate: { mine: false, by: '林**', claimNumber: null } });
    expect(again.duplicate?.message.zh).toContain('林**');
    expect(await upload('E009', 'a.xml', makeEInvoiceXml(numbered('12')))).toMatchObject({ duplicate: { by: '林三' } });
    expect((await upload('E003', 'b.pdf', await makeInvoicePdf([numbered('12')]))).duplicate).toMatchObject({ mine: true, by: '林三' });
    const detail = (await get('E009', `/v1/documents/${again.document?.id ?? ''}`)).json<DocumentDetail>();
    expect(detail.arrivals.map((one) => one.by)).toEqual(['林三', '许四', '程九', '林三']);
  });
});

describe('booked', () => {
  test('by finance, in the order of the states; its receiver-side XBRL stands beside the originals', async () => {
    const { document } = await upload('E003', 'a.pdf', await makeInvoicePdf([numbered('41')]));
    const url = `/v1/documents/${document?.id ?? ''}`;
    const book = (who: string, state: string) => post(who, `${url}/booking`, { state, on: '2026-11-30', voucher: '记-0012' });
    expect((await book('E003', '02')).statusCode).toBe(403);
    expect((await book('E009', '06')).json<Problem>().kind).toBe('document.booking-order');
    const detail = (await book('E009', '02')).json<DocumentDetail>();
    expect(detail).toMatchObject({ booking: { state: '02', on: '2026-11-30', voucher: '记-0012' } });
    const made = detail.document.originals.find((one) => one.format === 'mof-xbrl-receiver');
    const file = await get('E009', `${url}/originals/${made?.id ?? ''}`);
    expect(file.payload).toContain(`<einv:InvoiceNumber contextRef="c1">${numbered('41').number}</einv:InvoiceNumber>`);
    expect((await book('E009', '06')).json<DocumentDetail>().booking.state).toBe('06');
  });

  test('what finance looked up is kept word for word', async () => {
    const { document } = await upload('E003', 'a.pdf', await makeInvoicePdf([numbered('42')]));
    const url = `/v1/documents/${document?.id ?? ''}/verification`;
    expect((await post('E003', url, { state: 'void', answer: '作废' })).statusCode).toBe(403);
    expect((await post('E009', url, { state: 'mismatch', answer: '不一致' })).statusCode).toBe(422);
    expect((await post('E009', url, { state: 'void', answer: '查验平台显示：作废' })).json<DocumentDetail>()).toMatchObject({ rest: { amount: '0.00' }, verification: { state: 'void', answers: [{ verifier: 'manual', by: '程九', answer: '查验平台显示：作废' }] } });
  });
});

describe('a misread field', () => {
  const correct = (who: string, id: string, field: string, value: string) => post(who, `/v1/documents/${id}/corrections`, { field, value, reason: '照片模糊' });

  test('is corrected beside the machine’s reading, by whom it concerns, and stays so when a better file comes', async () => {
    const { document } = await upload('E003', 'a.pdf', await makeInvoicePdf([numbered('21')]));
    const id = document?.id ?? '';
    expect((await correct('E004', id, 'seller', '丙酒店')).statusCode).toBe(404);
    expect((await correct('E003', id, 'total', '12,00')).json<Problem>().kind).toBe('document.bad-value');
    const detail = (await correct('E003', id, 'seller', '丙酒店')).json<DocumentDetail>();
    expect(detail.fields.find((field) => field.name === 'seller')).toMatchObject({ value: '丙酒店', machine: plan.seller, corrected: { by: '林三', reason: '照片模糊' } });
    await upload('E003', 'a.xml', makeEInvoiceXml(numbered('21')));
    const after = (await get('E003', `/v1/documents/${id}`)).json<DocumentDetail>();
    expect(after.document.seller).toBe('丙酒店');
    expect(after.document.originals).toHaveLength(2);
  });

  test('a number that another invoice has is refused; a new one makes the same file the corrected invoice still', async () => {
    const bytes = await makeInvoicePdf([numbered('31')]);
    const first = await upload('E003', 'a.pdf', bytes);
    await upload('E003', 'b.pdf', await makeInvoicePdf([numbered('32')]));
    expect((await correct('E003', first.document?.id ?? '', 'number', numbered('32').number)).json<Problem>().kind).toBe('document.duplicate');
    expect((await correct('E003', first.document?.id ?? '', 'number', numbered('33').number)).statusCode).toBe(200);
    expect(await upload('E004', 'a.pdf', bytes)).toMatchObject({ outcome: 'known', document: { id: first.document?.id, number: numbered('33').number } });
    expect(await upload('E004', 'c.xml', makeEInvoiceXml(numbered('33')))).toMatchObject({ outcome: 'known', document: { id: first.document?.id } });
  });
});
