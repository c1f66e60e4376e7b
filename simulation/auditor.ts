import { submitObjection } from '../server/src/flows/submit-claim.ts';
import { verifyCompany } from '../server/src/flows/verify-company.ts';
import type { Db, Tx } from '../server/src/platform/db/index.ts';
import type { Company } from './company.ts';
import { checkSealedTrail } from './trail.ts';
import { Truth, type Spend } from './truth.ts';

/**
 * Holds the product to what really happened. It reads rows and sums them by itself; of the product's own rules it uses
 * none for money. Every sentence that it gives back is a finding.
 */
export type Evidence = { readonly db: Db; readonly company: Company; readonly truth: Truth; readonly bank: { readonly movement: bigint; readonly strangers: bigint } };

type PaymentRow = { readonly id: string; readonly externalId: string; readonly direction: string; readonly status: string; readonly amountMinor: bigint; readonly settledMinor: bigint | null; readonly companyPaidMinor: bigint; readonly payer: string | null; readonly claim: string | null; readonly claimState: string | null; readonly answer: string | null; readonly groupId: string | null };
type ClaimRow = { readonly id: string; readonly number: string; readonly payer: string; readonly state: string; readonly reimbursableMinor: bigint };

const PAYMENTS = `select p.id::text, p.external_id, p.direction, p.status, p.amount_minor, p.settled_minor, p.company_paid_minor, e.number as payer, c.number as claim, c.state as claim_state, g.answer, g.id::text as group_id
  from payments.payments p left join people.employees e on e.company_id = p.company_id and e.id = p.payer_id
  left join matching.members m on m.company_id = p.company_id and m.kind = 'payment' and m.item_id = p.id and m.live
  left join matching.groups g on g.company_id = m.company_id and g.id = m.group_id
  left join claims.claims c on c.company_id = g.company_id and c.id = g.claim_id
  where p.channel <> 'bank' order by p.external_id`;

const show = (minor: bigint): string => `${minor < 0n ? '-' : ''}${(minor < 0n ? -minor : minor) / 100n}.${String((minor < 0n ? -minor : minor) % 100n).padStart(2, '0')}`;

/** Everything that does not hold, in plain words; empty where the product is right to the cent. */
export async function auditCompany(evidence: Evidence): Promise<string[]> {
  const { db, company, truth } = evidence;
  const verified = await verifyCompany(db, company.id);
  const found = await db.read(company.id, async (tx) => {
    const payments = (await tx.query<PaymentRow>(PAYMENTS)).rows;
    const claims = (await tx.query<ClaimRow>(`select c.id::text, c.number, e.number as payer, c.state, c.reimbursable_minor from claims.claims c join people.employees e on e.company_id = c.company_id and e.id = c.employee_id order by c.number`)).rows;
    return [
      ...sameWorld(payments, truth), ...(await whoIsPaid(tx, payments, truth, company)), ...(await claimsEnd(tx, claims)), ...(await booksAgree(tx, payments, evidence)), ...(await checkSealedTrail(tx)),
    ];
  });
  return [...truth.wrong, ...verified.flatMap((law) => law.bad.map((bad) => `verify ${law.code} ${law.title}: ${bad}`)), ...found];
}

/** Nothing is lost, nothing is there twice, nothing was made up, and each is in the state that the outside last told. */
function sameWorld(payments: readonly PaymentRow[], truth: Truth): string[] {
  const seen = new Map(payments.map((row) => [row.externalId, row]));
  const twice = payments.length - seen.size;
  const unknown = payments.filter((row) => !truth.spends.has(row.externalId)).map((row) => `payment ${row.externalId} never happened`);
  const wrong = [...truth.spends.values()].flatMap((spend) => {
    const row = seen.get(spend.externalId);
    if (!row) return [`payment ${spend.externalId} is lost`];
    const cost = row.settledMinor ?? row.amountMinor;
    const same = cost === spend.costMinor && row.companyPaidMinor === spend.companyMinor && row.direction === spend.direction && row.status === spend.status && row.payer === spend.payer;
    return same ? [] : [`payment ${spend.externalId} is ${row.direction} ${show(cost)} (${show(row.companyPaidMinor)} company) ${row.status} of ${row.payer}, and was ${spend.direction} ${show(spend.costMinor)} (${show(spend.companyMinor)}) ${spend.status} of ${spend.payer}`];
  });
  return [...(twice > 0 ? [`${twice} payments are there twice`] : []), ...unknown, ...wrong];
}

const DECIDED = new Set(['approved', 'paying', 'paid', 'closed']);
const isDecided = (row: PaymentRow): boolean => row.answer !== 'private' && row.claimState !== null && DECIDED.has(row.claimState);

const sumOf = (rows: readonly PaymentRow[], truth: Truth, part: (spend: Spend) => bigint): bigint => rows.reduce((sum, row) => {
  const spend = truth.spends.get(row.externalId);
  return spend ? sum + part(spend) : sum;
}, 0n);

/**
 * To the cent: a person has on their account exactly what their own money paid in the claims that were decided, and
 * besides at most what the books say that the person owes back for it.
 */
async function whoIsPaid(tx: Tx, payments: readonly PaymentRow[], truth: Truth, company: Company): Promise<string[]> {
  const owed = new Map((await tx.query<{ account: string; minor: bigint }>(`select account, sum(minor)::bigint as minor from ledger.lines where account like 'receivable:%' group by account`)).rows.map((row) => [row.account, row.minor]));
  return [...company.people.keys()].flatMap((number) => {
    const own = payments.filter((row) => row.payer === number);
    const due = sumOf(own.filter(isDecided), truth, Truth.own);
    const paid = truth.paid.get(number) ?? 0n;
    // Company money that was spent privately is owed back too, and was never on the account.
    const owes = (owed.get(`receivable:${number}`) ?? 0n) - sumOf(own.filter((row) => row.answer === 'private'), truth, Truth.company);
    const secret = own.filter((row) => row.answer === 'private' && row.groupId !== null && !truth.privateIds.has(row.groupId));
    // What is in no claim has a name: private by the person's own word, or money that came back as a whole.
    const worth = (one: PaymentRow): bigint => sumOf(one.groupId === null ? [one] : own.filter((row) => row.groupId === one.groupId), truth, Truth.own);
    const left = own.filter((row) => row.answer !== 'private' && row.claim === null && worth(row) > 0n);
    return [
      ...(paid === due + owes ? [] : [`${number} has ${show(paid)} on the account, is due ${show(due)} and owes ${show(owes)} back`]),
      ...secret.map((row) => `${row.externalId} is private, and nobody said so`), ...left.map((row) => `${row.externalId} of ${number} is in no claim`),
    ];
  });
}

/** No claim is stuck without a name: it is paid, closed or refused, or a draft that says what it waits for. */
async function claimsEnd(tx: Tx, claims: readonly ClaimRow[]): Promise<string[]> {
  const found: string[] = [];
  for (const claim of claims) {
    if (['paid', 'closed', 'rejected'].includes(claim.state)) continue;
    const lines = (await tx.query<{ missing: string[]; amountMinor: bigint }>('select missing, amount_minor from claims.lines where claim_id = $1', [claim.id])).rows;
    if (claim.state === 'draft' && submitObjection({ state: 'draft' }, lines as never) !== null) continue;
    found.push(`claim ${claim.number} of ${claim.payer} ends as ${claim.state}`);
  }
  return found;
}

/** The bank's own movements are the ledger's; nothing is left on the way; the company owes its card issuers what they paid. */
async function booksAgree(tx: Tx, payments: readonly PaymentRow[], { truth, bank, company }: Evidence): Promise<string[]> {
  const rows = (await tx.query<{ account: string; minor: bigint }>('select account, sum(minor)::bigint as minor from ledger.lines group by account')).rows;
  const sum = (prefix: string): bigint => rows.filter((row) => row.account.startsWith(prefix)).reduce((total, row) => total + row.minor, 0n);
  const agree = (what: string, has: bigint, should: bigint): string[] => (has === should ? [] : [`${what}: the ledger has ${show(has)}, and it should be ${show(should)}`]);
  const unclaimed = [...company.people.keys()].flatMap((number) => {
    const open = payments.filter((row) => row.payer === number && !isDecided(row) && row.answer !== 'private');
    return agree(`unclaimed of ${number}`, sum(`unclaimed:${number}`), -sumOf(open, truth, Truth.own));
  });
  return [
    ...agree('bank', sum('bank:'), bank.movement), ...agree('in transit', sum('in-transit:'), 0n), ...agree('payable', sum('payable:'), 0n), ...agree('suspense', sum('suspense:'), -bank.strangers),
    ...agree('owed to card issuers', sum('card-liability:'), -[...truth.spends.values()].reduce((total, spend) => total + Truth.company(spend), 0n)), ...unclaimed,
  ];
}
