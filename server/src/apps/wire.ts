import type { InvoiceRecordWire, PaymentRecord } from '@roundtrip/contract';
import { formatAmount, negate, type InvoiceFacts, type Money, type PaymentFacts } from '@roundtrip/kernel';
import type { FileRecord, StatementRecord } from '../connectors/spi/index.ts';

/** Leaves out what is absent, so that a printed record holds only what is known. */
const known = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
const amountOf = (amount: Money | undefined): string | undefined => (amount ? formatAmount(amount) : undefined);

/** Facts as the interface's Payment record. */
export function paymentToWire(facts: PaymentFacts): PaymentRecord {
  return known({
    id: facts.externalId, channel: facts.channel, type: facts.type, paidAt: facts.paidAt, amount: formatAmount(facts.amount), currency: facts.amount.currency,
    payerId: facts.payer, merchant: facts.merchant, mcc: facts.mcc, city: facts.city, description: facts.description, orderNo: facts.orderNo, relatedPaymentId: facts.relatedExternalId,
    settledAmount: amountOf(facts.settled), settledCurrency: facts.settled?.currency, companyPaid: amountOf(facts.companyPaid), account: facts.account, externalId: facts.externalId,
  }) as PaymentRecord;
}

/** A credit note counts negative in the house and is printed as it stands on the paper, with the sign that its writer used. */
function asPrinted(facts: InvoiceFacts): InvoiceFacts {
  if (facts.kind !== 'credit_note') return facts;
  const { pretax, items, ...rest } = facts;
  return {
    ...rest, total: negate(facts.total), tax: facts.tax && negate(facts.tax), ...(pretax ? { pretax: negate(pretax) } : {}),
    items: items.map(({ amount, tax, ...item }) => ({ ...item, ...(amount ? { amount: negate(amount) } : {}), ...(tax ? { tax: negate(tax) } : {}) })),
  };
}

/** Facts as the interface's Invoice record. */
export function invoiceToWire(given: InvoiceFacts): InvoiceRecordWire {
  const facts = asPrinted(given);
  return known({
    kind: facts.kind, number: facts.number, code: facts.code, issuedOn: facts.issuedOn, total: formatAmount(facts.total), tax: facts.tax ? formatAmount(facts.tax) : null,
    pretax: amountOf(facts.pretax), currency: facts.total.currency, seller: facts.seller, sellerTaxId: facts.sellerTaxId, buyer: facts.buyer, buyerTaxId: facts.buyerTaxId,
    checkCode: facts.checkCode, red: facts.red, originalNumber: facts.originalNumber,
    items: facts.items.map((item) => known({ name: item.name, quantity: item.quantity, unitPrice: item.unitPrice, amount: amountOf(item.amount), taxRate: item.taxRate, tax: amountOf(item.tax) })),
    passenger: facts.passenger, journey: facts.journey, orderNo: facts.orderNo,
  }) as InvoiceRecordWire;
}

/** Sums by side in the statement's currency where all entries share one; a mixed statement's sums add up what each entry says of it. */
function side(statement: StatementRecord, direction: 'in' | 'out'): { count: number; sum: string } {
  const entries = statement.entries.filter((entry) => entry.direction === direction);
  const currency = entries[0]?.amount.currency ?? statement.currency;
  const minor = entries.filter((entry) => entry.amount.currency === currency).reduce((sum, entry) => sum + entry.amount.minor, 0n);
  return { count: entries.length, sum: formatAmount({ minor, currency }) };
}

/** One line of `roundtrip read` for one record of a file. */
export function recordToWire(file: string, item: FileRecord, language: 'zh' | 'en'): object {
  const findings = item.findings.map(({ code, severity, message }) => ({ code, severity, message: message[language] }));
  switch (item.kind) {
    case 'invoice':
      return { file, kind: item.kind, format: item.format, invoice: invoiceToWire(item.invoice), evidence: item.evidence, findings };
    case 'statement':
      return {
        file, kind: item.kind, format: item.format, account: item.account, currency: item.currency, opening: amountOf(item.opening ?? undefined) ?? null, closing: amountOf(item.closing ?? undefined) ?? null,
        entries: item.entries.map(paymentToWire), credits: item.totals?.credits ?? side(item, 'in'), debits: item.totals?.debits ?? side(item, 'out'), balanced: item.balanced, findings,
      };
    case 'supporting':
      return { file, kind: item.kind, format: item.format, paper: item.paper, total: amountOf(item.total) ?? null, currency: item.total?.currency ?? null, lines: item.lines.map((line) => known({ ...line, amount: amountOf(line.amount) })), findings };
    default:
      return { file, ...item, findings };
  }
}

