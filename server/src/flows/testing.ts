import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookingFacts, CivilDate, Instant, InvoiceFacts, PaymentFacts } from '@roundtrip/kernel';
import { err, ok } from '@roundtrip/kernel';
import type { Connectors, FileRecord, ReadError } from '../connectors/spi/index.ts';
import type { Caller } from '#modules/access';
import { CN_COMMON_ROUTE } from '#modules/approvals';
import type { CompanyId, EmployeeId } from '#modules/people';
import { CN_PRIVATE_COMPANY } from '#modules/policy';
import { fileStore, openBlobs } from '#platform/blobs';
import { systemClock } from '#platform/clock';
import { makeLog } from '#platform/log';
import { makeVault } from '#platform/vault';
import { unpackFacts, type Tx } from '#platform/db';
import { testDatabase } from '../platform/db/testing.ts';
import { foundCompany, type FoundingEmployee } from './found-company.ts';
import type { House } from './house.ts';

/** Files of the tests are our own records as JSON, so that flows are tried without any format in between. */
const fakeReader: Connectors['readFile'] = (bytes) => {
  const text = Buffer.from(bytes).toString('utf8');
  const bad: ReadError = { kind: 'file.malformed', message: { zh: '读不懂', en: 'not understood' }, place: 'byte 0', remedy: { zh: '重新下载', en: 'download it again' } };
  return Promise.resolve(text.startsWith('[') ? ok(unpackFacts<FileRecord[]>(JSON.parse(text))) : err(bad));
};

export type TestHouse = { readonly house: House; readonly url: string; readonly companyId: CompanyId; person(number: string): Caller & { kind: 'person' }; read<T>(look: (tx: Tx) => Promise<T>): Promise<T>; close(): Promise<void> };

const employee = (number: string, name: string, more: Partial<FoundingEmployee> = {}): FoundingEmployee => ({
  number, name, aliases: [], email: `${number.toLowerCase()}@example.test`, grade: 'P5', department: 'sales', managerNumber: 'E001', homeCity: '杭州', roles: ['employee'],
  cardTail: `90${number.slice(-2)}`, account: `62220000000000${number.slice(-2)}`, password: null, ...more,
});

const TITLE = { name: '归程测试有限公司', taxId: '91330100MA00000000' } as const;

/** A company of five on a database of its own, with the policy and route that companies start from. */
export async function openTestHouse(over: Partial<House> = {}): Promise<TestHouse> {
  const base = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-flows-'));
  const vault = makeVault('11'.repeat(32));
  const house: House = {
    db: base.db, clock: systemClock, blobs: openBlobs([fileStore(folder)], vault), vault, log: makeLog('silent'), fetch: () => Promise.reject(new Error('no network in tests')),
    connectors: { paymentFeeds: [], travelFeeds: [], bankFileFeeds: [], rails: [], verifiers: [], readVerdicts: () => ({ ok: true, value: [] }), renderBooking: () => new Uint8Array(), readFile: fakeReader, readTable: () => Promise.reject(new Error('no tables in these tests')), drawPage: () => Promise.reject(new Error('no pages in these tests')) }, ...over,
  };
  const companyId = systemClock.newId<'company'>();
  const staff = [
    employee('E001', '顾一', { managerNumber: null, roles: ['employee', 'manager', 'admin'], grade: 'VP' }), employee('E002', '沈二', { roles: ['employee', 'manager'] }), employee('E003', '林三', { managerNumber: 'E002' }),
    employee('E004', '许四', { managerNumber: 'E002' }), employee('E009', '程九', { roles: ['employee', 'finance'] }),
  ];
  const { employees } = await foundCompany(house, {
    id: companyId, name: TITLE.name, currency: 'CNY', zone: 'Asia/Shanghai', titles: [TITLE], account: '110000000000000001', employees: staff, installations: [],
    settings: { autoApproveMaxMinor: '500000', autoConfidenceMin: 0.9, sampleRate: 0.05, payoutRail: 'bank-api' },
    policy: { version: CN_PRIVATE_COMPANY.version, effectiveFrom: '2026-01-01' as CivilDate, title: CN_PRIVATE_COMPANY.title, document: CN_PRIVATE_COMPANY, route: CN_COMMON_ROUTE },
  });
  return {
    house, url: base.url, companyId,
    person(number) {
      const found = staff.find((one) => one.number === number);
      return { kind: 'person', companyId, employeeId: employees.get(number) as EmployeeId, name: found?.name ?? '', roles: found?.roles ?? [] };
    },
    read: (look) => house.db.read(companyId, look),
    close: async () => {
      await base.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const yuan = (text: string): { minor: bigint; currency: string } => ({ minor: BigInt(Math.round(Number(text) * 100)), currency: 'CNY' });

export const aPayment = (externalId: string, amount: string, more: Partial<PaymentFacts> = {}): PaymentFacts => ({
  externalId, channel: 'wechatpay', type: 'purchase', direction: 'out', status: 'posted', paidAt: '2026-11-10T04:00:00.000Z' as Instant, amount: yuan(amount), merchant: '杭州小满餐厅', payer: 'E003', ...more,
});
export const anInvoice = (number: string, amount: string, more: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  kind: 'fapiao', number, issuedOn: '2026-11-10' as CivilDate, total: yuan(amount), tax: null, seller: '杭州小满餐饮管理有限公司', buyer: TITLE.name, buyerTaxId: TITLE.taxId,
  items: [{ name: '*餐饮服务*餐费' }], ...more,
});
export const aBooking = (externalId: string, amount: string, more: Partial<BookingFacts> = {}): BookingFacts => ({
  externalId, kind: 'hotel', status: 'confirmed', traveler: 'E003', supplier: '示例商旅', orderNo: `O${externalId}`, startsOn: '2026-11-10' as CivilDate, endsOn: '2026-11-12' as CivilDate,
  destination: '上海', property: '上海静安全季酒店', amount: yuan(amount), ...more,
});

export const invoiceFile = (facts: InvoiceFacts): Uint8Array =>
  Buffer.from(JSON.stringify([{ kind: 'invoice', format: 'test', invoice: facts, evidence: [], findings: [] }], (_, v: unknown) => (typeof v === 'bigint' ? { $: v.toString() } : v)));
