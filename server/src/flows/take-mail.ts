import type { Mail, MailboxMessage } from '../connectors/spi/index.ts';
import { record, type Actor } from '#modules/audit';
import { findMail, finishMail, keepFiles, keepMail, type MailId } from '#modules/ingest';
import { findEmployees, loadEmployee, type EmployeeId } from '#modules/people';
import type { Tx } from '#platform/db';
import type { House } from './house.ts';
import { setAside, takeFiles, type FileCall, type FileProblem, type KeptFile, type TakenFile } from './take-files.ts';

const BY_HAND = 'upload';

export type MailCall = {
  readonly actor: Actor;
  /** The installation of the mailbox. */
  readonly source: string;
  /** The server whose word on senders counts; absent: senders are believed, for mailboxes that only insiders can reach. */
  readonly authenticatedBy?: string | undefined;
  readonly message: MailboxMessage;
};

export type TakenMail = { readonly outcome: 'taken' | 'known' | 'set-aside'; readonly files: readonly TakenFile[] };

/** A mail that was opened, whose papers it carries, and what speaks against taking them. */
type Opened = { readonly mail: Mail | null; readonly employeeId: EmployeeId | null; readonly problem: FileProblem | null };

const BYTES_A_MB = 1_000_000;
const said = (mail: Mail): string => mail.from?.address ?? '?';
const problemOf = (kind: string, place: string | null, [zh, en]: readonly [string, string], [remedyZh, remedyEn]: readonly [string, string]): FileProblem =>
  ({ kind, place, message: { zh, en }, remedy: { zh: remedyZh, en: remedyEn } });

const malformed = (): FileProblem => problemOf('mail.malformed', null, ['邮件无法打开', 'The mail cannot be opened'], ['请发件人重新发送,或直接上传附件', 'Ask the sender to send it again, or upload the attachments']);
const noAttachment = (mail: Mail): FileProblem => problemOf('mail.no-attachment', mail.subject || null,
  mail.links.length > 0 ? ['邮件没有附件,只有链接', 'The mail carries no attachment, only links'] : ['邮件没有附件', 'The mail carries no attachment'],
  ['请下载发票后上传;系统不会打开邮件中的链接', 'Download the invoice and upload it; links in mails are never opened']);
const tooLarge = (mail: Mail | null, size: number): FileProblem => problemOf('mail.too-large', mail?.subject ?? null,
  [`邮件过大(${Math.round(size / BYTES_A_MB)} MB),未读取附件`, `The mail is too large (${Math.round(size / BYTES_A_MB)} MB); its attachments were not read`], ['请分几封发送,或直接上传附件', 'Send it in parts, or upload the attachments']);
const unknownSender = (mail: Mail): FileProblem => problemOf('mail.unknown-sender', said(mail),
  [`发件人 ${said(mail)} 不是任何在职员工的邮箱,附件未归到任何人`, `The sender ${said(mail)} is no employee's address; nothing was attached to anybody`],
  ['如属于某位员工,请由其本人上传,或先登记邮箱', 'If it belongs to somebody, let them upload it, or enter the address first']);
const unprovenSender = (mail: Mail): FileProblem => problemOf('mail.unproven-sender', said(mail),
  [`无法证实邮件确由 ${said(mail)} 发出(DMARC 未通过)`, `Nothing proves that ${said(mail)} sent this mail (DMARC did not pass)`], ['请向本人核实后由其上传', 'Ask the person, and let them upload it']);

async function senderOf(tx: Tx, mail: Mail): Promise<EmployeeId | null> {
  const address = mail.from?.address;
  const id = address ? (await findEmployees(tx, [address])).get(address) : undefined;
  return id && (await loadEmployee(tx, id))?.active ? id : null;
}

/** Only the last server's word counts, and only where it is the one that the company named: anybody can write the lines below. */
const isProven = (mail: Mail, by: string | undefined): boolean => by === undefined || (mail.verdicts[0]?.by === by.toLowerCase() && mail.verdicts[0].result === 'pass');

async function judge(tx: Tx, mail: Mail | null, { message, authenticatedBy }: MailCall): Promise<Opened> {
  if (!mail) return { mail, employeeId: null, problem: message.isWhole ? malformed() : tooLarge(null, message.size) };
  const employeeId = await senderOf(tx, mail);
  if (!employeeId) return { mail, employeeId: null, problem: unknownSender(mail) };
  if (!isProven(mail, authenticatedBy)) return { mail, employeeId: null, problem: unprovenSender(mail) };
  const problem = !message.isWhole ? tooLarge(mail, message.size) : mail.attachments.length === 0 ? noAttachment(mail) : null;
  return { mail, employeeId, problem };
}

type Keeping = { readonly kept: KeptFile; readonly source: string; readonly reference: string; readonly actor: Actor; readonly opened: Opened };

/** The mail as a file, what it says of itself, and, where it is set aside, why: in one transaction. */
async function keep(tx: Tx, house: House, { kept, source, reference, actor, opened }: Keeping): Promise<MailId> {
  const { mail, employeeId, problem } = opened;
  const [id, now] = [house.clock.newId<'mail'>(), house.clock.now()];
  await keepFiles(tx, [{ ...kept, submittedBy: employeeId }], now);
  await keepMail(tx, {
    id, source, reference, fileId: kept.id, sha256: kept.sha256, messageId: mail?.messageId ?? null, sender: mail?.from?.address ?? null, senderName: mail?.from?.name ?? null,
    subject: mail?.subject ?? '', sentAt: mail?.sentAt ?? null, links: mail?.links ?? [], employeeId,
  }, now);
  await record(tx, actor, [{ action: 'mail.received', subject: { kind: 'mail', id }, body: { sha256: kept.sha256, messageId: mail?.messageId ?? null, sender: mail?.from?.address ?? null } }]);
  if (problem) {
    await setAside(tx, house, { kept, call: { actor, submittedBy: employeeId }, problem });
    await finishMail(tx, id, now);
  }
  return id;
}

const keptOf = (house: House, sha256: string, file: { readonly fileName: string; readonly bytes: Uint8Array }): KeptFile =>
  ({ id: house.clock.newId<'file'>(), sha256, fileName: file.fileName, bytes: file.bytes.byteLength });

async function takeAttachments(house: House, companyId: string, call: Omit<FileCall, 'files' | 'mapping'>, mail: Mail): Promise<TakenFile[]> {
  return takeFiles(house, companyId, { ...call, files: mail.attachments.map(({ name, bytes }) => ({ fileName: name, bytes })) });
}

/**
 * Takes a message of a mailbox once, whatever number it has there: kept verbatim first, then its attachments on the road of
 * every upload, as papers of the employee whose address sent it. A sender that nobody is bound to, or that the company's
 * mail server does not vouch for, is set aside for finance and attached to nobody. After a crash it is taken again; what
 * was taken before is known then.
 */
export async function takeMail(house: House, companyId: string, call: MailCall): Promise<TakenMail> {
  const { message, source, actor } = call;
  const sha256 = await house.blobs.put(companyId, message.bytes);
  const mail = await house.connectors.mail?.open(message.bytes) ?? null;
  const { known, opened } = await house.db.read(companyId, async (tx) => ({ known: await findMail(tx, source, sha256), opened: await judge(tx, mail, call) }));
  if (known?.isDone) return { outcome: 'known', files: [] };
  const kept = keptOf(house, sha256, { fileName: `${message.reference.replace(/[^\w-]+/g, '-')}.eml`, bytes: message.bytes });
  const id = known?.id ?? await house.db.transact(companyId, (tx) => keep(tx, house, { kept, source, reference: message.reference, actor, opened }));
  if (opened.problem || !mail) return { outcome: 'set-aside', files: [] };
  const files = await takeAttachments(house, companyId, { actor, submittedBy: opened.employeeId, mayImport: false, mailId: id }, mail);
  await house.db.transact(companyId, (tx) => finishMail(tx, id, house.clock.now()));
  return { outcome: 'taken', files };
}

/** Takes files that a person hands in: as `takeFiles`, and a mail among them as what it carries. */
export async function takeHandedIn(house: House, companyId: string, call: FileCall): Promise<TakenFile[]> {
  const taken: TakenFile[] = [];
  for (const file of call.files) {
    const mail = call.mapping ? null : await house.connectors.mail?.open(file.bytes) ?? null;
    if (!mail) { taken.push(...await takeFiles(house, companyId, { ...call, files: [file] })); continue; }
    const kept = keptOf(house, await house.blobs.put(companyId, file.bytes), file);
    const problem = mail.attachments.length === 0 ? noAttachment(mail) : null;
    const known = await house.db.read(companyId, (tx) => findMail(tx, BY_HAND, kept.sha256));
    const mailId = known?.id ?? await house.db.transact(companyId, (tx) => keep(tx, house, { kept, source: BY_HAND, reference: kept.sha256, actor: call.actor, opened: { mail, employeeId: call.submittedBy, problem } }));
    if (problem) taken.push({ fileName: file.fileName, outcome: 'quarantined', documentIds: [], payments: null, problem });
    else taken.push(...(await takeAttachments(house, companyId, { ...call, mailId }, mail)).map((one) => ({ ...one, fileName: `${file.fileName} › ${one.fileName}` })));
  }
  return taken;
}
