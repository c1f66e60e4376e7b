import { epochMs, type CivilDate, type Id } from '@roundtrip/kernel';
import { accountOf } from '../rehearsal/src/identities.ts';
import type { Chance } from '../rehearsal/src/chance.ts';
import { foundCompany, type Founding, type FoundingEmployee } from '../server/src/flows/found-company.ts';
import type { House } from '../server/src/flows/house.ts';
import type { Caller } from '../server/src/modules/access/index.ts';
import { CN_COMMON_ROUTE } from '../server/src/modules/approvals/index.ts';
import type { CompanyId, EmployeeId } from '../server/src/modules/people/index.ts';
import type { Clock } from '../server/src/platform/clock/index.ts';
import { makeMachine } from './machine.ts';
import { KEYS } from './outside/keys.ts';
import { COMPANY } from './outside/shops.ts';
import { ALIPAY, SECRETS, WECHAT } from './outside/spending.ts';

export const RAILS = ['bank-api', 'bank-file', 'alipay-transfer', 'wechat-transfer'] as const;
export type Rail = (typeof RAILS)[number];
export type Person = Caller & { readonly kind: 'person' };

const OUTSIDE = 'https://outside.test';
/** WeChat signs over the path, which is its own. */
export const OUTSIDE_WECHAT = 'https://wechat.test';

/** What may be spent is not what is tried here: everything is allowed, and a missing invoice asks a person. */
const POLICY = {
  format: 'roundtrip-policy/1', version: 'simulation-1', title: { zh: '模拟制度', en: 'Simulated policy' }, effectiveFrom: '2026-01-01', currency: 'CNY', zone: 'Asia/Shanghai',
  grades: [{ code: 'staff', title: { zh: '员工', en: 'Staff' }, aliases: ['*'] }],
  rules: [{ id: 'invoice', kind: 'invoice', above: '200.00', clause: '第一条', title: { zh: '须有发票', en: 'An invoice' }, onBreach: 'approve' }],
};

const MAPPING = {
  externalId: 'id', amount: 'amount', unit: 'decimal', currency: { always: 'CNY' }, paidAt: 'at', channel: 'card', type: { from: 'kind', words: { paid: 'purchase', back: 'refund' } }, status: { always: 'posted' }, companyPaid: 'none',
  texts: { merchant: 'shop', payer: 'who', account: 'card', relatedExternalId: 'of' },
};

const STAFF = [
  { number: 'E001', name: '顾一', managerNumber: null, roles: ['employee', 'manager'] }, { number: 'E002', name: '沈二', managerNumber: 'E001', roles: ['employee', 'manager'] },
  { number: 'E003', name: '林三', managerNumber: 'E002', roles: ['employee'] }, { number: 'E004', name: '许四', managerNumber: 'E002', roles: ['employee'] },
  { number: 'E009', name: '程九', managerNumber: 'E001', roles: ['employee', 'finance'] }, { number: 'E010', name: '罗十', managerNumber: 'E001', roles: ['employee', 'admin'] },
] as const;

/** Where a rail pays to: a bank's account, an Alipay number, an open id. */
function accountFor(rail: Rail, number: string, seed: number): string {
  if (rail === 'alipay-transfer') return `2088${number.slice(1).padStart(12, '1')}`;
  return rail === 'wechat-transfer' ? `oSim${number}x${seed}` : accountOf(`${number} ${seed}`);
}

export type Company = {
  readonly id: CompanyId;
  readonly rail: Rail;
  /** The company's own account. */
  readonly account: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly installations: ReadonlyMap<string, Id<'installation'>>;
};

function installationsOf(newId: Clock['newId'], platformSerial: string): Founding['installations'] {
  const make = (connector: string, config: Readonly<Record<string, string>>) => ({ id: newId<'installation'>(), connector, title: connector, config });
  const alipay = { appId: ALIPAY.appId, privateKey: KEYS.app.privateKey, alipayPublicKey: KEYS.alipay.publicKey, gateway: `${OUTSIDE}/alipay/gateway.do` };
  const wechat = { mchid: WECHAT.mchid, appid: WECHAT.appid, platformSerial, platformPublicKey: KEYS.wechat.publicKey, apiV3Key: SECRETS.apiV3Key };
  return [
    make('card-webhook', { secret: SECRETS.card }), make('alipay-enterprise', { ...alipay, enterpriseId: ALIPAY.enterpriseId }), make('wechatpay', wechat),
    make('stripe-issuing', { webhookSecret: SECRETS.stripe, mode: 'live' }),
    make('signed-webhook', { secret: SECRETS.generic, signatureHeader: 'x-mac', signatureEncoding: 'hex', timestampHeader: 'x-stamp', mapping: JSON.stringify(MAPPING) }),
    make('bank-files', { baseUrl: `${OUTSIDE}/bank`, token: SECRETS.token, secret: SECRETS.bank }), make('bank-api', { baseUrl: `${OUTSIDE}/bank`, token: SECRETS.token }),
    make('alipay-transfer', alipay),
    make('wechat-transfer', { ...wechat, serial: WECHAT.serial, privateKey: KEYS.merchant.privateKey, baseUrl: OUTSIDE_WECHAT, reportType: '报销事由' }),
  ];
}

/** A company of six with every connector that there is. `salt` keeps two runs of one seed apart in one database. */
export async function foundSmallCompany(house: House, how: { readonly seed: number; readonly salt: string; readonly chance: Chance; readonly platformSerial: string; readonly enterprise: boolean }): Promise<Company> {
  const rail = how.chance.pick(RAILS);
  // What is unique over all companies is salted; nothing that a run decides depends on it.
  const { newId } = makeMachine(epochMs(house.clock.now()), how.chance.fork(`ids ${how.salt}`).int(0, 0xffff_ffff));
  const id = newId<'company'>() as CompanyId;
  const account = accountOf(`company ${how.seed}`);
  const accounts = new Map(STAFF.map(({ number }) => [number, accountFor(rail, number, how.seed)]));
  const installations = installationsOf(newId, how.platformSerial).filter((one) => how.enterprise || one.connector !== 'alipay-enterprise');
  const employees = STAFF.map((one): FoundingEmployee => ({
    ...one, aliases: [], email: `${one.number.toLowerCase()}@s${how.seed}${how.salt}.test`, grade: 'staff', department: 'sales', homeCity: '杭州', cardTail: `90${one.number.slice(-2)}`, account: accounts.get(one.number) ?? '', password: null,
  }));
  const founded = await foundCompany(house, {
    id, name: COMPANY.name, currency: 'CNY', zone: 'Asia/Shanghai', titles: [COMPANY], account, employees, installations,
    settings: { autoApproveMaxMinor: how.chance.next() < 0.5 ? '500000' : '20000', autoConfidenceMin: 0.9, sampleRate: 0, payoutRail: rail },
    policy: { version: POLICY.version, effectiveFrom: '2026-01-01' as CivilDate, title: POLICY.title, document: POLICY, route: CN_COMMON_ROUTE },
  });
  const people = new Map(STAFF.map((one): [string, Person] => [one.number, { kind: 'person', companyId: id, employeeId: founded.employees.get(one.number) as EmployeeId, name: one.name, roles: one.roles }]));
  return { id, rail, account, people, accounts, installations: new Map(installations.map((one) => [one.connector, one.id])) };
}
