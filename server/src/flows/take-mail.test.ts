import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '@roundtrip/kernel';
import { startImapServer, type ImapServer } from '@roundtrip/rehearsal/mail';
import { makeMail, type MailPlan } from '@roundtrip/rehearsal/makers';
import { connectors } from '../connectors/index.ts';
import { listDocuments } from '#modules/documents';
import { installConnector, listInstallations, listQuarantine } from '#modules/ingest';
import { pullMail } from './pull-mail.ts';
import { takeHandedIn } from './take-mail.ts';
import { anInvoice, invoiceFile, openTestHouse, type TestHouse } from './testing.ts';

let own: TestHouse;
let server: ImapServer;
const account = { user: 'bills', password: 'a secret word' };
const installation: Id<'installation'> = '0198f3c2-7d1a-7000-8000-0000000000a1' as Id<'installation'>;

beforeAll(async () => {
  server = await startImapServer(account);
  own = await openTestHouse();
  const { house, companyId } = own;
  Object.assign(house.connectors, { mail: connectors.mail });
  await house.db.transact(companyId, (tx) => installConnector(tx, house.vault, {
    id: installation, connector: 'imap', title: '发票邮箱', now: house.clock.now(), config: { host: '127.0.0.1', port: String(server.port), security: 'none', authenticatedBy: 'mx.company.test', ...account },
  }));
});
afterAll(async () => { await own.close(); await server.stop(); });

const proven = { 'Authentication-Results': 'mx.company.test; dkim=pass; dmarc=pass header.from=example.test' };
let count = 0;
const mailOf = (more: Partial<MailPlan>): Promise<Uint8Array> => {
  count += 1;
  return makeMail({ from: '林三 <E003@example.test>', subject: `发票 ${count}`, messageId: `<${count}@example.test>`, sentAt: new Date('2026-11-12T00:00:00Z'), headers: proven, text: '见附件', ...more });
};
const paper = (number: string) => ({ name: `${number}.json`, bytes: invoiceFile(anInvoice(number, '88.00')) });
const documents = () => own.house.db.read(own.companyId, (tx) => listDocuments(tx, { submittedBy: null, after: null, limit: 100 }));
const quarantined = async (): Promise<string[]> => (await own.house.db.read(own.companyId, (tx) => listQuarantine(tx, 100))).map(({ kind }) => kind);
const rows = (sql: string) => own.house.db.read(own.companyId, async (tx) => (await tx.query<Record<string, unknown>>(sql)).rows);

describe('papers that come by mail', () => {
  test('are those of the employee whose address sent them, once, whatever the server numbers', async () => {
    const { house, companyId } = own;
    server.deliver(await mailOf({ attachments: [paper('26330000000000000101'), paper('26330000000000000102')], text: '见 https://fp.example.test/a' }));
    expect(await pullMail(house, companyId)).toEqual({ taken: 1 });
    expect((await documents()).map(({ facts, submittedBy }) => [facts.number, submittedBy]).sort()).toEqual([['26330000000000000101', own.person('E003').employeeId], ['26330000000000000102', own.person('E003').employeeId]]);
    server.renumber();
    expect(await pullMail(house, companyId)).toEqual({ taken: 0 });
    expect(await pullMail(house, companyId)).toEqual({ taken: 0 });
    expect(await documents()).toHaveLength(2);
    expect(await rows('select message_id, sender, links, done_at is not null as done from ingest.mails')).toEqual([{ messageId: '<1@example.test>', sender: 'e003@example.test', links: ['https://fp.example.test/a'], done: true }]);
    expect(await rows('select count(*)::integer as n from ingest.files where mail_id is not null')).toEqual([{ n: 2 }]);
    const [mail] = await rows('select sha256 from ingest.mails');
    expect(Buffer.from(await house.blobs.get(companyId, mail?.['sha256'] as string) ?? []).toString()).toContain('Message-ID: <1@example.test>');
  });

  test.each([
    ['mail.unknown-sender', { from: 'stranger@elsewhere.test' }], ['mail.unproven-sender', { headers: {} }], ['mail.unproven-sender', { headers: { 'Authentication-Results': 'mx.other.test; dmarc=pass' } }],
    ['mail.no-attachment', { attachments: [] }],
  ] as const)('are set aside as %s and attached to nobody', async (kind, more) => {
    const before = (await documents()).length;
    server.deliver(await mailOf({ attachments: [paper('26330000000000000900')], ...more }));
    expect(await pullMail(own.house, own.companyId)).toEqual({ taken: 0 });
    const reasons = await quarantined();
    expect(reasons[0]).toBe(kind);
    expect(await documents()).toHaveLength(before);
    expect(await pullMail(own.house, own.companyId)).toEqual({ taken: 0 });
    expect(await quarantined()).toEqual(reasons);
  });

  test('a hostile attachment is set aside beside its neighbour that is read, a huge mail whole', async () => {
    server.deliver(await mailOf({ attachments: [{ name: '../../x.html', bytes: Buffer.from('<script>alert(1)</script>') }, paper('26330000000000000201')] }));
    server.deliver(Buffer.concat([await mailOf({ attachments: [paper('26330000000000000202')] }), Buffer.alloc(31 * 1024 * 1024, 'x')]));
    expect(await pullMail(own.house, own.companyId)).toEqual({ taken: 1 });
    expect((await quarantined()).slice(0, 2).sort()).toEqual(['file.malformed', 'mail.too-large']);
    const numbers = (await documents()).map(({ facts }) => facts.number);
    expect([numbers.includes('26330000000000000201'), numbers.includes('26330000000000000202')]).toEqual([true, false]);
  }, 30_000);

  test('what a crash left half done is taken again, and twice is once', async () => {
    const { house, companyId } = own;
    server.deliver(await mailOf({ attachments: [paper('26330000000000000301')] }));
    const dying = { ...house, connectors: { ...house.connectors, readFile: () => Promise.reject(new Error('killed')) } };
    await expect(pullMail(dying, companyId)).rejects.toThrow('killed');
    expect(await pullMail(house, companyId)).toEqual({ taken: 1 });
    expect((await documents()).filter(({ facts }) => facts.number === '26330000000000000301')).toHaveLength(1);
  });

  test('a mailbox that cannot be read holds nothing up, and its password lies sealed', async () => {
    const { house, companyId } = own;
    server.faults.cutAfterBytes = 5;
    server.deliver(await mailOf({ attachments: [paper('26330000000000000401')] }));
    expect(await pullMail(house, companyId)).toEqual({ taken: 0 });
    expect(await pullMail(house, companyId)).toEqual({ taken: 1 });
    expect((await rows(`select encode(config_sealed, 'escape') as text from ingest.installations where id = '${installation}'`))[0]?.['text']).not.toContain(account.password);
    expect((await house.db.read(companyId, (tx) => listInstallations(tx, house.vault, 'imap')))[0]?.cursor).toMatch(/^\d+:\d+$/);
  });

  test('a mail that a person hands in is what it carries, and theirs whoever sent it', async () => {
    const { house, companyId, person } = own;
    const me = person('E004');
    const bytes = await mailOf({ from: 'shop@elsewhere.test', attachments: [paper('26330000000000000501')] });
    const call = { actor: { kind: 'person', employeeId: me.employeeId, name: me.name }, submittedBy: me.employeeId, mayImport: false, files: [{ fileName: '票.eml', bytes }] } as const;
    expect(await takeHandedIn(house, companyId, call)).toMatchObject([{ fileName: '票.eml › 26330000000000000501.json', outcome: 'accepted' }]);
    expect(await takeHandedIn(house, companyId, call)).toMatchObject([{ outcome: 'known' }]);
    expect((await documents()).find(({ facts }) => facts.number === '26330000000000000501')?.submittedBy).toBe(me.employeeId);
    expect(await takeHandedIn(house, companyId, { ...call, files: [{ fileName: 'x.eml', bytes: await mailOf({}) }] })).toMatchObject([{ outcome: 'quarantined', problem: { kind: 'mail.no-attachment' } }]);
  });
});
