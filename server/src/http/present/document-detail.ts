import { CORRECTABLE_FIELDS, type DocumentDetail, type FieldView } from '@roundtrip/contract';
import type { Caller } from '#modules/access';
import { claimsById, linesOf } from '#modules/claims';
import {
  allUsesOf, arrivalsOf, CORRECTABLE, correctionsOf, deductionOf, evidenceOf, fieldText, machineReadings, queriesOf, restsOf, verificationsOf, type Purpose, type StoredDocument,
} from '#modules/documents';
import { listEmployees, type Employee } from '#modules/people';
import type { Tx } from '#platform/db';
import { maskFor, seesAll } from './documents.ts';
import { documentViews, type People } from './facts.ts';
import { wireOf } from './wire.ts';

type Evidence = Awaited<ReturnType<typeof evidenceOf>>;

/** Formats whose original is a page that can be shown. */
const DRAWABLE = new Set(['fapiao-pdf', 'fapiao-ofd', 'fapiao-zip', 'image']);

async function fieldsOf(tx: Tx, document: StoredDocument, { evidence, people }: { readonly evidence: Evidence; readonly people: People }): Promise<FieldView[]> {
  const machine = (await machineReadings(tx, [document.id])).get(document.id) ?? document.facts;
  const corrections = new Map((await correctionsOf(tx, [document.id])).map((one) => [one.field as string, one]));
  return CORRECTABLE_FIELDS.map((name) => {
    const { label, form, evidence: noted } = CORRECTABLE[name];
    const corrected = corrections.get(name);
    return {
      name, label, form, value: fieldText(document.facts, name), machine: fieldText(machine, name),
      corrected: corrected ? { by: people.get(corrected.byId)?.name ?? '—', at: corrected.at, reason: corrected.reason } : null,
      evidence: evidence.flatMap(({ originalId, format, evidence: readings }) =>
        readings.filter((one) => one.field === noted).map(({ value, source, rank, place }) => ({ value, source, rank, originalId, format, place: place ?? null }))),
    };
  });
}

/** Every page that some evidence stands on, and the first page of each original that can be shown. */
function pagesOf(evidence: Evidence): DocumentDetail['pages'] {
  return evidence.filter(({ format }) => DRAWABLE.has(format)).flatMap(({ originalId, format, evidence: readings }) =>
    [...new Set([1, ...readings.flatMap((one) => one.place?.page ?? [])])].sort((a, b) => a - b).map((page) => ({ originalId, format, page })));
}

const PURPOSES: Readonly<Record<string, Purpose>> = { entertainment: 'entertainment', meal: 'meal' };

/** What the expense was for, from the claim line that uses the invoice; business travel where none does yet. */
async function purposeOf(tx: Tx, claimId: string | undefined, lineId: string | null | undefined): Promise<Purpose> {
  if (!claimId) return 'unknown';
  const line = (await linesOf(tx, [claimId])).find((one) => one.id === lineId);
  return PURPOSES[line?.category ?? ''] ?? 'business';
}

const isOurs = (passenger: string | undefined, employees: readonly Employee[]): boolean | null =>
  (passenger === undefined ? null : employees.some((one) => one.name === passenger || one.aliases.includes(passenger)));

export type Detail = { readonly document: StoredDocument; readonly caller: Caller };

/** All of an invoice: its fields with their evidence, who uses it, what the tax bureau says, what may be deducted. */
export async function documentDetail(tx: Tx, { document, caller }: Detail): Promise<DocumentDetail | null> {
  const { id, facts } = document;
  const employees = await listEmployees(tx);
  const people: People = new Map(employees.map((one) => [one.id, { id: one.id, name: one.name }]));
  const [evidence, uses, queries] = [await evidenceOf(tx, id), await allUsesOf(tx, [id]), await queriesOf(tx, [id])];
  const [rest, verification, [view]] = [(await restsOf(tx, [id]))[0], (await verificationsOf(tx, [id])).get(id), await documentViews(tx, [document], people)];
  if (!rest || !verification || !view) return null;
  const claims = new Map((await claimsById(tx, uses.map((use) => use.claimId))).map((claim) => [claim.id as string, claim]));
  const [mask, currency] = [maskFor(caller, people), facts.total.currency];
  const inForce = uses.find((use) => use.releasedAt === null);
  const arrivals = await arrivalsOf(tx, [id]);
  const deduction = deductionOf(facts, { purpose: await purposeOf(tx, inForce?.claimId, inForce?.lineId), isEmployee: isOurs(facts.passenger, employees) });
  return {
    document: { ...view, claimId: mask.claimId(claims.get(view.claimId ?? '')) }, fields: await fieldsOf(tx, document, { evidence, people }), pages: pagesOf(evidence),
    arrivals: arrivals.map((one, i) => ({ at: one.at, by: mask.person(one.submittedBy), fileName: one.fileName, sameFile: arrivals.findIndex((other) => other.sha256 === one.sha256) < i })),
    uses: uses.map((use) => {
      const claim = claims.get(use.claimId);
      return { claimId: mask.claimId(claim), claimNumber: mask.claimNumber(claim), by: mask.person(claim?.employeeId ?? null), amount: wireOf(use.amountMinor, currency), at: use.usedAt, releasedAt: use.releasedAt };
    }),
    rest: wireOf(rest.restMinor, currency), takenBack: wireOf(rest.takenBackMinor, currency),
    verification: {
      state: verification.state, mismatch: verification.mismatch, at: verification.at, nextAt: verification.askAfter,
      answers: queries.map((one) => ({
        at: one.answeredAt ?? one.askedAt, verifier: one.verifier, by: one.byId ? mask.person(one.byId) : null, state: one.state, failure: one.failure, answer: seesAll(caller) ? one.answer : null,
      })),
    },
    booking: { state: verification.booking, on: verification.bookedOn, voucher: verification.voucher },
    deduction: { method: deduction.method, amount: deduction.minor === null ? null : wireOf(deduction.minor, currency), clause: deduction.clause, reason: deduction.reason },
  };
}
