import type { FileFormat, StatementRecord } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal, guarded } from '../shared/errors.ts';
import { splitStatements } from './fields.ts';
import { readStatement } from './statement.ts';

const TAG = /^(?:\u0001)?:(?:20|21|25|28C?|60[FM]|61|62[FM]|64|65|34F|13D|90[CD]):/gm;

function readMt940(bytes: Uint8Array): readonly StatementRecord[] {
  const statements = splitStatements(decodeText(bytes));
  if (statements.length === 0) throw new Refusal('file.unknown-format', { zh: '没有 MT940/942 字段', en: 'No MT940 or MT942 fields' });
  return statements.map(readStatement);
}

/** SWIFT MT940 statements and MT942 interim reports, one or many in a file, with or without their SWIFT envelope. */
export const mt940: FileFormat = {
  id: 'mt940',
  title: { zh: 'SWIFT 对账单(MT940/MT942)', en: 'SWIFT statement (MT940, MT942)' },
  sniff(file) {
    const tags = decodeText(file.head.subarray(0, 8192), true).replace(/\r\n?/g, '\n').match(TAG)?.length ?? 0;
    return tags === 0 ? null : Math.min(90, 50 + tags * 10);
  },
  read: (bytes) => guarded(() => readMt940(bytes)),
};
