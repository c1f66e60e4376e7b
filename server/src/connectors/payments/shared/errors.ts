import { err, type Bilingual, type Finding, type Result, type Severity } from '@roundtrip/kernel';
import type { ReadError } from '#spi';

const REMEDY: Readonly<Record<ReadError['kind'], Bilingual>> = {
  'file.unknown-format': { zh: '请从银行或钱包重新导出，或用字段映射导入。', en: 'Export it again from the bank or wallet, or import it with a column mapping.' },
  'file.empty': { zh: '请选择非空文件。', en: 'Choose a file that is not empty.' },
  'file.truncated': { zh: '文件不完整，请重新下载后再导入。', en: 'The file is incomplete: download it again.' },
  'file.malformed': { zh: '请从来源系统重新导出原始文件，不要手工修改。', en: 'Export the original again from its source, without editing it.' },
  'file.encrypted': { zh: '请先解密文件再导入。', en: 'Remove the password and import it again.' },
  'file.too-large': { zh: '请按较短期间分次导出。', en: 'Export shorter periods.' },
  'file.unbalanced': { zh: '请核对期初、期末余额后重新导出。', en: 'Check opening and closing balances and export again.' },
  'file.bad-amount': { zh: '请核对所示位置的金额后重新导出。', en: 'Check the amount at the place shown and export again.' },
  'file.bad-date': { zh: '请核对所示位置的日期后重新导出。', en: 'Check the date at the place shown and export again.' },
  'file.unknown-currency': { zh: '请确认币种代码符合 ISO 4217。', en: 'Make sure that the currency code is in ISO 4217.' },
  'file.unreadable': { zh: '请换一种格式导出。', en: 'Export it in another format.' },
};

/** A whole file set aside, with its place and a remedy in both languages. */
function refuse(kind: ReadError['kind'], zh: string, en: string, place?: string): { readonly ok: false; readonly error: ReadError } {
  return err({ kind, message: { zh, en }, remedy: REMEDY[kind], ...(place === undefined ? {} : { place }) });
}

export const finding = (severity: Severity, code: string, zh: string, en: string): Finding => ({ code, severity, message: { zh, en } });

/** Thrown inside a reader to leave it from any depth; `guarded` turns it into the reader's answer. */
export class Refusal extends Error {
  readonly kind: ReadError['kind'];
  readonly zh: string;
  readonly place: string | undefined;

  constructor(kind: ReadError['kind'], text: { zh: string; en: string }, place?: string) {
    super(text.en);
    this.kind = kind;
    this.zh = text.zh;
    this.place = place;
  }
}

/** Runs a reader so that nothing it throws gets out: a refusal keeps its reason, anything else means that the bytes are not what they claim. */
export function attempt<T>(read: () => T): Result<T, ReadError> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.kind, error.zh, error.message, error.place);
    return refuse('file.malformed', '文件内容损坏,无法读取', `The file is damaged and cannot be read (${error instanceof Error ? error.message.slice(0, 120) : 'no reason given'})`);
  }
}

/** A reader of whole files. */
export const guarded = <T>(read: () => T): Promise<Result<T, ReadError>> => Promise.resolve(attempt(read));
