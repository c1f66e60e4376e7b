import type { ImapFlow } from 'imapflow';
import { err, ok, type Bilingual } from '@roundtrip/kernel';
import { checkFields, type ConfigField, type Mailbox, type MailboxError, type MailboxMessage } from '#spi';

const CONNECT_MS_MAX = 15_000;
const SILENCE_MS_MAX = 60_000;
/** What servers let through is 25 MB as files, a third more as mail. */
const MESSAGE_BYTES_MAX = 30 * 1024 * 1024;
/** Of a larger message only the beginning is taken: who sent it, and what it was. */
const HEAD_BYTES = 64 * 1024;
const ANYWHERE = '';

const FIELDS: readonly ConfigField[] = [
  { name: 'host', label: { zh: '服务器', en: 'Server' }, shape: /^[A-Za-z0-9.:-]{1,253}$/ },
  { name: 'port', label: { zh: '端口', en: 'Port' }, shape: /^[1-9]\d{0,4}$/ },
  { name: 'security', label: { zh: '加密方式(tls、starttls;none 仅限本机)', en: 'Encryption (tls, starttls; none on this machine only)' }, shape: /^(?:tls|starttls|none)$/ },
  { name: 'user', label: { zh: '账号', en: 'User' } },
  { name: 'password', label: { zh: '密码或授权码', en: 'Password' } },
  { name: 'folder', label: { zh: '文件夹', en: 'Folder' }, optional: true },
  { name: 'authenticatedBy', label: { zh: '验证发件人的服务器名', en: 'Name of the server whose word on senders counts' }, shape: /^[A-Za-z0-9.-]{1,253}$/, optional: true },
];

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|::1)$/;

const MESSAGES: Readonly<Record<MailboxError['kind'], Bilingual>> = {
  'mailbox.unreachable': { zh: '邮箱服务器连接失败或中断', en: 'The mail server could not be reached, or the connection broke' },
  'mailbox.refused': { zh: '邮箱服务器拒绝了账号或密码', en: 'The mail server refused user or password' },
  'mailbox.no-folder': { zh: '邮箱中没有这个文件夹', en: 'The mailbox has no such folder' },
};

const failed = (kind: MailboxError['kind']) => err({ kind, message: MESSAGES[kind] } satisfies MailboxError);

function kindOf(error: unknown): MailboxError['kind'] {
  const { authenticationFailed, mailboxMissing } = (typeof error === 'object' && error !== null ? error : {}) as { authenticationFailed?: boolean; mailboxMissing?: boolean };
  return authenticationFailed ? 'mailbox.refused' : mailboxMissing ? 'mailbox.no-folder' : 'mailbox.unreachable';
}

type Place = { readonly validity: string; readonly uid: number };

/** The cursor names the numbering and the last message in it; a server that numbers anew starts from the beginning. */
function placeOf(cursor: string): Place {
  const [, validity = ANYWHERE, uid = '0'] = /^(\d+):(\d+)$/.exec(cursor) ?? [];
  return { validity, uid: Number(uid) };
}

async function open(config: Readonly<Record<string, string>>): Promise<{ readonly client: ImapFlow; readonly validity: string; readonly count: number }> {
  const { host = '', port, security, user = '', password = '', folder = 'INBOX' } = config;
  // It takes a tenth of a second to load, which a start without a mailbox need not wait for.
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client({
    host, port: Number(port), secure: security === 'tls', doSTARTTLS: security === 'starttls', auth: { user, pass: password }, logger: false, disableAutoIdle: true,
    connectionTimeout: CONNECT_MS_MAX, greetingTimeout: CONNECT_MS_MAX, socketTimeout: SILENCE_MS_MAX, tls: { minVersion: 'TLSv1.2' },
  });
  // A connection that breaks between two commands must not end the program; the next command tells it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const box = await client.mailboxOpen(folder, { readOnly: true });
    return { client, validity: box.uidValidity.toString(), count: box.exists };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function messageAt(client: ImapFlow, uid: number, validity: string): Promise<MailboxMessage | null> {
  const measured = await client.fetchOne(String(uid), { size: true }, { uid: true });
  // It was deleted since the list was made.
  if (!measured) return null;
  const size = measured.size ?? 0;
  const isWhole = size <= MESSAGE_BYTES_MAX;
  const fetched = await client.fetchOne(String(uid), { source: isWhole ? { maxLength: MESSAGE_BYTES_MAX } : { maxLength: HEAD_BYTES } }, { uid: true });
  if (!fetched || !fetched.source) return null;
  return { reference: `${validity}:${uid}`, size, isWhole, bytes: new Uint8Array(fetched.source) };
}

async function uidsAfter(client: ImapFlow, after: number): Promise<number[]> {
  // `n:*` always names the last message, even where its number is smaller.
  const found = await client.search({ uid: `${after + 1}:*` }, { uid: true });
  return (found || []).filter((uid) => uid > after).sort((a, b) => a - b);
}

const fetchPage: Mailbox['fetchPage'] = async (config, cursor, limit) => {
  let client: ImapFlow | undefined;
  const messages: MailboxMessage[] = [];
  const from = placeOf(cursor);
  let last = cursor;
  try {
    const box = await open(config);
    client = box.client;
    const after = from.validity === box.validity ? from.uid : 0;
    last = `${box.validity}:${after}`;
    const uids = box.count === 0 ? [] : await uidsAfter(client, after);
    for (const uid of uids.slice(0, limit)) {
      const message = await messageAt(client, uid, box.validity);
      if (message) messages.push(message);
      last = `${box.validity}:${uid}`;
    }
    await client.logout().catch(() => undefined);
    return ok({ messages, cursor: last, more: uids.length > limit });
  } catch (error) {
    // What came over whole is taken; the next page goes on behind it.
    return messages.length > 0 ? ok({ messages, cursor: last, more: true }) : failed(kindOf(error));
  } finally {
    client?.close();
  }
};

/** A mailbox on an IMAP server, opened for reading only. */
export const imap: Mailbox = {
  id: 'imap',
  title: { zh: 'IMAP 邮箱', en: 'IMAP mailbox' },
  checkConfig(config) {
    const checked = checkFields(config, FIELDS);
    if (!checked.ok || checked.value['security'] !== 'none' || LOOPBACK.test(checked.value['host'] ?? '')) return checked;
    return err({ kind: 'config.invalid', message: { zh: '“加密方式”(security)不能为 none：密码不可明文传输', en: '"Encryption" (security) must not be none: a password never travels in the clear' } });
  },
  fetchPage,
};
