import { z } from 'zod';
import { PAYMENT_CHANNELS, PAYMENT_STATUSES, PAYMENT_TYPES } from '@roundtrip/kernel';

/** `data.items.0.amount`: names and positions, joined by dots. */
const path = z.string().regex(/^[\w-]+(?:\.[\w-]+){0,7}$/);
const constantOr = <T extends readonly [string, ...string[]]>(words: T) => z.union([z.object({ always: z.enum(words) }), z.object({ from: path, words: z.record(z.string(), z.enum(words)) })]);

/**
 * How a vendor's JSON is read. Amounts are decimals or whole minor units, never guessed; a type that is not listed is
 * not understood, a status that is not listed is pending.
 */
export const MAPPING = z.strictObject({
  /** Where the list of records is; absent: the body is one record. */
  records: path.optional(),
  externalId: path,
  amount: path,
  unit: z.enum(['decimal', 'minor']),
  currency: z.union([z.object({ always: z.string().regex(/^[A-Z]{3}$/) }), z.object({ from: path })]),
  paidAt: path,
  /** Zone of times without an offset; absent: such times are refused. */
  zone: z.string().max(40).refine((zone) => { try { new Intl.DateTimeFormat('en', { timeZone: zone }); return true; } catch { return false; } }, 'not a time zone').optional(),
  channel: z.enum(PAYMENT_CHANNELS),
  type: constantOr(PAYMENT_TYPES),
  status: constantOr(PAYMENT_STATUSES),
  /** `all`: company money, as on a corporate card. */
  companyPaid: z.enum(['all', 'none']),
  /** Where refunds and incomings are negative or positive is not asked: the type says which way money went. */
  texts: z.strictObject({ merchant: path, mcc: path, city: path, country: path, description: path, orderNo: path, relatedExternalId: path, payer: path, account: path }).partial().optional(),
});
export type Mapping = z.infer<typeof MAPPING>;

/**
 * The value at a path: own properties only, so that a record cannot borrow from its prototype. Undefined where nothing is.
 */
export function valueAt(value: unknown, dotted: string): unknown {
  return dotted.split('.').reduce<unknown>((from, name) => (typeof from === 'object' && from !== null && Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined), value);
}

type Reviver = (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown;
const keepNumbers: Reviver = (_key, value, context) => (typeof value === 'number' ? (context?.source ?? String(value)) : value);

/** Parses JSON with numbers kept as they were written, so that no amount goes through a float. Undefined for what is not JSON. */
export function parseExactly(text: string): unknown {
  try {
    return JSON.parse(text, keepNumbers) as unknown;
  } catch {
    return undefined;
  }
}
