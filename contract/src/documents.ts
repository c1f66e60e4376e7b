import { z } from 'zod';
import { bilingual, civilDateText, idText, instantText, moneyWire, page } from './parts.ts';
import { documentView, personView } from './views.ts';

/** The fields of an invoice that a person may correct; amounts are decimal strings of the invoice's currency. */
export const CORRECTABLE_FIELDS = [
  'number', 'code', 'issuedOn', 'total', 'tax', 'pretax', 'seller', 'sellerTaxId', 'buyer', 'buyerTaxId', 'checkCode', 'passenger', 'orderNo',
] as const;
export type CorrectableField = (typeof CORRECTABLE_FIELDS)[number];

/** Where on a page a value stood, in fractions of the page from its top left; `page` counts from 1 within the original. */
export const placeView = z.object({ page: z.number().int(), x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export const evidenceView = z.object({
  value: z.string(), source: z.string(), rank: z.number(), originalId: idText, format: z.string(), place: placeView.nullable(),
});

export const fieldView = z.object({
  name: z.enum(CORRECTABLE_FIELDS), label: bilingual, form: z.enum(['text', 'date', 'amount']),
  /** What counts; null where nothing is known. */
  value: z.string().nullable(),
  /** What the machine read; the same as `value` unless a person corrected it. */
  machine: z.string().nullable(),
  corrected: z.object({ by: z.string(), at: instantText, reason: z.string() }).nullable(),
  evidence: z.array(evidenceView),
});
export type FieldView = z.infer<typeof fieldView>;

/** One claim that uses (part of) the invoice, or did until `releasedAt`. A colleague's name and claim are masked for who may not see them. */
export const useView = z.object({
  claimId: idText.nullable(), claimNumber: z.string(), by: z.string(), amount: moneyWire, at: instantText, releasedAt: instantText.nullable(),
});
/** One time that the invoice was handed in. */
export const arrivalView = z.object({ at: instantText, by: z.string(), fileName: z.string(), sameFile: z.boolean() });

export const VERIFICATION_STATES = ['unverified', 'verified', 'mismatch', 'not-found', 'red', 'void'] as const;
export type VerificationState = (typeof VERIFICATION_STATES)[number];
/** 入账状态: 01 not booked, 02 booked and deducted before income tax, 03 booked and not deducted, 06 booking undone. */
export const BOOKING_STATES = ['01', '02', '03', '06'] as const;

/** An invoice in a list, with what the tax bureau says of it. */
const documentRow = documentView.extend({ verification: z.enum(VERIFICATION_STATES) });
export type DocumentRow = z.infer<typeof documentRow>;
export const documentPage = page(documentRow);
/** What a list of invoices may be narrowed to; `trouble`: all but unverified and verified; `findings`: what should be looked at. */
export const DOCUMENT_FILTERS = ['unverified', 'verified', 'trouble', 'findings'] as const;
export type DocumentFilter = (typeof DOCUMENT_FILTERS)[number];

export const verificationView = z.object({
  state: z.enum(VERIFICATION_STATES), mismatch: z.string().nullable(), at: instantText.nullable(),
  /** When it is asked next; null: not by itself. */
  nextAt: instantText.nullable(),
  answers: z.array(z.object({
    at: instantText, verifier: z.string(), by: z.string().nullable(), state: z.enum(VERIFICATION_STATES).nullable(), failure: z.string().nullable(),
    /** The answer as it came, word for word; null for who may not see the company's records. */
    answer: z.string().nullable(),
  })),
});

export const deductionView = z.object({
  /** How the input VAT is found; `none`: nothing may be deducted; `unsettled`: an accountant decides. */
  method: z.enum(['printed', 'computed', 'none', 'unsettled']),
  amount: moneyWire.nullable(), clause: z.string(), reason: bilingual,
});

export const documentDetail = z.object({
  document: documentView, fields: z.array(fieldView),
  /** The pages that can be shown: `GET /v1/documents/{id}/pages/{page}?original={originalId}` gives a PNG. */
  pages: z.array(z.object({ originalId: idText, format: z.string(), page: z.number().int() })),
  arrivals: z.array(arrivalView), uses: z.array(useView),
  /** What claims may still use. */
  rest: moneyWire,
  /** What red letters or the tax bureau took back. */
  takenBack: moneyWire,
  verification: verificationView,
  booking: z.object({ state: z.enum(BOOKING_STATES), on: civilDateText.nullable(), voucher: z.string().nullable() }),
  deduction: deductionView,
});
export type DocumentDetail = z.infer<typeof documentDetail>;

export const correctionRequest = z.object({ field: z.enum(CORRECTABLE_FIELDS), value: z.string().max(300), reason: z.string().min(1).max(500) });

export const verificationRequest = z.object({
  state: z.enum(VERIFICATION_STATES).exclude(['unverified']), mismatch: z.string().max(100).optional(),
  /** What the bureau's page showed, in the person's words or pasted from it; kept as evidence. */
  answer: z.string().min(1).max(4000), takenBack: moneyWire.optional(),
}).refine((given) => given.state !== 'mismatch' || given.mismatch !== undefined, { path: ['mismatch'], message: 'names the field that differs' });

export const bookingRequest = z.object({ state: z.enum(BOOKING_STATES), on: civilDateText, voucher: z.string().min(1).max(60) });

/** Money that a claim took on an invoice which was taken back since: finance asks for it. */
export const recoveryView = z.object({
  id: idText, documentId: idText, number: z.string(), claimId: idText, claimNumber: z.string(), person: personView.nullable(), amount: moneyWire,
  state: z.enum(['open', 'recovered', 'freed']), openedAt: instantText, closedAt: instantText.nullable(), note: z.string().nullable(),
});
export type RecoveryView = z.infer<typeof recoveryView>;
export const recoveryPage = z.object({ items: z.array(recoveryView) });
export const recoveryRequest = z.object({ note: z.string().min(1).max(500) });
