import { bookingRequest, documentDetail as detailView, verificationRequest } from '@roundtrip/contract';
import { parseMoney, type CivilDate } from '@roundtrip/kernel';
import { z } from 'zod';
import type { Caller } from '#modules/access';
import { bookInvoice } from '../../flows/book-invoice.ts';
import { enterWord, takeVerdicts } from '../../flows/settle-verification.ts';
import type { House } from '../../flows/house.ts';
import type { App } from '../app.ts';
import { actorOf, callerOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { orRefuse, Refusal } from '../problem.ts';
import { detailOf } from './document-life.ts';

const byId = z.object({ id: z.uuid() });
const listTaken = z.object({ noted: z.number(), unknown: z.array(z.number()) });
const who = (caller: Caller): string | null => (caller.kind === 'person' ? caller.employeeId : null);

/** What finance knows of an invoice from the tax bureau's own page, and where it stands in the books. */
export function documentVerificationRoutes(app: App, house: House): void {
  app.post('/v1/documents/:id/verification', { schema: { params: byId, body: verificationRequest, response: { 200: detailView } }, config: { action: 'company.read' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = callerOf(request);
      const { state, mismatch, answer, takenBack } = request.body;
      const amount = takenBack ? orRefuse(parseMoney(takenBack.amount, takenBack.currency)) : undefined;
      const known = await enterWord(house, caller.companyId, { actor: actorOf(caller), byId: who(caller), verifier: 'manual', documentId: request.params.id, word: { state, mismatch, answer, takenBack: amount } });
      if (!known) throw new Refusal({ kind: 'request.not-found' });
      return detailOf(house, caller, request.params.id);
    }));

  app.post('/v1/documents/:id/booking', { schema: { params: byId, body: bookingRequest, response: { 200: detailView } }, config: { action: 'ledger.read' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = callerOf(request);
      const { state, on, voucher } = request.body;
      orRefuse(await bookInvoice(house, caller.companyId, { actor: actorOf(caller), documentId: request.params.id, state, on: on as CivilDate, voucher }));
      return detailOf(house, caller, request.params.id);
    }));

  app.post('/v1/verifications', { schema: { response: { 200: listTaken } }, config: { action: 'statement.import' } }, async (request) => {
    const caller = callerOf(request);
    const file = await request.file();
    if (!file) throw new Refusal({ kind: 'request.invalid' });
    const taken = await takeVerdicts(house, caller.companyId, { actor: actorOf(caller), byId: who(caller), bytes: await file.toBuffer() });
    if (!taken.ok) throw new Refusal({ kind: 'request.invalid', message: taken.error.message });
    return { noted: taken.value.noted, unknown: [...taken.value.unknown] };
  });
}
