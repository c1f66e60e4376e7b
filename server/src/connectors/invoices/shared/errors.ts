import { err, type Bilingual, type Finding, type Result, type Severity } from '@roundtrip/kernel';
import type { ReadError } from '#spi';

const REMEDY: Readonly<Record<ReadError['kind'], Bilingual>> = {
  'file.unknown-format': { zh: '请上传发票原件(OFD、PDF、XML 或清晰的照片)。', en: 'Upload the original invoice (OFD, PDF, XML or a sharp photo).' },
  'file.empty': { zh: '请选择非空文件。', en: 'Choose a file that is not empty.' },
  'file.truncated': { zh: '文件不完整，请重新下载原件。', en: 'The file is incomplete: download the original again.' },
  'file.malformed': { zh: '请从开票方重新下载原件，不要手工修改。', en: 'Download the original again from its issuer, without editing it.' },
  'file.encrypted': { zh: '请先去除密码再上传。', en: 'Remove the password and upload it again.' },
  'file.too-large': { zh: '请上传单张发票的原件。', en: 'Upload the original of one invoice.' },
  'file.unbalanced': { zh: '请核对原件金额。', en: 'Check the amounts on the original.' },
  'file.bad-amount': { zh: '请核对原件上的金额，或手工填写。', en: 'Check the amount on the original, or enter the invoice by hand.' },
  'file.bad-date': { zh: '请核对原件上的日期，或手工填写。', en: 'Check the date on the original, or enter the invoice by hand.' },
  'file.unknown-currency': { zh: '请确认币种代码符合 ISO 4217。', en: 'Make sure that the currency code is in ISO 4217.' },
  'file.unreadable': { zh: '请换用 OFD、XML 或带文字的 PDF 原件，或手工填写。', en: 'Use the OFD, XML or a PDF with text, or enter the invoice by hand.' },
};

/** The place of a refusal that OCR may yet undo: all that is left is print that only a picture shows. */
export const UNREAD_PRINT = 'print';

/** Thrown inside a reader to leave it from any depth; `guarded` turns it into the reader's answer. */
export class Refusal extends Error {
  readonly kind: ReadError['kind'];
  readonly zh: string;
  readonly place: string | undefined;

  constructor(kind: ReadError['kind'], text: Bilingual, place?: string) {
    super(text.en);
    this.kind = kind;
    this.zh = text.zh;
    this.place = place;
  }
}

/** A whole file set aside, with its place and a remedy in both languages. */
export function refuse(kind: ReadError['kind'], message: Bilingual, place?: string): { readonly ok: false; readonly error: ReadError } {
  return err({ kind, message, remedy: REMEDY[kind], ...(place === undefined ? {} : { place }) });
}

export const finding = (severity: Severity, code: string, zh: string, en: string): Finding => ({ code, severity, message: { zh, en } });

/** Runs a reader so that nothing it throws gets out: a refusal keeps its reason, anything else means that the bytes are not what they claim. */
export async function guarded<T>(read: () => T | Promise<T>): Promise<Result<T, ReadError>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.kind, { zh: error.zh, en: error.message }, error.place);
    const reason = error instanceof Error ? error.message.slice(0, 120) : 'no reason given';
    return refuse('file.malformed', { zh: '文件内容损坏，无法读取', en: `The file is damaged and cannot be read (${reason})` });
  }
}
