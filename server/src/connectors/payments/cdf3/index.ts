import type { Finding, Money, PaymentFacts } from '@roundtrip/kernel';
import type { FileFormat, StatementRecord } from '#spi';
import { NO_CURRENCY, scaledAmount } from '../shared/amounts.ts';
import { decodeXml } from '../shared/bytes.ts';
import { cardPayment, required } from '../shared/card.ts';
import { isoMoment } from '../shared/dates.ts';
import { Refusal, finding, guarded } from '../shared/errors.ts';
import { currencyFromNumeric } from '../shared/numeric-currency.ts';
import { statementOf } from '../shared/statement.ts';
import { at, readXml, textAt, within, type Element } from '../shared/xml.ts';

/** Mastercard's file and Diners' of the same build. */
const ROOTS: Readonly<Record<string, string>> = { CDFTransmissionFile: 'cdf3', DinersS3DFTransmissionFile: 's3df' };

/** Each amount carries its own currency and exponent; the exponent is the network's, not the currency's. */
function amountAt(record: Element, name: string, place: string): Money | null {
  const element = at(record, name);
  if (!element) return null;
  const exponent = Number(element.attributes['CurrencyExponent'] ?? NaN);
  return Number.isInteger(exponent) ? scaledAmount(element.text.trim(), exponent, currencyFromNumeric(element.attributes['CurrencyCode'] ?? ''), place) : null;
}

type Owner = { readonly programme: string; readonly cardNumber: string };

function paymentOf(entity: Element, owner: Owner, index: number): PaymentFacts {
  const place = `FinancialTransactionEntity[${index + 1}]`;
  const record = at(entity, 'FinancialTransaction_5000') ?? at(entity, 'FinancialAdjustmentRecord_5900');
  if (!record) throw new Refusal('file.malformed', { zh: '交易缺少财务记录', en: 'A transaction has no financial record' }, place);
  const acceptor = at(entity, 'CardAcceptor_5001');
  const billed = amountAt(record, 'AmountInBillingCurrency', place) ?? amountAt(record, 'AmountInPostedCurrency', place);
  const credit = textAt(record, 'DebitOrCreditIndicator') === 'C';
  const posted = isoMoment(textAt(record, 'PostingDate'));
  const ids = [entity.attributes['ProcessorTransactionId'] || textAt(record, 'ProcessorTransactionId'), textAt(record, 'MasterCardFinancialTransactionId')];
  return cardPayment({
    id: ids.filter(Boolean).join('-'),
    direction: credit ? 'in' : 'out',
    type: record.name.startsWith('FinancialAdjustment') ? (credit ? 'refund' : 'fee') : credit ? 'refund' : 'purchase',
    ...(textAt(record, 'FinancialRecordHeader', 'MaintenanceCode') === 'D' ? { status: 'reversed' as const } : {}),
    charged: required(billed, 'file.bad-amount', place),
    original: amountAt(record, 'AmountInOriginalCurrency', place),
    happened: required(isoMoment(textAt(record, 'TransactionDate')) ?? posted, 'file.bad-date', place),
    posted,
    cardNumber: owner.cardNumber, programme: owner.programme,
    merchant: textAt(acceptor, 'CardAcceptorName') || textAt(record, 'AdjustmentDescription'),
    mcc: textAt(acceptor, 'CardAcceptorBusinessCode'), city: textAt(acceptor, 'CardAcceptorCity'), country: textAt(acceptor, 'CardAcceptorCountryCode'),
    orderNo: textAt(record, 'CardAcceptorReferenceNum'),
  });
}

/** The trailer counts; a file that lost a transaction on its way says so here. */
function checkTrailer(root: Element, entries: readonly PaymentFacts[]): Finding[] {
  const trailer = at(root, 'TransmissionTrailer_9999');
  return (['out', 'in'] as const).flatMap((direction) => {
    const declared = textAt(trailer, direction === 'out' ? 'NumOfDebits' : 'NumOfCredits');
    const there = entries.filter((entry) => entry.direction === direction).length;
    if (declared === '' || Number(declared) === there) return [];
    return [finding('error', 'DECLARED_COUNT', `文件尾声明 ${Number(declared)} 笔,实有 ${there} 笔`, `The trailer declares ${Number(declared)} ${direction === 'out' ? 'debits' : 'credits'}, ${there} are there`)];
  });
}

function readCdf(bytes: Uint8Array): readonly StatementRecord[] {
  const root = readXml(bytes);
  const format = ROOTS[root.name];
  if (!format) throw new Refusal('file.unknown-format', { zh: '不是 CDF3 文件', en: 'Not a CDF3 file' });
  const entries: PaymentFacts[] = [];
  for (const corporate of within(root, 'CorporateEntity')) {
    const programme = corporate.attributes['CorporationNumber'] ?? '';
    for (const account of within(corporate, 'AccountEntity')) {
      const owner: Owner = { programme, cardNumber: account.attributes['AccountNumber'] ?? '' };
      for (const entity of within(account, 'FinancialTransactionEntity')) entries.push(paymentOf(entity, owner, entries.length));
    }
  }
  const strays = within(root, 'FinancialTransactionEntity').length - entries.length;
  const findings = checkTrailer(root, entries);
  if (strays > 0) findings.push(finding('error', 'STRAY_TRANSACTION', `有 ${strays} 笔交易不属于任何卡`, `${strays} transactions belong to no card`));
  const currency = (entries[0]?.settled ?? entries[0]?.amount)?.currency ?? NO_CURRENCY;
  return [statementOf({
    format, account: entries[0]?.account ?? '', currency, opening: null, closing: null,
  }, entries, findings)];
}

/** Mastercard Common Data Format 3, and the Diners file built like it. */
export const cdf3: FileFormat = {
  id: 'cdf3',
  title: { zh: '万事达商务卡文件(CDF3)', en: 'Mastercard Common Data Format (CDF3)' },
  sniff: (file) => (/<(?:CDFTransmissionFile|DinersS3DFTransmissionFile)[\s>]/.test(decodeXml(file.head.subarray(0, 2048), true)) ? 95 : null),
  read: (bytes) => guarded(() => readCdf(bytes)),
};
