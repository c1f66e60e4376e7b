import { z } from 'zod';
import { bilingual, civilDateText, idText, instantText, moneyWire, page } from './parts.ts';

export const periodText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, YYYY-MM');

export const voucherView = z.object({
  id: idText, period: periodText, word: z.string(), number: z.number(), dated: civilDateText, effective: civilDateText, text: z.string(), attachments: z.number(), madeBy: z.string(), at: instantText,
  /** The voucher that this red letter takes back, that this one corrects, and the red letter that took this one back. */
  reversesId: idText.nullable(), correctsId: idText.nullable(), reversedBy: idText.nullable(),
  lines: z.array(z.object({ account: z.string(), title: z.string(), text: z.string(), debit: moneyWire.nullable(), credit: moneyWire.nullable(), department: z.string().nullable(), employee: z.string().nullable(), supplier: z.string().nullable() })),
  /** What it books: a claim, payout, payment or bank line, and the claim that it belongs to where there is one. */
  sources: z.array(z.object({ kind: z.string(), sourceId: z.string(), claimId: idText.nullable() })),
});
export type VoucherView = z.infer<typeof voucherView>;
export const voucherPage = page(voucherView);

export const openItemView = z.object({ id: idText, entry: z.string(), on: civilDateText, text: z.string(), what: bilingual, remedy: bilingual });
export type OpenItemView = z.infer<typeof openItemView>;
export const taxQuestionView = z.object({ id: idText, claimId: idText, documentId: idText, category: z.string(), employeeNumber: z.string(), max: moneyWire, clause: z.string(), reason: bilingual, at: instantText });
export type TaxQuestionView = z.infer<typeof taxQuestionView>;
export const booksOpenView = z.object({ items: z.array(openItemView), taxes: z.array(taxQuestionView), preview: z.object({ ready: z.number(), waiting: z.number() }) });
export type BooksOpenView = z.infer<typeof booksOpenView>;
export const taxDecision = z.object({ amount: moneyWire });

export const CLOSING_CODES = ['over', 'laws', 'vouchers', 'exported', 'tax', 'transit', 'clearing'] as const;
export const periodView = z.object({ id: z.string(), period: periodText, entries: z.number(), vouchers: z.number(), closedAt: instantText.nullable() });
export type PeriodView = z.infer<typeof periodView>;
export const closingView = z.object({ checks: z.array(z.object({ code: z.enum(CLOSING_CODES), holds: z.boolean(), stops: z.boolean(), open: z.array(z.object({ name: z.string(), amount: moneyWire.nullable() })) })) });
export type ClosingView = z.infer<typeof closingView>;
export const periodReopen = z.object({ reason: z.string().trim().min(2).max(300) });

export const exportBatchView = z.object({
  id: idText, format: z.string(), title: bilingual, period: periodText, vouchers: z.number(), sha256: z.string(), state: z.enum(['made', 'acknowledged', 'refused']), note: z.string().nullable(),
  madeBy: z.string(), madeAt: instantText, answeredBy: z.string().nullable(), answeredAt: instantText.nullable(),
});
export type ExportBatchView = z.infer<typeof exportBatchView>;
export const exportsView = z.object({ items: z.array(exportBatchView), formats: z.array(z.object({ id: z.string(), title: bilingual })) });
export const exportMake = z.object({ format: z.string().max(40), period: periodText });
export const exportAnswer = z.object({ state: z.enum(['acknowledged', 'refused']), note: z.string().trim().max(500).optional() });

const dims = z.array(z.enum(['employee', 'department', 'supplier']));
const mapping = z.object({
  role: z.enum(['expense', 'input-vat', 'payable', 'receivable', 'card-clearing', 'card-liability', 'in-transit', 'bank', 'suspense', 'rounding']),
  category: z.string().max(40).nullable(), department: z.string().max(80).nullable(), account: z.string().max(60),
});
export const chartView = z.object({
  standard: z.enum(['enterprise', 'small']), word: z.string().min(1).max(4), summary: z.enum(['each', 'batch']),
  chart: z.array(z.object({ code: z.string(), title: z.string(), dims })), rules: z.array(mapping),
});
export const booksChange = z.object({
  standard: z.enum(['enterprise', 'small']).optional(), word: z.string().trim().min(1).max(4).optional(), summary: z.enum(['each', 'batch']).optional(),
  /** `code,title,dims` with a head row; dims separated by spaces. */
  chartCsv: z.string().max(2_000_000).optional(), rules: z.array(mapping).min(1).max(5000).optional(),
});
