import { formatAmount, type CivilDate, type Instant, type Money } from '@roundtrip/kernel';
import { isoDocument } from './xml.ts';

/** One payment inside a booked entry. */
export type CamtDetail = {
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly amount?: Money;
  readonly counterparty?: string;
  readonly counterpartyAccount?: string;
  readonly remittance?: string;
  /** An ISO 20022 return reason (AC04 …): this entry gives back an earlier payment. */
  readonly returnReason?: string;
};

export type CamtEntry = {
  /** The bank's own reference, unique for ever. */
  readonly reference?: string;
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly bookedOn: CivilDate;
  readonly pending?: boolean;
  readonly reversal?: boolean;
  /** The payment information id of the order that this one debit stands for. */
  readonly batchId?: string;
  readonly information?: string;
  readonly details: readonly CamtDetail[];
};

export type CamtAccount = { readonly number: string; readonly currency: string; readonly owner: string };

export type CamtNotice = {
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly statementId: string;
  readonly account: CamtAccount;
  readonly entries: readonly CamtEntry[];
};

export type CamtStatement = CamtNotice & { readonly from: CivilDate; readonly to: CivilDate; readonly opening: Money; readonly closing: Money };

const amount = (money: Money) => ({ '@Ccy': money.currency, '#text': formatAmount(money) });
const mark = (direction: 'in' | 'out'): string => (direction === 'in' ? 'CRDT' : 'DBIT');
const accountId = (number: string) => (/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number) ? { IBAN: number } : { Othr: { Id: number } });

function balance(code: string, money: Money, on: CivilDate) {
  const size = money.minor < 0n ? { minor: -money.minor, currency: money.currency } : money;
  return { Tp: { CdOrPrtry: { Cd: code } }, Amt: amount(size), CdtDbtInd: mark(money.minor < 0n ? 'out' : 'in'), Dt: { Dt: on } };
}

/** The other party stands as debtor of what comes in and creditor of what goes out; a return keeps the roles of the payment it gives back. */
function parties(entry: CamtEntry, detail: CamtDetail) {
  const debtor = (entry.direction === 'in') !== (detail.returnReason !== undefined || entry.reversal === true);
  if (!detail.counterparty && !detail.counterpartyAccount) return undefined;
  const party = detail.counterparty ? { Pty: { Nm: detail.counterparty } } : undefined;
  const account = detail.counterpartyAccount ? { Id: accountId(detail.counterpartyAccount) } : undefined;
  return debtor ? { Dbtr: party, DbtrAcct: account } : { Cdtr: party, CdtrAcct: account };
}

function txDetails(entry: CamtEntry, detail: CamtDetail) {
  return {
    Refs: { AcctSvcrRef: detail.reference, PmtInfId: entry.batchId, EndToEndId: detail.endToEndId },
    Amt: detail.amount ? amount(detail.amount) : undefined,
    CdtDbtInd: detail.amount ? mark(entry.direction) : undefined,
    RltdPties: parties(entry, detail),
    RmtInf: detail.remittance ? { Ustrd: detail.remittance } : undefined,
    RtrInf: detail.returnReason ? { Rsn: { Cd: detail.returnReason } } : undefined,
  };
}

function familyOf(entry: CamtEntry): { Cd: string; SubFmlyCd: string } {
  const returned = entry.details.some((detail) => detail.returnReason !== undefined);
  return { Cd: entry.direction === 'in' && !returned ? 'RCDT' : 'ICDT', SubFmlyCd: returned ? 'RRTN' : 'DMCT' };
}

function entryElement(entry: CamtEntry) {
  return {
    Amt: amount(entry.amount), CdtDbtInd: mark(entry.direction), RvslInd: entry.reversal ? 'true' : undefined,
    Sts: { Cd: entry.pending ? 'PDNG' : 'BOOK' }, BookgDt: { Dt: entry.bookedOn }, ValDt: { Dt: entry.bookedOn }, AcctSvcrRef: entry.reference,
    BkTxCd: { Domn: { Cd: 'PMNT', Fmly: familyOf(entry) } },
    NtryDtls: entry.details.length === 0 ? undefined : {
      Btch: entry.batchId ? { PmtInfId: entry.batchId, NbOfTxs: String(entry.details.length) } : undefined,
      TxDtls: entry.details.map((detail) => txDetails(entry, detail)),
    },
    AddtlNtryInf: entry.information,
  };
}

const header = (notice: CamtNotice) => ({ MsgId: notice.messageId, CreDtTm: notice.createdAt });
const accountElement = (account: CamtAccount) => ({ Id: accountId(account.number), Ccy: account.currency, Ownr: { Nm: account.owner } });

/** A day's statement with both balances, camt.053.001.08. */
export function makeCamt053(statement: CamtStatement): Uint8Array {
  return isoDocument('camt.053.001.08', {
    BkToCstmrStmt: {
      GrpHdr: header(statement),
      Stmt: {
        Id: statement.statementId, CreDtTm: statement.createdAt,
        FrToDt: { FrDtTm: `${statement.from}T00:00:00Z`, ToDtTm: `${statement.to}T23:59:59Z` },
        Acct: accountElement(statement.account),
        Bal: [balance('OPBD', statement.opening, statement.from), balance('CLBD', statement.closing, statement.to)],
        Ntry: statement.entries.map(entryElement),
      },
    },
  });
}

/** A notice of debits and credits as they happen, camt.054.001.08: no balances. */
export function makeCamt054(notice: CamtNotice): Uint8Array {
  return isoDocument('camt.054.001.08', {
    BkToCstmrDbtCdtNtfctn: {
      GrpHdr: header(notice),
      Ntfctn: { Id: notice.statementId, CreDtTm: notice.createdAt, Acct: accountElement(notice.account), Ntry: notice.entries.map(entryElement) },
    },
  });
}
