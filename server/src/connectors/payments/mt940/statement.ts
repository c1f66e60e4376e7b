import { isCurrency, negate, type CivilDate, type Money } from '@roundtrip/kernel';
import { NO_CURRENCY, amountOf, plainDecimal, requireCurrency } from '../shared/amounts.ts';
import { shortDay } from '../shared/dates.ts';
import { Refusal, finding } from '../shared/errors.ts';
import { OpenStatement, type PartSink } from '../shared/statement.ts';
import { NO_DETAILS, readDetails } from './details.ts';
import { readLine, type LineContext } from './entry.ts';
import type { Field } from './fields.ts';

type Balance = { readonly amount: Money | null; readonly currency: string; readonly on: CivilDate | null };

/** Lines are held back only where nothing above them names the currency; no bank writes that many so. */
const HELD_MAX = 50_000;

/** One statement, from its field 20 on. What stands above its lines is known before them, and holds for them. */
export class Mt940Statement {
  readonly #fields = new Map<string, Field>();
  readonly #open: OpenStatement;
  #currency: string | null = null;
  #line: Field | null = null;
  #held: { readonly line: Field; readonly details: string }[] = [];
  #count = 0;
  #context: LineContext | null = null;

  constructor(sink: PartSink, number: number) {
    this.#open = new OpenStatement(sink, number);
  }

  take(field: Field): void {
    if (field.tag === '86' && this.#line) {
      this.#hold(this.#line, field.text);
      this.#line = null;
      return;
    }
    this.#letGo();
    if (field.tag === '61') this.#line = field;
    else if (!this.#fields.has(field.tag)) this.#fields.set(field.tag, field);
  }


  close(): void {
    this.#letGo();
    const [opening, closing] = [this.#balance('60F', '60M'), this.#balance('62F', '62M')];
    this.#currency ??= this.#currencyNow(closing) ?? NO_CURRENCY;
    this.#readHeld();
    if (this.#currency === NO_CURRENCY && this.#count > 0) this.#open.find(finding('error', 'CURRENCY_MISSING', '对账单没有注明币种', 'The statement names no currency'));
    const interim = (this.#fields.has('34F') || this.#fields.has('13D')) && !opening;
    this.#open.close({
      format: interim ? 'mt942' : 'mt940', account: this.#account(), currency: this.#currency,
      statementId: [this.#text('20'), this.#text('28C') || this.#text('28')].filter(Boolean).join(' '),
      opening: opening?.amount ?? null, closing: closing?.amount ?? null, from: opening?.on ?? undefined, to: closing?.on ?? undefined,
    });
  }

  #letGo(): void {
    if (this.#line) this.#hold(this.#line, '');
    this.#line = null;
  }

  #hold(line: Field, details: string): void {
    this.#held.push({ line, details });
    this.#currency ??= this.#currencyNow(null);
    if (this.#currency !== null) this.#readHeld();
    else if (this.#held.length > HELD_MAX) throw new Refusal('file.malformed', { zh: '对账单没有注明币种', en: 'The statement names no currency' }, `line ${line.line}`);
  }

  #readHeld(): void {
    this.#context ??= { account: this.#account(), currency: this.#currency ?? NO_CURRENCY, fallback: this.#balance('60F', '60M', '62F', '62M')?.on ?? null, statement: this.#open };
    for (const { line, details } of this.#held) {
      this.#count += 1;
      const payment = readLine(line, details === '' ? NO_DETAILS : readDetails(details), this.#context);
      if (payment) this.#open.add(payment);
    }
    this.#held = [];
  }

  #text(tag: string): string {
    return this.#fields.get(tag)?.text.trim() ?? '';
  }

  #account(): string {
    return this.#text('25').split('\n')[0]?.replace(/\s/g, '') ?? '';
  }

  #balance(...tags: readonly string[]): Balance | null {
    const field = tags.map((tag) => this.#fields.get(tag)).find((found) => found !== undefined);
    const match = /^(D|C)(\d{6})([A-Z]{3})([\d,.]+)/.exec(field?.text.replace(/\s/g, '') ?? '');
    if (!field || !match) return null;
    const place = `line ${field.line} :${field.tag}:`;
    const currency = requireCurrency(match[3] ?? '', place);
    const amount = amountOf(plainDecimal(match[4] ?? '', ',') ?? '', currency, place);
    return { amount: amount && match[1] === 'D' ? negate(amount) : amount, currency, on: shortDay(match[2] ?? '')?.on ?? null };
  }

  /** The currency that the balances name; else the one that some banks hang on the account or on the floor limit. */
  #currencyNow(closing: Balance | null): string | null {
    const balance = this.#balance('60F', '60M') ?? closing;
    if (balance) return balance.currency;
    const candidates = [/([A-Z]{3})$/.exec(this.#text('25'))?.[1], /^([A-Z]{3})/.exec(this.#text('34F'))?.[1], this.#balance('64', '65')?.currency];
    return candidates.find((code) => code !== undefined && isCurrency(code)) ?? null;
  }
}
