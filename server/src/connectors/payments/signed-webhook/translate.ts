import { z } from 'zod';
import { err, instantAt, isCurrency, money, ok, parseInstant, parseMoney, type Instant, type Money, type PaymentFacts, type Result } from '@roundtrip/kernel';
import type { RawRecord, TranslateError } from '#spi';
import { parseJson } from '../../shared/call-errors.ts';
import { present } from '../shared/statement.ts';
import { MAPPING, valueAt, type Mapping } from './mapping.ts';

const BODY = z.object({ mapping: MAPPING, record: z.unknown() });
const TEXTS = ['mcc', 'city', 'country', 'description', 'orderNo', 'relatedExternalId', 'payer', 'account'] as const;

function failed(place: string, why: string): { readonly ok: false; readonly error: TranslateError } {
  return err({ kind: 'raw.not-understood', place, message: { zh: `回调记录无法识别：${place}`, en: `The record cannot be understood at ${place}: ${why}` } });
}

const textAt = (record: unknown, path: string | undefined): string => {
  const value = path === undefined ? undefined : valueAt(record, path);
  return typeof value === 'string' ? value.trim() : '';
};

function wordOf<T extends string>(record: unknown, rule: { always: T } | { from: string; words: Record<string, T> }): T | undefined {
  if ('always' in rule) return rule.always;
  const word = textAt(record, rule.from);
  return Object.hasOwn(rule.words, word) ? rule.words[word] : undefined;
}

/** The size of the amount: some vendors write spending as negative, and the type says which way it went. */
function amountIn(record: unknown, { amount, unit, currency }: Mapping): Money | null {
  const code = 'always' in currency ? currency.always : textAt(record, currency.from).toUpperCase();
  const text = textAt(record, amount);
  if (!isCurrency(code)) return null;
  const parsed = unit === 'decimal' ? parseMoney(text, code) : null;
  const minor = unit === 'minor' ? (/^-?\d{1,18}$/.test(text) ? BigInt(text) : null) : parsed?.ok ? parsed.value.minor : null;
  return minor === null || minor === 0n ? null : money(minor < 0n ? -minor : minor, code);
}

function momentIn(record: unknown, { paidAt, zone }: Mapping): Instant | null {
  const text = textAt(record, paidAt);
  const wall = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/.test(text);
  return wall && zone ? instantAt(zone, text.replace(' ', 'T')) : parseInstant(text);
}

/** A record as facts, by the mapping that came with it. */
export function translate(raw: RawRecord): Result<readonly PaymentFacts[], TranslateError> {
  const parsed = BODY.safeParse(parseJson(raw.body));
  if (!parsed.success) return failed(parsed.error.issues[0]?.path.join('.') || 'body', parsed.error.issues[0]?.message ?? 'not JSON');
  const { mapping, record } = parsed.data;
  const externalId = textAt(record, mapping.externalId);
  if (externalId === '') return failed(mapping.externalId, 'there is no id');
  const amount = amountIn(record, mapping);
  if (!amount) return failed(mapping.amount, 'not an exact amount of a known currency');
  const paidAt = momentIn(record, mapping);
  if (!paidAt) return failed(mapping.paidAt, 'not a moment');
  const type = wordOf(record, mapping.type);
  if (!type) return failed('from' in mapping.type ? mapping.type.from : 'type', 'the type is not in the mapping');
  const texts = Object.fromEntries(TEXTS.map((name) => [name, textAt(record, mapping.texts?.[name])]));
  return ok([{
    externalId, channel: mapping.channel, type, direction: type === 'refund' || type === 'income' ? 'in' : 'out', status: wordOf(record, mapping.status) ?? 'pending', paidAt, amount,
    merchant: textAt(record, mapping.texts?.merchant), ...(mapping.companyPaid === 'all' ? { companyPaid: amount } : {}), ...(present(texts) as Partial<Record<(typeof TEXTS)[number], string>>),
  }]);
}
