import type { FileFormat, StatementRecord } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal, guarded } from '../shared/errors.ts';
import { textAt, within } from '../shared/xml.ts';
import { readMarkup } from './markup.ts';
import { readStatement } from './statement.ts';

const STATEMENTS = ['STMTRS', 'CCSTMTRS', 'INVSTMTRS'] as const;

function readOfx(bytes: Uint8Array): readonly StatementRecord[] {
  const text = decodeText(bytes);
  const root = readMarkup(text);
  const statements = STATEMENTS.flatMap((name) => within(root, name));
  if (statements.length > 0) {
    const lost = (text.match(/<STMTTRN>/gi)?.length ?? 0) - statements.reduce((sum, statement) => sum + within(statement, 'STMTTRN').length, 0);
    const whole = /<\/OFX>/i.test(text);
    return statements.map((statement) => readStatement(statement, { lost, whole }));
  }
  const refusal = within(root, 'STATUS').map((s) => [textAt(s, 'SEVERITY'), textAt(s, 'CODE'), textAt(s, 'MESSAGE')]).find(([severity]) => severity === 'ERROR');
  if (refusal) throw new Refusal('file.malformed', { zh: `银行返回错误:${refusal.slice(1).join(' ')}`, en: `The bank answered with an error: ${refusal.slice(1).join(' ')}` }, 'STATUS');
  throw new Refusal('file.malformed', { zh: '文件中没有任何账户明细', en: 'The file carries no account statement' }, 'OFX');
}

/** OFX 1 (SGML, leaves unclosed) and OFX 2 (XML), bank, credit card and the cash side of investment accounts. */
export const ofx: FileFormat = {
  id: 'ofx',
  title: { zh: 'OFX / QFX 对账单', en: 'OFX and QFX statement' },
  sniff: (file) => (/OFXHEADER\s*[:=]|<OFX>/i.test(decodeText(file.head.subarray(0, 4096), true)) ? 92 : null),
  read: (bytes) => guarded(() => readOfx(bytes)),
};
