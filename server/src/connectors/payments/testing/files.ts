import { money, parseCivilDate, parseInstant, type CivilDate, type Instant, type PaymentFacts } from '@roundtrip/kernel';
import { makeAlipayBill, makeCamt053, makeCamt054, makeCardCsv, makePain002, makeWechatBill, type CamtEntry, type WalletBill } from '@roundtrip/rehearsal/makers';

export const at = (text: string): Instant => parseInstant(text) as Instant;
export const day = (text: string): CivilDate => parseCivilDate(text) as CivilDate;
export const cny = (minor: bigint) => money(minor, 'CNY');
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const PAYOUT_IDS = ['0192f0c0aaaa7bbb8ccc000000000001', '0192f0c0aaaa7bbb8ccc000000000002'] as const;

const entries: readonly CamtEntry[] = [
  {
    reference: 'BANK-1', direction: 'out', amount: cny(30_000n), bookedOn: day('2026-11-03'), batchId: 'BATCH-1',
    details: [
      { reference: 'BANK-1-1', endToEndId: PAYOUT_IDS[0], amount: cny(10_000n), counterparty: '张三', counterpartyAccount: '6222000000000001' },
      { reference: 'BANK-1-2', endToEndId: PAYOUT_IDS[1], amount: cny(20_000n), counterparty: '李四', counterpartyAccount: '6222000000000002' },
    ],
  },
  { reference: 'BANK-2', direction: 'in', amount: cny(20_000n), bookedOn: day('2026-11-03'), details: [{ endToEndId: PAYOUT_IDS[1], amount: cny(20_000n), counterparty: '李四', returnReason: 'AC04' }] },
  { direction: 'out', amount: cny(500n), bookedOn: day('2026-11-03'), information: '手续费', details: [] },
  { direction: 'out', amount: cny(500n), bookedOn: day('2026-11-03'), information: '手续费', details: [] },
];

const notice = { messageId: 'MSG-1', createdAt: at('2026-11-03T16:00:00Z'), statementId: 'STMT-1', account: { number: '31050000000000001', currency: 'CNY', owner: '示例科技有限公司' }, entries };

export const camt053 = (): Uint8Array => makeCamt053({ ...notice, from: day('2026-11-03'), to: day('2026-11-03'), opening: cny(1_000_000n), closing: cny(989_000n) });
export const camt054 = (): Uint8Array => makeCamt054(notice);

const payment = (facts: Partial<PaymentFacts> & Pick<PaymentFacts, 'externalId'>): PaymentFacts => ({
  channel: 'wechatpay', type: 'purchase', direction: 'out', status: 'posted', paidAt: at('2026-11-02T01:30:00Z'), amount: cny(4_550n), merchant: '滴滴出行', ...facts,
});

export const walletPayments: readonly PaymentFacts[] = [
  payment({ externalId: '4200000001202611021111111111', orderNo: 'D-1001', description: '快车,11月2日' }),
  payment({ externalId: '4200000001202611022222222222', orderNo: 'H-77', merchant: '锦江之星"虹桥"店', amount: cny(128_800n), paidAt: at('2026-11-01T16:30:00Z') }),
  payment({ externalId: '4200000001202611023333333333', orderNo: 'D-1001', type: 'refund', direction: 'in', amount: cny(550n), paidAt: at('2026-11-03T02:00:00Z') }),
  payment({ externalId: '4200000001202611024444444444', type: 'transfer', merchant: '零钱', amount: cny(100_000n) }),
];

export const bill = (payments = walletPayments): WalletBill => ({
  holder: '王小明', account: 'xiaoming@example.com', from: at('2026-10-31T16:00:00Z'), to: at('2026-11-30T15:59:59Z'), exportedAt: at('2026-12-01T01:00:00Z'), payments,
});
export const wechatBill = (): Uint8Array => makeWechatBill(bill());
export const alipayBill = (): Uint8Array => makeAlipayBill(bill(walletPayments.map((p) => ({ ...p, channel: 'alipay' as const }))));

export const cardPayments: readonly PaymentFacts[] = [
  payment({ externalId: 'CARD-1', channel: 'corporate_card', payer: 'E1001', mcc: '7011', city: 'London', country: 'GB', merchant: 'Park Plaza', amount: money(20_000n, 'GBP'), settled: cny(186_000n) }),
  payment({ externalId: 'CARD-2', channel: 'corporate_card', payer: 'E1002', type: 'refund', direction: 'in', merchant: 'China Eastern', amount: cny(90_000n) }),
  payment({ externalId: 'CARD-3', channel: 'corporate_card', payer: 'E1002', type: 'fee', merchant: 'Annual fee', amount: cny(30_000n) }),
];
export const cardCsv = (): Uint8Array => makeCardCsv(cardPayments);

export const pain002 = (): Uint8Array => makePain002({
  messageId: 'ANSWER-1', createdAt: at('2026-11-03T09:00:00Z'), originalMessageId: 'BATCH-1', groupStatus: 'PART',
  payments: [{ endToEndId: PAYOUT_IDS[0], status: 'ACSP' }, { endToEndId: PAYOUT_IDS[1], status: 'RJCT', reason: { code: 'AC01', text: '账号不存在' } }],
});

export const mt940 = (): Uint8Array => bytesOf([
  ':20:STMT1', ':25:12345678/1020304050', ':28C:00001/001', ':60F:C260227EUR1000,00', ':61:2602300301D100,50NTRFINV1//BREF1', ':86:105?00Lastschrift?20EREF+ABC123SVWZ+Hotel?32Hotel Adler',
  ':61:2603010301C500NTRFNONREF//BREF2', ':86:/EREF/0192f0c0/NAME/ACME/REMI/Invoice 7/', ':61:2603020302RC50,NTRFNONREF//BREF3', ':61:2603020302RD0,5NTRFNONREF//BREF4', ':62F:C260302EUR1350,00', '-', '',
].join('\r\n'));

export const ofx = (): Uint8Array => bytesOf(`OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4111</CCACCTFROM><BANKTRANLIST><DTSTART>20261101<DTEND>20261130
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261103120000[-5:EST]<TRNAMT>-45,50<FITID>F1<NAME>UBER &amp; CO<MEMO>Trip</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261131<TRNAMT>+5.00<FITID>F1<NAME>REFUND</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>-40.50<DTASOF>20261130</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>`);

const vcfFrame = (code: string, type: string, count: number, total: number): string =>
  [code, '0130574581', '00002', '11042026', type, String(count).padStart(10, '0'), String(total).padStart(16, '0'), '4.0', '1', '0000000012', '3'].join('\t');

/** A record of type 5: account, posting day, reference, sequence, …, source and billing amounts, currencies, category, type, day. */
function vcfTransaction(reference: string, type: string, amounts: { source: string; sourceCurrency: string; billed: string }): string {
  const fields = Array.from({ length: 34 }, () => '');
  Object.assign(fields, {
    0: '4', 1: '4111111111111111', 2: '11032026', 3: reference, 4: '0000000001', 7: 'ACC', 8: 'HOTEL ADLER', 9: 'BERLIN', 13: amounts.source, 14: amounts.billed,
    15: amounts.sourceCurrency, 16: '7011', 17: type, 18: '11022026', 19: '00156',
  });
  return fields.join('\t');
}

export const vcf = (): Uint8Array => bytesOf([
  vcfFrame('6', '00', 0, 0), vcfFrame('8', '05', 0, 0),
  vcfTransaction('REF1', '10', { source: '0000000000005000', sourceCurrency: '00392', billed: '0000000000024500' }),
  vcfTransaction('REF2', '11', { source: '0000000000001000', sourceCurrency: '00156', billed: '0000000000001000' }),
  vcfFrame('9', '05', 2, 23500), vcfFrame('7', '00', 4, 23500),
].join('\r\n'));

export const cdf3 = (): Uint8Array => bytesOf(`<?xml version="1.0"?><CDFTransmissionFile><IssuerEntity><CorporateEntity CorporationNumber="77"><AccountEntity AccountNumber="5500000000000004">
<FinancialTransactionEntity ProcessorTransactionId="P1"><FinancialTransaction_5000><MasterCardFinancialTransactionId>M1</MasterCardFinancialTransactionId><PostingDate>2026-11-03</PostingDate><TransactionDate>2026-11-02</TransactionDate>
<DebitOrCreditIndicator>D</DebitOrCreditIndicator><AmountInOriginalCurrency CurrencyCode="392" CurrencyExponent="4">50000000</AmountInOriginalCurrency><AmountInBillingCurrency CurrencyCode="156" CurrencyExponent="4">2450000</AmountInBillingCurrency>
</FinancialTransaction_5000><CardAcceptor_5001><CardAcceptorName>HOTEL ADLER</CardAcceptorName><CardAcceptorBusinessCode>7011</CardAcceptorBusinessCode></CardAcceptor_5001></FinancialTransactionEntity>
</AccountEntity></CorporateEntity></IssuerEntity><TransmissionTrailer_9999><NumOfCredits>0</NumOfCredits><NumOfDebits>1</NumOfDebits></TransmissionTrailer_9999></CDFTransmissionFile>`);

function glRow(fields: Readonly<Record<number, string>>): string {
  const row = Array.from({ length: 2000 }, () => ' ');
  for (const [start, text] of Object.entries(fields)) [...text].forEach((c, i) => (row[Number(start) + i] = c));
  return row.join('').trimEnd();
}

export const gl1025 = (): Uint8Array => bytesOf([
  '0542243         1104810    GL1025  0001 01 2026-11-10 26314 03 2007-09-21 P0 000000000000003 1562 +000000000024500 +000000000024500',
  glRow({ 0: '1', 207: '379000000001097', 573: '20261103', 588: '2026-11-02', 631: 'TX1', 736: '+000000000024500', 768: '2', 769: '156', 811: '000000000005000', 842: '0', 858: '392', 946: 'HOTEL ADLER BERLIN', 1677: '7011', 1837: 'HOTEL ADLER' }),
  '9542243         1104810    GL1025  0001 01 2026-11-10 26314 03 2007-09-21 P0 000000000000003 1562 +000000000024500 +000000000024500',
].join('\n'));
