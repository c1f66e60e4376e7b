import { err, type Bilingual, type Result } from '@roundtrip/kernel';
import type { FileFormat, FileRecord, FileSource, PieceTaker, ReadError, Sniff } from '#spi';
import { Refusal, refuse } from './invoices/shared/errors.ts';
import { isZip, listZip } from './invoices/shared/zip.ts';

/** Papers: invoices, receipts, tickets. Statements are judged by their own formats, up to `STATEMENT_BYTES_MAX`. */
export const FILE_BYTES_MAX = 50 * 1024 * 1024;
const STATEMENT_BYTES_MAX = 1024 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

const MAGIC: readonly (readonly [string, Bilingual])[] = [
  ['%PDF', { zh: 'PDF', en: 'a PDF' }], ['PK\u0003\u0004', { zh: '压缩包', en: 'a zip' }], ['\u0089PNG', { zh: 'PNG 图片', en: 'a PNG picture' }],
  ['\u00ff\u00d8\u00ff', { zh: 'JPEG 图片', en: 'a JPEG picture' }], ['GIF8', { zh: 'GIF 图片', en: 'a GIF picture' }], ['Rar!', { zh: 'RAR 压缩包', en: 'a RAR archive' }],
  ['7z\u00bc\u00af', { zh: '7z 压缩包', en: 'a 7z archive' }], ['\u00d0\u00cf\u0011\u00e0', { zh: '旧版 Office 文件', en: 'an old Office file' }], ['MZ', { zh: 'Windows 程序', en: 'a Windows program' }],
  ['\u007fELF', { zh: 'Linux 程序', en: 'a Linux program' }], ['<', { zh: 'XML 或网页', en: 'XML or a web page' }], ['{', { zh: 'JSON', en: 'JSON' }],
];

function seen(head: Uint8Array): Bilingual {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  const known = MAGIC.find(([magic]) => start.startsWith(magic));
  if (known) return known[1];
  const isText = !head.subarray(0, 2048).some((byte) => byte < 9 || (byte > 13 && byte < 32));
  return isText ? { zh: '纯文本', en: 'plain text' } : { zh: '二进制文件', en: 'binary content' };
}

function unknown(head: Uint8Array): ReadError {
  const what = seen(head);
  return {
    kind: 'file.unknown-format',
    message: { zh: `无法识别的文件：看起来是${what.zh}`, en: `No reader knows this file; it looks like ${what.en}` },
    remedy: { zh: '请上传发票原件(OFD、PDF、XML、照片)或从银行、钱包导出的账单。', en: 'Upload an original invoice (OFD, PDF, XML, photo) or a statement exported by a bank or wallet.' },
  };
}

function sniffOf(bytes: Uint8Array): Result<Sniff, ReadError> {
  const sniff: Sniff = { head: bytes.subarray(0, HEAD_BYTES), size: bytes.length };
  if (!isZip(bytes)) return { ok: true, value: sniff };
  try {
    return { ok: true, value: { ...sniff, zipEntries: listZip(bytes) } };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.kind, { zh: error.zh, en: error.message }, error.place);
    throw error;
  }
}

/**
 * Recognises a file by its content, never by its name, and reads it with the format that is surest of it. Never throws
 * on hostile bytes; every refusal says what was seen and what to do.
 */
export function makeFileReader(formats: readonly FileFormat[]): (bytes: Uint8Array) => Promise<Result<readonly FileRecord[], ReadError>> {
  return async (bytes) => {
    if (bytes.length === 0) return refuse('file.empty', { zh: '文件是空的', en: 'The file is empty' });
    if (bytes.length > STATEMENT_BYTES_MAX) return refuse('file.too-large', { zh: '文件超过 1 GiB', en: 'The file is larger than 1 GiB' });
    const isPaper = isZip(bytes) || /PDF|PNG|JPEG/.test(seen(bytes.subarray(0, 64)).en);
    if (isPaper && bytes.length > FILE_BYTES_MAX) return refuse('file.too-large', { zh: '文件超过 50 MiB', en: 'The file is larger than 50 MiB' });
    const sniff = sniffOf(bytes);
    if (!sniff.ok) return sniff;
    const mine = surestOf(formats, sniff.value);
    return mine ? mine.read(bytes) : err(unknown(bytes.subarray(0, HEAD_BYTES)));
  };
}

function surestOf(formats: readonly FileFormat[], sniff: Sniff): FileFormat | null {
  let [mine, surest]: [FileFormat | null, number] = [null, 0];
  for (const format of formats) {
    const sure = format.sniff(sniff) ?? 0;
    if (sure > surest) [mine, surest] = [format, sure];
  }
  return mine;
}

/** The first bytes of a file, as many as its kind is seen by. */
async function headOf(source: FileSource): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source.pieces()) {
    held.push(piece);
    bytes += piece.length;
    if (bytes >= HEAD_BYTES) break;
  }
  return Buffer.concat(held).subarray(0, HEAD_BYTES);
}

/** The same for files that are too large to be held: only statements are, and of those the formats that are text. */
export function makeStreamReader(formats: readonly FileFormat[]): (source: FileSource, take: PieceTaker) => Promise<Result<null, ReadError>> {
  return async (source, take) => {
    if (source.size > STATEMENT_BYTES_MAX) return refuse('file.too-large', { zh: '文件超过 1 GiB', en: 'The file is larger than 1 GiB' });
    const head = await headOf(source);
    const mine = surestOf(formats, { head, size: source.size });
    if (!mine) return err(unknown(head));
    if (mine.stream && !isZip(head)) return mine.stream(source.pieces(), take);
    return refuse('file.too-large', { zh: '这种格式的文件过大，请按较短期间分次导出', en: 'A file of this format is too large: export shorter periods' });
  };
}
