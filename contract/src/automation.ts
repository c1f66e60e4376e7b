import { z } from 'zod';
import { FUSE_LEVELS } from './matching.ts';
import { bilingual, civilDateText, idText, instantText, moneyWire } from './parts.ts';
import { bookingView, documentView, paymentView, personView } from './views.ts';

export const METER_NUMBERS = ['touch-free', 'wrong-approve', 'minutes-to-money'] as const;

/** A number with what it rests on. `numerator` and `denominator` are the lengths of the lists behind it. */
export const meterNumber = z.object({
  number: z.enum(METER_NUMBERS), value: z.number().nullable(), interval: z.object({ from: z.number(), to: z.number() }).nullable(), numerator: z.number(), denominator: z.number(),
});
export type MeterNumberView = z.infer<typeof meterNumber>;

/** What the company risks without a person. */
export const automationSettings = z.object({
  amountMax: moneyWire, dayMax: moneyWire, personDayMax: moneyWire, ruleDayMax: moneyWire, allowedError: z.number().min(0.0001).max(0.05), sampleRate: z.number().min(0.001).max(1),
});
export const automationTurn = z.object({ scope: z.string().min(1).max(300), level: z.enum(FUSE_LEVELS), reason: z.string().trim().min(1).max(500) });
export const scopeFuseView = z.object({ scope: z.string(), name: bilingual, level: z.enum(FUSE_LEVELS), text: bilingual, at: instantText });

export const automationView = z.object({
  since: instantText, meter: z.array(meterNumber), settings: automationSettings, level: z.enum(FUSE_LEVELS),
  /** Where automation is narrowed or stopped now. */
  fuses: z.array(scopeFuseView), history: z.array(scopeFuseView),
  /** Should errors rise to `rate`: how many wrong claims pass before the fuse goes, at most, in 99 of 100 cases. */
  loss: z.array(z.object({ rate: z.number(), claims: z.number().nullable() })), cleanNeeded: z.number(), cleanSoFar: z.number(),
  /** Money that went where it should not, and is not back. */
  wrongs: z.array(z.object({ id: idText, claimId: idText, number: z.string(), employee: personView, amount: moneyWire, reason: z.string(), openedAt: instantText })),
});
export type AutomationView = z.infer<typeof automationView>;

/** A claim to look at afterwards. It does not say who or what approved it. */
export const sampleView = z.object({
  id: idText, number: z.string(), title: z.string(), employee: personView, total: moneyWire,
  lines: z.array(z.object({
    id: idText, category: z.string(), text: z.string(), spentOn: civilDateText, city: z.string().nullable(), amount: moneyWire, reimbursable: moneyWire,
    payments: z.array(paymentView), documents: z.array(documentView), bookings: z.array(bookingView),
  })),
});
export type SampleView = z.infer<typeof sampleView>;
export const samplePage = z.object({ items: z.array(sampleView) });
export const sampleJudgement = z.object({ isRight: z.boolean(), wrong: moneyWire.nullable(), reason: z.string().trim().max(500) })
  .refine((said) => said.isRight || (said.wrong !== null && said.reason !== ''), 'what is wrong needs an amount and a reason');
export const wrongClosed = z.object({ note: z.string().trim().min(1).max(500) });
