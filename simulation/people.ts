import type { Chance } from '../rehearsal/src/chance.ts';
import { makeAlipayBill, makeWechatBill } from '../rehearsal/src/makers/statements/index.ts';
import { decideMatch } from '../server/src/flows/decide-match.ts';
import { decideStep } from '../server/src/flows/decide-step.ts';
import type { House } from '../server/src/flows/house.ts';
import { submitClaim, submitObjection } from '../server/src/flows/submit-claim.ts';
import { takeFiles } from '../server/src/flows/take-files.ts';
import { withdrawClaim } from '../server/src/flows/withdraw-claim.ts';
import { linesOf, listClaims } from '../server/src/modules/claims/index.ts';
import { listGroups } from '../server/src/modules/matching/index.ts';
import type { Company, Person } from './company.ts';
import type { Bank } from './outside/bank.ts';
import type { Spending } from './outside/spending.ts';
import type { Truth } from './truth.ts';

export type Stage = {
  readonly house: House; readonly company: Company; readonly chance: Chance; readonly spending: Spending; readonly bank: Bank; readonly truth: Truth;
  say(line: string): void;
  /** Does one thing as a user does it: a crash in the middle is an error page, and the user looks again later. */
  attempt(what: string, work: () => Promise<unknown>): Promise<void>;
};

export const PAGE = { after: null, limit: 200 } as const;
export const outcomeOf = (result: { readonly ok: boolean; readonly error?: unknown }): string => (result.ok ? 'done' : JSON.stringify(result.error));

/** Employees hand in their papers, answer what is asked, and tap once. `eager`: whatever can be done is done, and nothing is withdrawn. */
export async function employeesAct(stage: Stage, numbers: readonly string[], eager: boolean): Promise<void> {
  for (const number of numbers) {
    const person = stage.company.people.get(number);
    if (!person || (!eager && stage.chance.next() < 0.4)) continue;
    await handIn(stage, number, person, eager);
    await answerMatches(stage, person, eager);
    await submitDrafts(stage, person, eager);
  }
}

export const upload = (stage: Stage, person: Person, fileName: string, bytes: Uint8Array): Promise<void> => stage.attempt(`hand in ${fileName}`, async () => {
  const mayImport = person.roles.includes('finance') && fileName.startsWith('camt');
  const [taken] = await takeFiles(stage.house, stage.company.id, { actor: { kind: 'person', employeeId: person.employeeId, name: person.name }, submittedBy: mayImport ? null : person.employeeId, mayImport, files: [{ fileName, bytes }] });
  stage.say(`file ${fileName} ${taken?.outcome ?? ''} ${taken?.problem?.kind ?? ''}`);
});

async function handIn(stage: Stage, number: string, person: Person, eager: boolean): Promise<void> {
  const { spending, chance, house } = stage;
  for (const paper of spending.papers.filter((one) => one.owner === number)) {
    const luck = eager ? 1 : chance.next();
    if (luck < 0.3) continue;
    if (luck < 0.36) await upload(stage, stage.company.people.get('E002') ?? person, paper.number, paper.file);
    await upload(stage, person, paper.number, paper.file);
    if (luck > 0.4) spending.papers.splice(spending.papers.indexOf(paper), 1);
  }
  for (const [channel, maker] of [['wechatpay', makeWechatBill], ['alipay', makeAlipayBill]] as const) {
    const payments = spending.wallets.get(`${channel}:${number}`) ?? [];
    const known = spending.handedIn.get(`${channel}:${number}`) ?? 0;
    if (payments.length === 0 || (eager ? known === payments.length : chance.next() < 0.5)) continue;
    // Often only what is new, often everything again.
    const shown = eager || chance.next() < 0.5 ? payments : payments.slice(0, 2);
    if (eager) spending.handedIn.set(`${channel}:${number}`, payments.length);
    const from = shown.at(-1)?.paidAt ?? house.clock.now();
    await upload(stage, person, `${channel}-${number}-${shown.length}`, maker({ holder: person.name, account: number, from, to: house.clock.now(), exportedAt: house.clock.now(), payments: shown }));
  }
}

async function answerMatches(stage: Stage, person: Person, eager: boolean): Promise<void> {
  const { house, company, chance } = stage;
  await stage.attempt('look at matches', async () => {
    const groups = await house.db.read(company.id, (tx) => listGroups(tx, { employeeId: person.employeeId, state: 'open', ...PAGE }));
    for (const group of groups) {
      const alone = group.payments.length === 0 && group.documents.length > 0;
      // An invoice without a payment holds up a claim: in the end somebody says that it is private.
      const decision = eager && alone ? 'private' : group.decision !== 'review' ? (!eager && chance.next() < 0.04 ? 'private' : null) : eager || chance.next() < 0.7 ? 'confirm' : chance.next() < 0.7 ? 'refuse' : null;
      if (decision === null) continue;
      if (decision === 'private') stage.truth.privateIds.add(group.id);
      stage.say(`${person.name} says ${decision} ${outcomeOf(await decideMatch(house, { caller: person, groupId: group.id, decision }))}`);
    }
  });
}

async function submitDrafts(stage: Stage, person: Person, eager: boolean): Promise<void> {
  const { house, company, chance } = stage;
  await stage.attempt('look at claims', async () => {
    const claims = await house.db.read(company.id, (tx) => listClaims(tx, { employeeIds: [person.employeeId], state: null, ...PAGE }));
    for (const claim of claims) {
      if (claim.state === 'submitted' && !eager && chance.next() < 0.15) {
        stage.say(`${person.name} withdraws ${claim.number} ${outcomeOf(await withdrawClaim(house, { caller: person, claimId: claim.id }))}`);
        continue;
      }
      if (claim.state !== 'draft' || (!eager && chance.next() < 0.5)) continue;
      const lines = await house.db.read(company.id, (tx) => linesOf(tx, [claim.id]));
      if (submitObjection(claim, lines) !== null) continue;
      stage.say(`${person.name} submits ${claim.number} ${outcomeOf(await submitClaim(house, { caller: person, claimId: claim.id }))}`);
    }
  });
}

/** Those whose turn it is say yes, and now and then no. */
export async function approversAct(stage: Stage, eager: boolean): Promise<void> {
  const { house, company, chance } = stage;
  for (const number of ['E001', 'E002', 'E009', 'E010']) {
    const person = company.people.get(number);
    if (!person || (!eager && chance.next() < 0.3)) continue;
    await stage.attempt(`${number} looks at the inbox`, async () => {
      for (const turn of await house.db.read(company.id, async (tx) => (await tx.query<{ id: string }>('select id from approvals.turns where approver_id = $1 and done_at is null order by asked_at, id', [person.employeeId])).rows)) {
        const refuse = !eager && chance.next() < 0.15;
        stage.say(`${person.name} ${refuse ? 'refuses' : 'approves'} ${outcomeOf(await decideStep(house, { caller: person, turnId: turn.id, decision: refuse ? 'reject' : 'approve', reason: refuse ? '请补充说明' : null }))}`);
      }
    });
  }
}

/** The payees of wallets confirm, let it lapse, or get their money sent back; the wallet's own books tell it by the bank's statement. */
export function walletsMove({ spending, bank, company, chance, say }: Stage, seen: Map<string, string>, calm: boolean): void {
  const book = (id: string, account: string, fen: bigint, state: string): void => {
    if (seen.get(id) === state) return;
    if (state === 'SUCCESS') bank.book(id, account, fen);
    if (state === 'REFUND' && seen.get(id) === 'SUCCESS') bank.book(id, account, -fen, 'RETURN');
    seen.set(id, state);
    say(`wallet ${state} ${fen}`);
  };
  const accountOf = (asked: string): string => [...company.accounts.values()].find((account) => asked.includes(account)) ?? '';
  for (const order of spending.alipay.transfers()) {
    if (order.status === 'DEALING' && (calm || chance.next() < 0.5)) spending.alipay.moveTransfer(order.outBizNo, !calm && chance.next() < 0.2 ? 'FAIL' : 'SUCCESS', 'PAYEE_ACCOUNT_STATUS_ERROR');
    book(order.outBizNo, accountOf(order.asked), BigInt(order.amount.replace('.', '')), order.status);
    if (!calm && order.status === 'SUCCESS' && (bank.booked.get(order.outBizNo)?.minor ?? 0n) > 0n && chance.next() < 0.06) {
      spending.alipay.moveTransfer(order.outBizNo, 'REFUND', 'PAYEE_CARD_INFO_ERROR');
      book(order.outBizNo, accountOf(order.asked), BigInt(order.amount.replace('.', '')), 'REFUND');
    }
  }
  for (const bill of spending.wechat.bills()) {
    if (bill.state === 'WAIT_USER_CONFIRM' && (calm || chance.next() < 0.5)) spending.wechat.moveBill(bill.outBillNo, !calm && chance.next() < 0.2 ? 'FAIL' : 'SUCCESS', 'OVERDUE_CLOSE');
    book(bill.outBillNo, bill.openid, BigInt(bill.fen), bill.state);
  }
}
