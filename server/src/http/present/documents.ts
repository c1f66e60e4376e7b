import type { DuplicateView, recoveryView } from '@roundtrip/contract';
import type { Bilingual } from '@roundtrip/kernel';
import type { z } from 'zod';
import { may, type Caller } from '#modules/access';
import { claimsById } from '#modules/claims';
import { allUsesOf, arrivalsOf, documentsById, usesOf, type Recovery } from '#modules/documents';
import type { Tx } from '#platform/db';
import { peopleOf, personIn, type People } from './facts.ts';
import { wireOf } from './wire.ts';

/** A colleague's name for those who may not see the company's records: enough to ask around, not enough to list people. */
const masked = (name: string): string => (name === '' ? '—' : `${[...name][0] ?? ''}**`);
const MASKED_NUMBER = '•••';

export const seesAll = (caller: Caller): boolean => may(caller, 'company.read');
const isOwn = (caller: Caller, employeeId: string | null): boolean => caller.kind === 'person' && employeeId === caller.employeeId;

/** Names of people and claims as this caller may see them. */
export function maskFor(caller: Caller, people: People) {
  const open = (employeeId: string | null): boolean => seesAll(caller) || isOwn(caller, employeeId);
  return {
    person: (employeeId: string | null): string => (employeeId === null ? '—' : open(employeeId) ? personIn(people, employeeId).name : masked(personIn(people, employeeId).name)),
    claimNumber: (claim: { readonly number: string; readonly employeeId: string } | undefined): string => (claim ? (open(claim.employeeId) ? claim.number : MASKED_NUMBER) : '—'),
    claimId: (claim: { readonly id: string; readonly employeeId: string } | undefined): string | null => (claim && open(claim.employeeId) ? claim.id : null),
  };
}

/** For invoices that were known already: who handed them in first, when, and which claim uses them now. */
export async function duplicatesOf(tx: Tx, caller: Caller, { documentIds, people }: { readonly documentIds: readonly string[]; readonly people: People }): Promise<Map<string, DuplicateView>> {
  const [documents, arrivals, uses] = [await documentsById(tx, documentIds), Map.groupBy(await arrivalsOf(tx, documentIds), (one) => one.documentId), await usesOf(tx, documentIds)];
  const claims = new Map((await claimsById(tx, [...uses.values()])).map((claim) => [claim.id as string, claim]));
  const mask = maskFor(caller, people);
  return new Map(documents.map((document) => {
    const first = arrivals.get(document.id)?.[0] ?? { at: document.receivedAt, submittedBy: document.submittedBy };
    const claim = claims.get(uses.get(document.id) ?? '');
    const [by, number, day] = [mask.person(first.submittedBy), mask.claimNumber(claim), first.at.slice(0, 10)];
    const message = {
      zh: `${by} 已于 ${day} 提交过这张发票${claim ? `，已用于报销单 ${number}` : '，尚未报销'}`,
      en: `${by} handed this invoice in on ${day}${claim ? `; claim ${number} uses it` : '; no claim uses it yet'}`,
    };
    return [document.id, { at: first.at, by, mine: isOwn(caller, first.submittedBy), claimNumber: claim ? number : null, claimId: mask.claimId(claim), message }];
  }));
}

/**
 * Why a claim may not use an invoice, with what the caller may know of who used it, in which claim and how much. Null
 * where no claim uses any of it.
 */
export async function usedBy(tx: Tx, caller: Caller, documentIds: readonly string[]): Promise<Bilingual | null> {
  const uses = (await allUsesOf(tx, documentIds)).filter((use) => use.releasedAt === null);
  const claims = new Map((await claimsById(tx, uses.map((use) => use.claimId))).map((claim) => [claim.id as string, claim]));
  const numbers = new Map((await documentsById(tx, documentIds)).map((document) => [document.id as string, document.facts]));
  const mask = maskFor(caller, await peopleOf(tx));
  const words = uses.flatMap((use) => {
    const [claim, facts] = [claims.get(use.claimId), numbers.get(use.documentId)];
    if (!claim || !facts) return [];
    const [by, number, day] = [mask.person(claim.employeeId), mask.claimNumber(claim), use.usedAt.slice(0, 10)];
    const amount = `${wireOf(use.amountMinor, facts.total.currency).amount} ${facts.total.currency}`;
    return [{ zh: `发票 ${facts.number} 已由 ${by} 于 ${day} 在报销单 ${number} 中使用 ${amount}`, en: `${by} used ${amount} of invoice ${facts.number} in claim ${number} on ${day}` }];
  });
  return words.length === 0 ? null : { zh: `${words.map((one) => one.zh).join('；')}。`, en: `${words.map((one) => one.en).join('; ')}.` };
}

export async function recoveryViews(tx: Tx, recoveries: readonly Recovery[], people: People): Promise<z.infer<typeof recoveryView>[]> {
  const documents = new Map((await documentsById(tx, recoveries.map((one) => one.documentId))).map((document) => [document.id, document]));
  const claims = new Map((await claimsById(tx, recoveries.map((one) => one.claimId))).map((claim) => [claim.id as string, claim]));
  return recoveries.map((one) => {
    const claim = claims.get(one.claimId);
    return {
      id: one.id, documentId: one.documentId, number: documents.get(one.documentId)?.facts.number ?? '', claimId: one.claimId, claimNumber: claim?.number ?? '', person: claim ? personIn(people, claim.employeeId) : null,
      amount: wireOf(one.amountMinor, one.currency), state: one.state, openedAt: one.openedAt, closedAt: one.closedAt, note: one.note,
    };
  });
}
