import type { FileFormat } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal } from '../shared/errors.ts';
import { textFormat, type TextReader } from '../shared/text-format.ts';
import type { PartSink } from '../shared/statement.ts';
import { FieldCutter } from './fields.ts';
import { Mt940Statement } from './statement.ts';

const TAG = /^(?:\u0001)?:(?:20|21|25|28C?|60[FM]|61|62[FM]|64|65|34F|13D|90[CD]):/gm;

/** A field 20 begins a statement; one after another, each is closed before the next is opened. */
function openMt940(sink: PartSink): TextReader {
  let [open, count]: [Mt940Statement | null, number] = [null, 0];
  const close = (): void => { open?.close(); };
  const cutter = new FieldCutter((field) => {
    if (!open || field.tag === '20') {
      close();
      open = new Mt940Statement(sink, count);
      count += 1;
    }
    open.take(field);
  });
  return {
    write: (text) => { cutter.write(text); },
    end() {
      cutter.end();
      if (count === 0) throw new Refusal('file.unknown-format', { zh: '没有 MT940/942 字段', en: 'No MT940 or MT942 fields' });
      close();
    },
  };
}

/** SWIFT MT940 statements and MT942 interim reports, one or many in a file, with or without their SWIFT envelope. */
export const mt940: FileFormat = textFormat({
  id: 'mt940',
  title: { zh: 'SWIFT 对账单(MT940/MT942)', en: 'SWIFT statement (MT940, MT942)' },
  sniff(file) {
    const tags = decodeText(file.head.subarray(0, 8192), true).replace(/\r\n?/g, '\n').match(TAG)?.length ?? 0;
    return tags === 0 ? null : Math.min(90, 50 + tags * 10);
  },
}, openMt940);
