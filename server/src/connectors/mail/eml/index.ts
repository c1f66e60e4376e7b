import { err, ok, type Finding, type Result } from '@roundtrip/kernel';
import type { FileFormat, FileRecord, ReadError } from '#spi';
import { looksLikeMail, openMail } from './open.ts';

type ReadFile = (bytes: Uint8Array) => Promise<Result<readonly FileRecord[], ReadError>>;

const ID = 'eml';
const MALFORMED: ReadError = {
  kind: 'file.malformed', message: { zh: '邮件无法打开：结构损坏或超过大小限制', en: 'The mail cannot be opened: it is damaged or too large' },
  remedy: { zh: '请直接上传邮件中的附件', en: 'Upload the attachments themselves' },
};

const unread = (name: string, { kind, message }: ReadError): Finding => ({
  code: 'ATTACHMENT_NOT_READ', severity: 'warning', message: { zh: `附件“${name}”未能读取(${kind}):${message.zh}`, en: `The attachment "${name}" was not read (${kind}): ${message.en}` },
});

/** A mail as a file: what it says of itself, then the records of everything that it carries. `readFile` reads an attachment. */
export const makeEml = (readFile: ReadFile): FileFormat => ({
  id: ID,
  title: { zh: '电子邮件', en: 'E-mail' },
  sniff: ({ head }) => (looksLikeMail(head) ? 95 : null),
  async read(bytes) {
    const mail = await openMail(bytes);
    if (!mail) return err(MALFORMED);
    const { attachments, findings, messageId, from, subject, sentAt, links } = mail;
    const records: FileRecord[] = [];
    const problems: Finding[] = [];
    for (const { name, bytes: inside } of attachments) {
      const read = await readFile(inside);
      if (read.ok) records.push(...read.value);
      else problems.push(unread(name, read.error));
    }
    return ok([{ kind: 'mail', format: ID, messageId, from, subject, sentAt, links, attachments: attachments.map(({ name }) => name), findings: [...findings, ...problems] }, ...records]);
  },
});
