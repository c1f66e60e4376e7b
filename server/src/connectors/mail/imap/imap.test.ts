import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startImapServer, type ImapServer } from '@roundtrip/rehearsal/mail';
import { imap } from './index.ts';

const account = { user: 'bills@company.test', password: 'a "quoted" \\ secret' };
let server: ImapServer;
let config: Record<string, string>;
beforeEach(async () => {
  server = await startImapServer(account);
  config = { host: '127.0.0.1', port: String(server.port), security: 'none', ...account };
});
afterEach(() => server.stop());

const message = (n: number, bytes = 200): Uint8Array => new TextEncoder().encode(`From: a@b.test\r\nMessage-ID: <${n}@b.test>\r\n\r\n${'x'.repeat(bytes)}\r\n`);

async function page(cursor: string, limit = 10): Promise<{ readonly uids: string[]; readonly cursor: string; readonly more: boolean }> {
  const read = await imap.fetchPage(config, cursor, limit);
  if (!read.ok) throw new Error(read.error.kind);
  return { uids: read.value.messages.map(({ reference }) => reference), cursor: read.value.cursor, more: read.value.more };
}

describe('a mailbox', () => {
  test('is read page by page, each message once and to the byte, and nothing in it changes', async () => {
    for (let n = 1; n <= 5; n += 1) server.deliver(message(n));
    const first = await imap.fetchPage(config, '', 2);
    expect(first).toMatchObject({ ok: true, value: { more: true, messages: [{ reference: '1000:1', isWhole: true, bytes: message(1) }, { reference: '1000:2' }] } });
    const second = await page('1000:2', 2);
    const third = await page(second.cursor, 2);
    expect([second.uids, third.uids, third.more]).toEqual([['1000:3', '1000:4'], ['1000:5'], false]);
    expect(await page(third.cursor)).toEqual({ uids: [], cursor: third.cursor, more: false });
    server.deliver(message(6));
    expect((await page(third.cursor)).uids).toEqual(['1000:6']);
    expect(server.log).not.toContain('SELECT');
  });

  test('an empty one has nothing', async () => { expect(await page('')).toEqual({ uids: [], cursor: '1000:0', more: false }); });

  test('a connection that breaks in a message keeps those before it; the next page goes on behind them', async () => {
    for (let n = 1; n <= 4; n += 1) server.deliver(message(n, 1000));
    server.faults.cutAfterBytes = 2500;
    const broken = await page('');
    expect([broken.uids, broken.more]).toEqual([['1000:1', '1000:2'], true]);
    expect((await page(broken.cursor)).uids).toEqual(['1000:3', '1000:4']);
    server.faults.cutAfterBytes = 10;
    expect(await imap.fetchPage(config, '', 5)).toMatchObject({ ok: false, error: { kind: 'mailbox.unreachable' } });
  });

  test('a message that is deleted meanwhile is passed over', async () => {
    for (let n = 1; n <= 3; n += 1) server.deliver(message(n));
    server.faults.beforeFetch = (uid) => { if (uid === 2) server.remove(2); };
    expect((await page('')).uids).toEqual(['1000:1', '1000:3']);
  });

  test('a server that numbers anew is read from the beginning', async () => {
    for (let n = 1; n <= 3; n += 1) server.deliver(message(n));
    server.remove(1);
    const { cursor } = await page('');
    server.renumber();
    expect(await page(cursor)).toEqual({ uids: ['1001:1', '1001:2'], cursor: '1001:2', more: false });
  });

  test('of a huge message only the beginning comes over', async () => {
    server.deliver(message(1, 31 * 1024 * 1024));
    const read = await imap.fetchPage(config, '', 5);
    const [huge] = read.ok ? read.value.messages : [];
    expect([huge?.isWhole, (huge?.size ?? 0) > 31_000_000, huge?.bytes.length]).toEqual([false, true, 64 * 1024]);
  }, 20_000);

  test('a wrong password, a missing folder and a server that is gone are told apart', async () => {
    const kinds = [];
    for (const changed of [{ ...config, password: 'wrong' }, { ...config, folder: 'Bills' }, { ...config, port: '1' }]) {
      const read = await imap.fetchPage(changed, '', 1);
      kinds.push(read.ok ? null : read.error.kind);
    }
    expect(kinds).toEqual(['mailbox.refused', 'mailbox.no-folder', 'mailbox.unreachable']);
  });

  test('a password never travels in the clear', () => {
    expect(imap.checkConfig(config).ok).toBe(true);
    expect(imap.checkConfig({ ...config, host: 'imap.company.test' })).toMatchObject({ ok: false, error: { message: { en: expect.stringContaining('(security)') as unknown } } });
    expect(imap.checkConfig({ ...config, host: 'imap.company.test', security: 'starttls' }).ok).toBe(true);
    expect(imap.checkConfig({ ...config, port: '0' }).ok).toBe(false);
  });
});
