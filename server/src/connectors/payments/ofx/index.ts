import type { FileFormat } from '#spi';
import { decodeText } from '../shared/bytes.ts';
import { Refusal } from '../shared/errors.ts';
import { textFormat, type TextReader } from '../shared/text-format.ts';
import type { PartSink } from '../shared/statement.ts';
import { textAt, within } from '../shared/xml.ts';
import { readMarkup } from './markup.ts';
import { OfxStatement } from './statement.ts';

/** What is not a transaction is held as text: heads, balances, and what investment accounts hold. */
const FRAME_CHARACTERS_MAX = 16 * 1024 * 1024;
const MARKS = /<(\/?)(STMTTRN|STMTRS|CCSTMTRS|INVSTMTRS|OFX)>/gi;

/** Cuts the file at its transactions and statements; between them it is held as text, and read when it is whole. */
class OfxReader implements TextReader {
  readonly #sink: PartSink;
  readonly #statements: OfxStatement[] = [];
  #open: OfxStatement | null = null;
  #text = '';
  /** Where in the text what has not been dealt with begins. */
  #from = 0;
  #state: 'before' | 'frame' | 'transaction' | 'after' = 'before';
  #frame = '';
  #lost = 0;

  constructor(sink: PartSink) {
    this.#sink = sink;
  }

  write(text: string): void {
    if (this.#state === 'after') return;
    this.#text = this.#text.slice(this.#from) + text;
    this.#from = 0;
    const seen = this.#text.matchAll(MARKS);
    for (const mark of seen) this.#read(mark[1] === '/', (mark[2] ?? '').toUpperCase(), mark);
    if (this.#state === 'frame') this.#keep(Math.max(this.#from, this.#text.lastIndexOf('<')));
    if (this.#text.length - this.#from > FRAME_CHARACTERS_MAX) throw new Refusal('file.malformed', { zh: '一笔交易没有结束', en: 'A transaction never ends' }, 'STMTTRN');
  }

  end(): void {
    if (this.#state === 'before') throw new Refusal('file.unknown-format', { zh: '没有 OFX 内容', en: 'No OFX content' });
    const whole = this.#state === 'after';
    if (this.#state === 'transaction') this.#lost += 1;
    this.#close();
    if (this.#statements.length === 0) this.#refuse();
    for (const statement of this.#statements) statement.close({ whole, lost: this.#lost });
  }

  #read(ends: boolean, name: string, mark: RegExpMatchArray): void {
    const [begins, after] = [mark.index ?? 0, (mark.index ?? 0) + mark[0].length];
    if (this.#state === 'before') {
      if (name === 'OFX' && !ends) [this.#state, this.#from] = ['frame', after];
    } else if (name === 'STMTTRN') this.#transaction(ends, begins, after);
    else if (this.#state === 'frame') this.#border(ends, name, begins, after);
  }

  #transaction(ends: boolean, begins: number, after: number): void {
    if (!ends) {
      // One that begins before the last has ended: the last has no end, and is lost.
      if (this.#state === 'transaction') this.#lost += 1;
      else this.#keep(begins);
      [this.#state, this.#from] = ['transaction', after];
    } else if (this.#state === 'transaction') {
      const block = this.#text.slice(this.#from, begins);
      if (this.#open) this.#open.take(readMarkup(block), this.#frame);
      else this.#lost += 1;
      [this.#state, this.#from] = ['frame', after];
    }
  }

  #border(ends: boolean, name: string, begins: number, after: number): void {
    this.#keep(ends ? after : begins);
    if (name === 'OFX') {
      if (ends) this.#state = 'after';
    } else if (ends) this.#close();
    else {
      this.#close();
      this.#frame = '';
      this.#statements.push((this.#open = new OfxStatement(this.#sink, this.#statements.length)));
    }
    if (!ends) this.#keep(after);
  }

  #close(): void {
    this.#open?.frame(this.#frame);
    this.#open = null;
  }

  #keep(to: number): void {
    this.#frame += this.#text.slice(this.#from, to);
    this.#from = to;
    if (this.#frame.length > FRAME_CHARACTERS_MAX) throw new Refusal('file.too-large', { zh: '文件中交易以外的内容过多', en: 'The file holds too much besides transactions' });
  }

  #refuse(): never {
    const refusal = within(readMarkup(this.#frame), 'STATUS').map((s) => [textAt(s, 'SEVERITY'), textAt(s, 'CODE'), textAt(s, 'MESSAGE')]).find(([severity]) => severity === 'ERROR');
    if (refusal) throw new Refusal('file.malformed', { zh: `银行返回错误：${refusal.slice(1).join(' ')}`, en: `The bank answered with an error: ${refusal.slice(1).join(' ')}` }, 'STATUS');
    throw new Refusal('file.malformed', { zh: '文件中没有任何账户明细', en: 'The file carries no account statement' }, 'OFX');
  }
}

/** OFX 1 (SGML, leaves unclosed) and OFX 2 (XML), bank, credit card and the cash side of investment accounts. */
export const ofx: FileFormat = textFormat({
  id: 'ofx',
  title: { zh: 'OFX / QFX 对账单', en: 'OFX and QFX statement' },
  sniff: (file) => (/OFXHEADER\s*[:=]|<OFX>/i.test(decodeText(file.head.subarray(0, 4096), true)) ? 92 : null),
}, (sink) => new OfxReader(sink));
