import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoSignIn } from '@roundtrip/contract';
import { addDays, civilDateIn, type CivilDate, type Id } from '@roundtrip/kernel';
import { DEMO_COMPANY, WECHAT_SERIAL, type VendorKeys, type VendorOptions } from '@roundtrip/rehearsal';
import { buildHouse } from '../server/src/apps/house.ts';

import { CN_COMMON_ROUTE } from '../server/src/modules/approvals/index.ts';
import { CN_PRIVATE_COMPANY } from '../server/src/modules/policy/index.ts';
import { foundCompany, issueApiKey, reconfigure, type Founding } from '../server/src/flows/found-company.ts';
import type { Config } from '../server/src/platform/config/index.ts';

/** The demo company, founded once and remembered with the secrets that it shares with the rehearsal world. */

const PASSWORD = 'roundtrip';
const BACK_DAYS = 400;

/** A world that was founded before there was a mailbox goes without it. */
type Secrets = { readonly mail?: string; readonly card: string; readonly travel: string; readonly bank: string; readonly bankToken: string; readonly apiKey: string };
type VendorIds = Readonly<Record<'alipay' | 'wechat' | 'stripe', Id<'installation'>>>;
type Remembered = { readonly companyId: Id<'company'>; readonly installations: Readonly<Record<'card' | 'travel' | 'bank' | 'rail', Id<'installation'>> & Partial<Record<'mail' | 'bureau', Id<'installation'>>>>; readonly secrets: Secrets; readonly vendors?: VendorOptions };
export type DemoWorld = Remembered & {
  /** Tells the connectors where the rehearsal world answers this time. */
  pointAt(url: string, mailPort: number | null): Promise<void>;
};

const MAIL_USER = 'bills@guicheng.example';
const mailConfig = (port: number, password: string) => ({ host: '127.0.0.1', port: String(port), security: 'none', user: MAIL_USER, password });

/** Where the vendors answer; their numbers are made up and have the right shape. */
const GATEWAY = 'http://127.0.0.1:1/alipay/gateway.do';

function agreeWith(ids: VendorIds, keys: VendorKeys): VendorOptions {
  return {
    alipay: { installation: ids.alipay, appId: '2021004118621234', enterpriseId: '2088641234567890', appPublicKey: keys.app.publicKey, keys: keys.alipay },
    wechat: { installation: ids.wechat, mchid: '1641234567', appid: 'wx3f8a2b6c9d1e4a70', apiV3Key: randomBytes(16).toString('hex'), merchantSerial: randomBytes(20).toString('hex').toUpperCase(), merchantPublicKey: keys.merchant.publicKey, keys: keys.wechat },
    stripe: { installation: ids.stripe, webhookSecret: `whsec_${secret()}` },
  };
}

function vendorInstallations({ alipay, wechat, stripe }: VendorOptions, appPrivateKey: string): Founding['installations'] {
  return [
    { id: alipay.installation as Id<'installation'>, connector: 'alipay-enterprise', title: 'Alipay 企业码', config: { appId: alipay.appId, privateKey: appPrivateKey, alipayPublicKey: alipay.keys.publicKey, gateway: GATEWAY, enterpriseId: alipay.enterpriseId } },
    { id: wechat.installation as Id<'installation'>, connector: 'wechatpay', title: 'WeChat Pay', config: { mchid: wechat.mchid, appid: wechat.appid, platformSerial: WECHAT_SERIAL, platformPublicKey: wechat.keys.publicKey, apiV3Key: wechat.apiV3Key } },
    { id: stripe.installation as Id<'installation'>, connector: 'stripe-issuing', title: 'Stripe Issuing', config: { webhookSecret: stripe.webhookSecret, mode: 'test' } },
  ];
}

const secret = (): string => randomBytes(24).toString('base64url');

function foundingOf(remembered: Remembered, zoneToday: CivilDate, vendors: Founding['installations']): Founding {
  const { installations: ids, secrets } = remembered;
  return {
    id: remembered.companyId, name: DEMO_COMPANY.name, currency: DEMO_COMPANY.currency, zone: DEMO_COMPANY.zone, account: DEMO_COMPANY.bankAccount,
    titles: [{ name: DEMO_COMPANY.name, taxId: DEMO_COMPANY.taxId }],
    settings: { autoApproveMaxMinor: '500000', autoConfidenceMin: 0.9, sampleRate: 0.05, payoutRail: 'bank-api' },
    employees: DEMO_COMPANY.employees.map((person) => ({
      number: person.number, name: person.name, aliases: person.aliases, email: person.email, grade: person.grade, department: person.department, managerNumber: person.managerNumber,
      homeCity: person.homeCity, roles: person.roles, cardTail: person.cardTail, account: person.bankAccount, password: PASSWORD,
    })),
    policy: { version: CN_PRIVATE_COMPANY.version, effectiveFrom: addDays(zoneToday, -BACK_DAYS), title: CN_PRIVATE_COMPANY.title, document: CN_PRIVATE_COMPANY, route: CN_COMMON_ROUTE },
    installations: [
      { id: ids.card, connector: 'card-webhook', title: 'Corporate card', config: { secret: secrets.card } },
      { id: ids.travel, connector: 'travel-webhook', title: 'Travel supplier', config: { secret: secrets.travel } },
      { id: ids.bank, connector: 'bank-files', title: 'Bank', config: { baseUrl: 'http://127.0.0.1:1', token: secrets.bankToken, secret: secrets.bank } },
      ...(ids.mail && secrets.mail ? [{ id: ids.mail, connector: 'imap', title: 'Mailbox for invoices', config: mailConfig(1, secrets.mail) }] : []),
      ...(ids.bureau ? [{ id: ids.bureau, connector: 'tax-bureau', title: 'Tax bureau', config: { url: 'http://127.0.0.1:1/tax-bureau', token: secrets.bankToken } }] : []),
      { id: ids.rail, connector: 'bank-api', title: 'Bank', config: { baseUrl: 'http://127.0.0.1:1', token: secrets.bankToken } },
      ...vendors,
    ],
  };
}

/** Whether the demo company was founded before. */
export const isFounded = (folder: string): Promise<boolean> => stat(join(folder, 'world.json')).then(() => true, () => false);

/** Founds the demo company at the first start; later starts find it as it was left. `keys` are those of a new one and its vendors. */
export async function foundDemo(config: Config, folder: string, keys: Promise<VendorKeys> | null): Promise<DemoWorld> {
  const house = buildHouse(config);
  const file = join(folder, 'world.json');
  if (keys) {
    const { clock } = house;
    const made = await keys;
    const vendors = agreeWith({ alipay: clock.newId(), wechat: clock.newId(), stripe: clock.newId() }, made);
    const remembered: Remembered = {
      companyId: clock.newId<'company'>(),
      installations: { card: clock.newId(), travel: clock.newId(), bank: clock.newId(), rail: clock.newId(), mail: clock.newId(), bureau: clock.newId() },
      secrets: { card: secret(), travel: secret(), bank: secret(), bankToken: secret(), mail: secret(), apiKey: '' }, vendors,
    };
    await foundCompany(house, foundingOf(remembered, civilDateIn(DEMO_COMPANY.zone, clock.now()), vendorInstallations(vendors, made.app.privateKey)));
    await writeFile(join(folder, 'alipay-app-key.pem'), made.app.privateKey, { mode: 0o600 });
    const apiKey = await issueApiKey(house, remembered.companyId, { name: 'rehearsal world', role: 'finance' });
    await writeFile(file, JSON.stringify({ ...remembered, secrets: { ...remembered.secrets, apiKey } }), { mode: 0o600 });
  }
  const remembered = JSON.parse(await readFile(file, 'utf8')) as Remembered;
  await house.db.close();
  return {
    ...remembered,
    async pointAt(url, mailPort) {
      const own = buildHouse(config);
      const { bank, rail, mail, bureau } = remembered.installations;
      const { bankToken: token, bank: bankSecret, mail: mailSecret } = remembered.secrets;
      await reconfigure(own, remembered.companyId, { id: bank, config: { baseUrl: `${url}/bank`, token, secret: bankSecret } });
      await reconfigure(own, remembered.companyId, { id: rail, config: { baseUrl: `${url}/bank`, token } });
      if (bureau) await reconfigure(own, remembered.companyId, { id: bureau, config: { url: `${url}/tax-bureau`, token } });
      if (mail && mailSecret && mailPort) await reconfigure(own, remembered.companyId, { id: mail, config: mailConfig(mailPort, mailSecret) });
      if (remembered.vendors) {
        const appKey = await readFile(join(folder, 'alipay-app-key.pem'), 'utf8');
        const [alipay] = vendorInstallations(remembered.vendors, appKey);
        if (alipay) await reconfigure(own, remembered.companyId, { id: alipay.id, config: { ...alipay.config, gateway: `${url}/alipay/gateway.do` } });
      }
      await own.db.close();
    },
  };
}

/** Writes the rehearsal world's configuration and answers with its path. */
export function rehearsalConfig(at: { readonly folder: string; readonly roundtripUrl: string; readonly world: DemoWorld }): Promise<string> {
  const path = join(at.folder, 'config.json');
  const { companyId, secrets, installations, vendors } = at.world;
  const body = {
    port: 0, roundtripUrl: at.roundtripUrl, companyId, zone: DEMO_COMPANY.zone, seed: 1, speed: 600, secrets, installations: { card: installations.card, travel: installations.travel, bank: installations.bank },
    ...(secrets.mail ? { mailbox: { user: MAIL_USER, password: secrets.mail } } : {}), ...(vendors ? { vendors } : {}), company: DEMO_COMPANY, dataDir: at.folder,
  };
  return writeFile(path, JSON.stringify(body), { mode: 0o600 }).then(() => path);
}

const TITLES = {
  employee: { zh: '员工', en: 'Employee' }, manager: { zh: '经理', en: 'Manager' }, finance: { zh: '财务', en: 'Finance' }, admin: { zh: '管理员', en: 'Admin' },
} as const;

/** One person of each role, to sign in as. */
export function demoSignIns(): DemoSignIn[] {
  return (['employee', 'manager', 'finance', 'admin'] as const).flatMap((role) => {
    const person = DEMO_COMPANY.employees.find((one) => one.roles.includes(role) && (role === 'employee' ? one.roles.length === 1 : true));
    return person ? [{ name: person.name, email: person.email, password: PASSWORD, role, title: TITLES[role] }] : [];
  });
}
