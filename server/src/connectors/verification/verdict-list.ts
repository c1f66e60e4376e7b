import Papa from 'papaparse';
import { err, ok, type Result } from '@roundtrip/kernel';
import type { ReadError, Verdict, VerifyState } from '#spi';

const BYTES_MAX = 10 * 1024 * 1024;
const COLUMNS = {
  number: ['number', '发票号码', '数电票号码'], code: ['code', '发票代码'], state: ['state', '查验结果', '发票状态', '状态'], mismatch: ['field', '不一致项'], takenBack: ['takenback', '红冲金额'],
} as const;
const STATES: Readonly<Record<string, VerifyState>> = {
  verified: 'verified', 正常: 'verified', 一致: 'verified', mismatch: 'mismatch', 不一致: 'mismatch', 'not-found': 'not-found', 查无此票: 'not-found', red: 'red', 已红冲: 'red', 红冲: 'red', 部分红冲: 'red', 全额红冲: 'red', void: 'void', 作废: 'void', 已作废: 'void',
};

const bad = (place: string, zh: string, en: string): { readonly ok: false; readonly error: ReadError } => err({
  kind: 'file.malformed', place, message: { zh, en }, remedy: { zh: '表头需含“发票号码、查验结果”，改好后重新导入；没有记入任何一行', en: 'The header needs number and state; mend the list and bring it again: nothing of it was recorded' },
});

/** Lists come from spreadsheets: UTF-8, or GB 18030 where the bytes are no UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Reads a CSV of verification results, all of it or none. A line that cannot be understood is named. */
export function readVerdicts(bytes: Uint8Array): Result<readonly Verdict[], ReadError> {
  if (bytes.length > BYTES_MAX) return bad('file', '文件过大', 'The file is too large');
  const parsed = Papa.parse<string[]>(textOf(bytes), { skipEmptyLines: 'greedy', delimitersToGuess: [',', '\t', ';'], transform: (cell) => cell.trim() });
  const broken = parsed.errors.find((error) => error.type === 'Quotes');
  if (broken) return bad(`line ${(broken.row ?? 0) + 1}`, '不是 CSV', `This is no CSV (${broken.message})`);
  const rows = parsed.data;
  const header = (rows[0] ?? []).map((name) => name.replace(/\s/g, '').toLowerCase());
  const at = (field: keyof typeof COLUMNS): number => header.findIndex((name) => (COLUMNS[field] as readonly string[]).includes(name));
  const places = { number: at('number'), code: at('code'), state: at('state'), mismatch: at('mismatch'), takenBack: at('takenBack') };
  if (places.number < 0 || places.state < 0) return bad('line 1', '缺少“发票号码”或“查验结果”列', 'The number or state column is missing');
  const verdicts: Verdict[] = [];
  for (const [i, row] of rows.slice(1).entries()) {
    const [line, cell] = [i + 2, (place: number): string | null => row[place]?.replace(/^'/, '') || null];
    const [number, state] = [cell(places.number), STATES[cell(places.state) ?? '']];
    if (!number || !state) return bad(`line ${line}`, `第 ${line} 行的号码或结果无法识别`, `The number or state of line ${line} is not understood`);
    verdicts.push({ line, number, code: cell(places.code), state, mismatch: state === 'mismatch' ? cell(places.mismatch) ?? 'unknown' : null, takenBack: cell(places.takenBack), answer: row.join(',') });
  }
  return ok(verdicts);
}
