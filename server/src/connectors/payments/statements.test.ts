import { describe, expect, test } from 'vitest';
import { formatAmount } from '@roundtrip/kernel';
import type { FileFormat, StatementRecord } from '#spi';
import { camt } from './camt/index.ts';
import { cdf3 } from './cdf3/index.ts';
import { gl1025 } from './gl1025/index.ts';
import { mt940 } from './mt940/index.ts';
import { ofx } from './ofx/index.ts';
import { pain002 } from './pain002/index.ts';
import { vcf } from './vcf/index.ts';
import * as made from './testing/files.ts';

async function read(format: FileFormat, bytes: Uint8Array): Promise<StatementRecord> {
  const result = await format.read(bytes);
  if (!result.ok) throw new Error(result.error.message.en);
  const [first] = result.value;
  if (first?.kind !== 'statement') throw new Error('not a statement');
  return first;
}

const codes = (statement: StatementRecord): string[] => statement.findings.map((finding) => finding.code);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('camt', () => {
  test('a batch whose details add up becomes its payments, counted as the one entry that the bank booked', async () => {
    const statement = await read(camt, made.camt053());
    expect(statement.balanced).toBe(true);
    expect(statement.totals).toEqual({ credits: { count: 1, sum: '200.00' }, debits: { count: 3, sum: '310.00' } });
    expect(statement.entries.slice(0, 2).map((e) => [e.externalId, e.endToEndId, e.batchId, formatAmount(e.amount), e.merchant, e.counterpartyAccount])).toEqual([
      ['BANK-1-1', made.PAYOUT_IDS[0], 'BATCH-1', '100.00', '张三', '6222000000000001'],
      ['BANK-1-2', made.PAYOUT_IDS[1], 'BATCH-1', '200.00', '李四', '6222000000000002'],
    ]);
  });

  test('a return names its reason and the payout that it gives back', async () => {
    const statement = await read(camt, made.camt053());
    expect(statement.entries[2]).toMatchObject({ externalId: 'BANK-2', type: 'refund', direction: 'in', returnReason: 'AC04', endToEndId: made.PAYOUT_IDS[1], merchant: '李四' });
  });

  test('entries alike in everything stay two, and have the same ids when read again', async () => {
    const [first, again] = [await read(camt, made.camt053()), await read(camt, made.camt053())];
    expect(first.entries).toHaveLength(5);
    expect(first.entries[3]?.externalId).not.toBe(first.entries[4]?.externalId);
    expect(again.entries.map((e) => e.externalId)).toEqual(first.entries.map((e) => e.externalId));
  });

  test('details that do not add up leave the entry whole', async () => {
    const xml = text(made.camt053()).replace('<Amt Ccy="CNY">100.00</Amt>', '<Amt Ccy="CNY">100.01</Amt>');
    const statement = await read(camt, made.bytesOf(xml));
    expect(statement.entries[0]).toMatchObject({ externalId: 'BANK-1', batchId: 'BATCH-1', amount: { minor: 30_000n } });
  });

  test('a missing entry is seen by the balance, and the difference is named', async () => {
    const xml = text(made.camt053()).replace(/<Ntry>\s*<Amt Ccy="CNY">5\.00<[\s\S]*?<\/Ntry>/, '');
    const statement = await read(camt, made.bytesOf(xml));
    expect(statement.balanced).toBe(false);
    expect(statement.findings.find((f) => f.code === 'BALANCE_EQUATION')?.message.en).toContain('-5.00 CNY');
  });

  test('an amount that is none is named, and the statement vouches for nothing', async () => {
    const statement = await read(camt, made.bytesOf(text(made.camt054()).replaceAll('5.00', '5..00')));
    expect(codes(statement)).toContain('ENTRY_AMOUNT');
    expect(statement.balanced).toBe(false);
  });

  test.each([
    ['an unknown currency', (xml: string) => xml.replaceAll('CNY', 'CNX'), 'file.unknown-currency'],
    ['a document type', (xml: string) => xml.replace('<Document', '<!DOCTYPE d [<!ENTITY a "b">]><Document'), 'file.malformed'],
    ['a cut', (xml: string) => xml.slice(0, -40), 'file.truncated'],
  ])('%s is refused by name', async (_, change, kind) => {
    const result = await camt.read(made.bytesOf(change(text(made.camt053()))));
    expect(result.ok ? '' : result.error.kind).toBe(kind);
  });
});

describe('MT940', () => {
  test('RC takes a credit back and RD gives a debit back; 30 February keeps its money', async () => {
    const statement = await read(mt940, made.mt940());
    expect(statement.entries.map((e) => [e.direction, formatAmount(e.amount), e.externalId, e.bookedOn])).toEqual([
      ['out', '100.50', 'BREF1', '2026-03-01'], ['in', '500.00', 'BREF2', '2026-03-01'], ['out', '50.00', 'BREF3', '2026-03-02'], ['in', '0.50', 'BREF4', '2026-03-02'],
    ]);
    expect(codes(statement)).toEqual(['DATE_CLAMPED']);
    expect(statement.balanced).toBe(true);
  });

  test('the end-to-end id is found in the German and in the Dutch way of writing', async () => {
    const statement = await read(mt940, made.mt940());
    expect(statement.entries.slice(0, 2).map((e) => [e.endToEndId, e.merchant])).toEqual([['ABC123', 'Hotel Adler'], ['0192f0c0', 'ACME']]);
  });

  test.each([
    [':61:2611301201C5,NTRFX', '2026-12-01'], [':61:2612310102C5,NTRFX', '2027-01-02'], [':61:2701021231C5,NTRFX', '2026-12-31'], [':61:261130C5,NTRFX', '2026-11-30'],
  ])('the entry day of %s is in the right year', async (line, on) => {
    const statement = await read(mt940, made.bytesOf(`:20:A\n:25:1\n:60F:C261130EUR0,\n${line}\n`));
    expect(statement.entries[0]?.bookedOn).toBe(on);
  });

  test('several statements in a file are several records', async () => {
    const result = await mt940.read(made.bytesOf(`${text(made.mt940())}${text(made.mt940())}`));
    expect(result.ok && result.value.length).toBe(2);
  });
});

describe('OFX', () => {
  test('unclosed tags, decimal commas, zones, reused ids and days that do not exist', async () => {
    const statement = await read(ofx, made.ofx());
    expect(statement.entries).toMatchObject([
      { externalId: 'F1', direction: 'out', amount: { minor: 4550n }, merchant: 'UBER & CO', paidAt: '2026-11-03T17:00:00.000Z', channel: 'card' },
      { externalId: 'F1#2', direction: 'in', amount: { minor: 500n }, type: 'refund', bookedOn: '2026-11-30' },
    ]);
    expect(codes(statement)).toEqual(['DATE_CLAMPED']);
  });

  test('an amount with a currency sign is not taken', async () => {
    const statement = await read(ofx, made.bytesOf(text(made.ofx()).replace('-45,50', '$45.50')));
    expect(codes(statement)).toContain('ENTRY_AMOUNT');
    expect(statement.balanced).toBe(false);
  });

  test('more digits than the currency has are kept in the sum and flagged', async () => {
    const statement = await read(ofx, made.bytesOf(text(made.ofx()).replace('+5.00', '+00000000000115.8331')));
    expect(statement.totals?.credits).toEqual({ count: 1, sum: '115.8331' });
    expect(codes(statement)).toContain('AMOUNT_PRECISION');
  });
});

describe('card feeds', () => {
  test.each([['VCF', vcf, made.vcf], ['CDF3', cdf3, made.cdf3], ['GL1025', gl1025, made.gl1025]] as const)('%s: yen at the till, yuan on the account, only the card tail', async (_, format, make) => {
    const statement = await read(format, make());
    expect(statement.findings).toEqual([]);
    const [first] = statement.entries;
    expect(first).toMatchObject({ amount: { minor: 5000n, currency: 'JPY' }, settled: { minor: 24_500n, currency: 'CNY' }, mcc: '7011', merchant: 'HOTEL ADLER', channel: 'corporate_card', direction: 'out', type: 'purchase' });
    expect(first?.payer).toMatch(/^\d{4}$/);
    expect(first?.companyPaid).toEqual(first?.amount);
  });

  test('VCF: a credit voucher comes in; a trailer that counts otherwise is an error', async () => {
    expect((await read(vcf, made.vcf())).entries[1]).toMatchObject({ direction: 'in', type: 'refund', amount: { minor: 1000n, currency: 'CNY' } });
    const lost = text(made.vcf()).split('\r\n').filter((line) => !line.includes('REF2')).join('\r\n');
    expect(codes(await read(vcf, made.bytesOf(lost)))).toEqual(['DECLARED_COUNT', 'DECLARED_SUM']);
  });

  test('VCF: letters in an amount set the file aside', async () => {
    const result = await vcf.read(made.bytesOf(text(made.vcf()).replace('0000000000024500', '000000000002450b')));
    expect(result.ok ? '' : result.error.kind).toBe('file.bad-amount');
  });
});

test('pain.002: each payment with its status and reason; silence inherits', async () => {
  const result = await pain002.read(made.pain002());
  expect(result.ok && result.value[0]).toMatchObject({
    kind: 'payout-report', originalMessageId: 'BATCH-1', groupStatus: 'PART',
    payments: [{ endToEndId: made.PAYOUT_IDS[0], status: 'ACSP', reasons: [] }, { endToEndId: made.PAYOUT_IDS[1], status: 'RJCT', reasons: ['AC01: 账号不存在'] }],
  });
  const silent = text(made.pain002()).replace('<TxSts>ACSP</TxSts>', '');
  const again = await pain002.read(made.bytesOf(silent));
  expect(again.ok && again.value[0]).toMatchObject({ payments: [{ status: 'PART' }, { status: 'RJCT' }] });
});
