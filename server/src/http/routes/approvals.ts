import { approvalDecision, approvalView } from '@roundtrip/contract';
import { z } from 'zod';
import { inboxOf } from '#modules/approvals';
import { claimsById, linesOf } from '#modules/claims';
import type { Bilingual } from '@roundtrip/kernel';
import { decideStep } from '../../flows/decide-step.ts';
import type { House } from '../../flows/house.ts';
import { personOf } from '../caller.ts';
import { onceFor } from '../idempotent.ts';
import { claimSummaries } from '../present/claims.ts';
import { orRefuse } from '../problem.ts';
import type { App } from '../app.ts';

type Findings = { readonly outcome: string; readonly findings: readonly { readonly message: Bilingual }[] } | null;

export function approvalRoutes(app: App, house: House): void {
  app.get('/v1/approvals', { schema: { response: { 200: z.object({ items: z.array(approvalView) }) } }, config: { action: 'approval.decide' } }, (request) => {
    const caller = personOf(request);
    return house.db.read(caller.companyId, async (tx) => {
      const inbox = await inboxOf(tx, caller.employeeId);
      const claims = await claimsById(tx, inbox.map(({ request: asked }) => asked.subjectId));
      const summaries = new Map((await claimSummaries(tx, claims)).map((claim) => [claim.id, claim]));
      const lines = await linesOf(tx, claims.map((claim) => claim.id));
      return { items: inbox.flatMap(({ turn, request: asked }) => {
        const claim = summaries.get(asked.subjectId);
        const warnings = lines.filter((line) => line.claimId === asked.subjectId).flatMap((line) => ((line.verdict as Findings)?.findings ?? []).map((finding) => finding.message));
        return claim ? [{ id: turn.id, claim, step: turn.step === 'finance' ? 'finance' as const : 'manager' as const, askedAt: turn.askedAt, why: [...asked.why], warnings }] : [];
      }) };
    });
  });

  app.post('/v1/approvals/:id/decision', { schema: { params: z.object({ id: z.uuid() }), body: approvalDecision, response: { 200: z.object({ done: z.literal(true) }) } }, config: { action: 'approval.decide' } }, (request) =>
    onceFor(house, request, async () => {
      const caller = personOf(request);
      orRefuse(await decideStep(house, { caller, turnId: request.params.id, decision: request.body.decision, reason: request.body.reason ?? null }));
      return { done: true as const };
    }));
}
