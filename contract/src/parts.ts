import { currencyDigits, parseCivilDate, parseInstant, parseMoney } from '@roundtrip/kernel';
import { z } from 'zod';

/** A decimal string; whether it has exactly the currency's digits is judged beside its currency (see {@link moneyWire}). */
export const amountText = z.string().regex(/^-?\d{1,18}(\.\d{1,4})?$/, 'a decimal string such as "1234.50"');
export const currencyCode = z.string().refine((code) => currencyDigits(code) !== null, 'an ISO 4217 code such as "CNY"');
export const instantText = z.string().refine((text) => parseInstant(text) !== null, 'an RFC 3339 moment with an offset');
export const civilDateText = z.string().refine((text) => parseCivilDate(text) !== null, 'a day that exists, YYYY-MM-DD');
export const idText = z.uuid();

/** Adds the check that `amount` fits `currency`: JPY has no cents, and 1.005 CNY is not an amount. */
export const fitsCurrency = (record: { amount: string; currency: string }): boolean => parseMoney(record.amount, record.currency).ok;

export const moneyWire = z.object({ amount: amountText, currency: currencyCode }).refine(fitsCurrency, 'more digits than the currency has');
export type MoneyWire = z.infer<typeof moneyWire>;

export const bilingual = z.object({ zh: z.string(), en: z.string() });
export const finding = z.object({ code: z.string(), severity: z.enum(['info', 'warning', 'error']), message: bilingual });
export type FindingWire = z.infer<typeof finding>;

/** A page of a list; `next` is null on the last one. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const pageQuery = z.object({ after: z.string().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
