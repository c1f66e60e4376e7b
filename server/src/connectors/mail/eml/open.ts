import PostalMime, { addressParser, type Attachment, type Email, type Header } from 'postal-mime';
import type { Finding, Instant } from '@roundtrip/kernel';
import type { Mail } from '#spi';

const MAIL_BYTES_MAX = 30 * 1024 * 1024;
const ATTACHMENTS_MAX = 40;
const LINKS_MAX = 50;
const LINK_LENGTH_MAX = 2000;
const SUBJECT_LENGTH_MAX = 500;
/** A mail in a mail in a mail; more is no forwarding. */
const DEPTH_MAX = 3;
const LIMITS = { maxNestingDepth: 30, maxHeadersSize: 1024 * 1024, maxRfc822NestingDepth: DEPTH_MAX } as const;
/** Pictures in the text that are smaller are logos and signatures. */
const LOGO_BYTES_MAX = 40 * 1024;
const NO_PAPER = /^(?:text\/(?:calendar|vcard|x-vcard)|application\/(?:pgp-signature|pkcs7-signature|x-pkcs7-signature|ms-tnef)|message\/delivery-status)$/;

/** Text that a database can hold: no NUL, no half characters. */
const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

const info = (code: string, zh: string, en: string): Finding => ({ code, severity: 'info', message: { zh, en } });

/** The one sender that the mail names; null for none or several. */
function senderOf(headers: readonly Header[]): Mail['from'] {
  const lines = headers.filter(({ key }) => key === 'from');
  const named = addressParser(lines[0]?.value ?? '', { flatten: true });
  const [first] = named;
  if (lines.length !== 1 || named.length !== 1 || !first?.address || !/^[^\s@<>]+@[^\s@<>]+$/.test(first.address)) return null;
  return { address: clean(first.address).toLowerCase(), name: clean(first.name).slice(0, 200) };
}

function verdictsOf(headers: readonly Header[]): Mail['verdicts'] {
  return headers.filter(({ key }) => key === 'authentication-results').flatMap(({ value }) => {
    const by = /^\s*([^\s;]+)/.exec(value)?.[1];
    const result = /(?:^|;)\s*dmarc\s*=\s*([a-z]+)/i.exec(value)?.[1];
    return by && result ? [{ by: by.toLowerCase(), result: result.toLowerCase() }] : [];
  });
}

function linksIn({ text = '', html = '' }: Email): string[] {
  const found = `${text}\n${html.replaceAll('&amp;', '&')}`.matchAll(/https?:\/\/[^\s"'<>()\u3000-\u303f\uff00-\uffef]+/g);
  return [...new Set([...found].map(([link]) => clean(link).replace(/[.,;]+$/, '')))].filter((link) => link.length <= LINK_LENGTH_MAX && !/\.(?:png|gif|jpe?g|css|dtd)(?:\?|$)/i.test(link)).slice(0, LINKS_MAX);
}

const bytesOf = ({ content }: Attachment): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content));
const isLogo = (one: Attachment): boolean => one.related === true && one.mimeType.startsWith('image/') && bytesOf(one).length <= LOGO_BYTES_MAX;

/** A name to show: never a path. */
const nameOf = (one: Attachment, i: number): string => clean(one.filename ?? '').split(/[/\\]/).at(-1)?.replace(/[\u0000-\u001f]/g, '').slice(0, 200) || `${i + 1}.${one.mimeType.split('/').at(-1) ?? 'bin'}`;

type Inside = { readonly attachments: Mail['attachments'][number][]; readonly links: string[] };

async function insideOf(email: Email, depth: number): Promise<Inside> {
  const inside: Inside = { attachments: [], links: linksIn(email) };
  for (const [i, one] of email.attachments.entries()) {
    if (NO_PAPER.test(one.mimeType) || isLogo(one)) continue;
    const forwarded = one.mimeType === 'message/rfc822' && depth < DEPTH_MAX ? await parsed(bytesOf(one)) : null;
    if (!forwarded) { inside.attachments.push({ name: nameOf(one, i), bytes: bytesOf(one) }); continue; }
    const deeper = await insideOf(forwarded, depth + 1);
    inside.attachments.push(...deeper.attachments);
    inside.links.push(...deeper.links);
  }
  return inside;
}

const parsed = (bytes: Uint8Array): Promise<Email | null> => PostalMime.parse(bytes, LIMITS).catch(() => null);

/** The header names that mail has and other text has not. */
const HEADER = /^(?:From|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|X-[\w-]+|Date|Subject|To|Reply-To|Content-Type|DKIM-Signature|Authentication-Results|ARC-[\w-]+): /i;

/** Lines that only programs write. */
const CARRIED = /^(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To|DKIM-Signature): /i;

/** Whether a file begins as mails do: header lines only, a sender among them. */
export function looksLikeMail(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 16_384)).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').replace(/^From [^\r\n]*\r?\n/, '');
  const lines = (start.split(/\r?\n\r?\n/, 1)[0] ?? '').split(/\r?\n(?![ \t])/).filter((line) => line !== '');
  const known = lines.filter((line) => HEADER.test(line)).length;
  return known >= 3 && /^[\x21-\x39\x3b-\x7e]+:/.test(lines[0] ?? '') && lines.some((line) => /^(?:from|received):/i.test(line)) && lines.some((line) => CARRIED.test(line));
}

/** Opens a mail: its sender, its links, and the files that it or a mail forwarded in it carries. Null for what is no mail. */
export async function openMail(bytes: Uint8Array): Promise<Mail | null> {
  if (bytes.length > MAIL_BYTES_MAX || !looksLikeMail(bytes)) return null;
  const email = await parsed(bytes);
  if (!email) return null;
  const { attachments, links } = await insideOf(email, 1);
  const sentAt = Date.parse(email.date ?? '');
  const leftOut = attachments.length - ATTACHMENTS_MAX;
  return {
    messageId: clean(email.messageId ?? '').trim().slice(0, 500) || null, from: senderOf(email.headers), subject: clean(email.subject ?? '').slice(0, SUBJECT_LENGTH_MAX),
    sentAt: Number.isNaN(sentAt) ? null : new Date(sentAt).toISOString() as Instant, links: [...new Set(links)].slice(0, LINKS_MAX), attachments: attachments.slice(0, ATTACHMENTS_MAX), verdicts: verdictsOf(email.headers),
    findings: [
      ...(links.length > 0 ? [info('MAIL_LINKS', '邮件正文含链接;系统不会打开链接,如发票在链接里请自行下载后上传', 'The text holds links; they are kept, never opened: download an invoice behind one and upload it')] : []),
      ...(leftOut > 0 ? [{ code: 'MAIL_TOO_MANY', severity: 'error', message: { zh: `附件超过 ${ATTACHMENTS_MAX} 个，其余 ${leftOut} 个未读取`, en: `More than ${ATTACHMENTS_MAX} attachments; ${leftOut} were not read` } } as const] : []),
    ],
  };
}
