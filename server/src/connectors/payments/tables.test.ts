import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zipSync } from 'fflate';
import iconv from 'iconv-lite';
import { formatAmount } from '@roundtrip/kernel';
import type { StatementRecord } from '#spi';
import { makeAlipayBill, makeCardCsv, makeWechatBill } from '@roundtrip/rehearsal/makers';
import { plainDecimal } from './shared/amounts.ts';
import { readMappedCsv, table } from './table/index.ts';
import * as made from './testing/files.ts';

async function readAll(bytes: Uint8Array): Promise<readonly StatementRecord[]> {
  const result = await table.read(bytes);
  if (!result.ok) throw new Error(result.error.message.en);
  return result.value.filter((record) => record.kind === 'statement');
}
const read = async (source: string | Uint8Array): Promise<StatementRecord> => (await readAll(typeof source === 'string' ? made.bytesOf(source) : source))[0] as StatementRecord;
const codes = (statement: StatementRecord): string[] => statement.findings.map((finding) => finding.code);
const lines = (statement: StatementRecord) => statement.entries.map((e) => [e.direction, e.type, formatAmount(e.settled ?? e.amount), e.paidAt.slice(0, 16), e.merchant]);

describe('amounts as people print them', () => {
  test.each([
    ['1234.50', '1234.50'], ['-1.234,56', '-1234.56'], ['8,000.00(CN)', '8000.00'], ['¥12.30', '12.30'], ['¥1,234.5', '1234.5'], ['CNY 123.18', '123.18'], ['(45.00)', '-45.00'], ['1 234,56', '1234.56'],
    ['+10000.00', '10000.00'], ['30.00-', '-30.00'], ['156.99(已退款6.30)', '156.99'], ["1'234.50", '1234.50'], ['1,234', '1234'], ['1,234,567.8', '1234567.8'], ['.5', '0.5'], ['１２．５', '12.5'], ['3.500,00', '3500.00'],
    ['12..34', null], ['12.34.56', null], ['abc', null], ['', null], ['1,23,4', null], ['--5', null], ['-5-', null], ['1e5', null],
  ])('%s is %s', (printed, decimal) => expect(plainDecimal(printed)).toBe(decimal));

  test('law: what is printed with either mark reads back the same', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.boolean(), fc.boolean(), (minor, comma, negative) => {
      const plain = `${negative ? '-' : ''}${formatAmount(made.cny(minor))}`;
      const [whole = '', fraction = ''] = plain.split('.');
      const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, comma ? '.' : ',');
      expect(plainDecimal(`${grouped}${comma ? ',' : '.'}${fraction}`)).toBe(plain);
    }));
  });
});

describe('wallets', () => {
  test('law: a bill that the wallet made reads back to the payments, whatever they are', async () => {
    const one = fc.record({
      type: fc.constantFrom('purchase', 'refund', 'income', 'transfer'), minor: fc.bigInt({ min: 1n, max: 10n ** 9n }), minute: fc.integer({ min: 0, max: 40_000 }),
      merchant: fc.constantFrom('滴滴出行', '锦江之星,"虹桥"店', 'A & B <C>', '中石化'),
    });
    await fc.assert(fc.asyncProperty(fc.array(one, { maxLength: 12 }), async (list) => {
      const payments = list.map(({ type, minor, minute, merchant }, i) => ({
        ...made.walletPayments[0]!, externalId: `42000000012026110${String(i).padStart(6, '0')}`, orderNo: `O-${i}`, type: type as 'purchase', merchant, amount: made.cny(minor),
        direction: (type === 'refund' || type === 'income' ? 'in' : 'out') as 'in' | 'out', paidAt: made.at(new Date(Date.parse('2026-11-01T00:00:00Z') + minute * 60_000).toISOString()),
      }));
      for (const [make, channel] of [[makeWechatBill, 'wechatpay'], [makeAlipayBill, 'alipay']] as const) {
        const statement = await read(make(made.bill(payments)));
        expect(statement.findings).toEqual([]);
        expect(statement.entries.map((e) => [e.externalId, e.channel, e.direction, e.type, e.amount, e.paidAt, e.orderNo])).toEqual(payments.map((p) => [p.externalId, channel, p.direction, p.type, p.amount, p.paidAt, p.orderNo]));
      }
    }), { numRuns: 25 });
  });

  test('a refund finds its purchase by the order number; the account and its holder are known', async () => {
    const wechat = await read(made.wechatBill());
    expect(wechat.entries[2]).toMatchObject({ type: 'refund', direction: 'in', relatedExternalId: '4200000001202611021111111111', payer: '王小明' });
    expect(await read(made.alipayBill())).toMatchObject({ account: 'xiaoming@example.com', holder: '王小明', currency: 'CNY', format: 'alipay-bill' });
  });

  test('a line taken out of a bill is missed by its own counts and sums', async () => {
    const whole = new TextDecoder().decode(made.wechatBill());
    const statement = await read(whole.split('\r\n').filter((line) => !line.includes('锦江')).join('\r\n'));
    expect(statement.balanced).toBe(false);
    expect(codes(statement)).toEqual(['DECLARED_COUNT', 'DECLARED_COUNT', 'DECLARED_SUM']);
  });

  const trade = (total: string): string => [
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注',
    '`2026-11-02 16：33：45,`wx1,`10000100,`0,`1,`T1,`O1,`openid,`JSAPI,`SUCCESS,`OTHERS,`CNY,`5.00,`0.00,`0,`0,`0.00,`0.00,`,`,`超标自付,`,`0.03000,`0.60%,`5.00,`0.00,`',
    '`2026-11-02 17:00:00,`wx1,`10000100,`0,`1,`T1,`O1,`openid,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`R1,`RO1,`2.00,`0.00,`ORIGINAL,`SUCCESS,`超标自付,`,`-0.01000,`0.60%,`0.00,`2.00,`',
    '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额', `\`2,\`5.00,\`${total},\`0.00,\`0.02000,\`5.00,\`2.00`,
  ].join('\r\n');

  test('WeChat trade bill: a refund has its own id and names the trade; the totals are held against the rows', async () => {
    const statement = await read(trade('2.00'));
    expect(statement.findings).toEqual([]);
    expect(statement.entries).toMatchObject([
      { externalId: 'T1', direction: 'in', type: 'income', amount: { minor: 500n }, fee: { minor: 3n }, paidAt: '2026-11-02T08:33:45.000Z' },
      { externalId: 'R1', relatedExternalId: 'T1', direction: 'out', type: 'refund', amount: { minor: 200n }, status: 'posted' },
    ]);
    expect(codes(await read(trade('2.01')))).toEqual(['DECLARED_SUM']);
  });

  test('WeChat fund flow: our payout number, the running balance and the totals', async () => {
    const flow = (spent: string): string => [
      '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号',
      '`2026-11-02 10:00:00,`B1,`F1,`交易,`交易,`收入,`100.00,`1100.00,`system,`结算,`O1', '`2026-11-02 11:00:00,`B2,`F2,`商家转账,`商家转账,`支出,`88.80,`1011.20,`system,`报销,`0192f0c0aaaa7bbb8ccc000000000001',
      '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额', `\`2.0,\`1.0,\`100.00,\`1.0,\`${spent}`,
    ].join('\n');
    const statement = await read(flow('88.80'));
    expect(statement).toMatchObject({ balanced: true, opening: { minor: 100_000n }, closing: { minor: 101_120n }, findings: [] });
    expect(statement.entries[1]).toMatchObject({ externalId: 'F2', direction: 'out', type: 'transfer', endToEndId: '0192f0c0aaaa7bbb8ccc000000000001' });
    expect(codes(await read(flow('88.00')))).toEqual(['DECLARED_SUM']);
  });

  test('Alipay ledger, zipped with its summary first, in GB18030, spending negative', async () => {
    const ledger = ['#支付宝账务明细查询', '#账号：[20881234567890120156]', '#起始日期：[2026年11月01日 00:00:00]   终止日期：[2026年11月02日 00:00:00]', '#-----------------------------------------账务明细列表----------------------------------------',
      '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注',
      'L1\t,B1\t,O1\t,机票\t,2026-11-01 09:00:00,a@b.c,100.00,0.00,600.00,支付宝,在线支付,\t', 'L2\t,B2\t,0192f0\t,报销\t,2026-11-01 10:00:00,d@e.f,0.00,-50.00,550.00,支付宝,转账,\t',
      '#-----------------------------------------账务明细列表结束------------------------------------', '#支出合计：1笔，共-50.00元', '#收入合计：1笔，共100.00元', '#导出时间：[2026年11月02日 10:00:00]'].join('\r\n');
    const statement = await read(zipSync({ 'summary.csv': iconv.encode('#支付宝账务汇总查询\r\n类型,笔数\r\n收入,1\r\n', 'gb18030'), 'detail.csv': iconv.encode(ledger, 'gb18030') }));
    expect(statement).toMatchObject({ format: 'alipay-signcustomer', account: '20881234567890120156', balanced: true, findings: [], opening: { minor: 50_000n }, closing: { minor: 55_000n } });
    expect(lines(statement)).toEqual([['in', 'income', '100.00', '2026-11-01T01:00', '机票'], ['out', 'transfer', '50.00', '2026-11-01T02:00', '报销']]);
  });
});

describe('banks', () => {
  test.each([
    ['CMB credit: years before January, refunds negative', '招商银行信用卡对账单（个人消费卡账户 2026年01月）\n交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额\n,12/29,银联转账还款,-1.23,1234,-1.23\n01/02,01/03,酒店,"8,000.00",1234,"8,000.00(CN)"\n',
      [['in', 'transfer', '1.23', '2025-12-29T04:00', '银联转账还款'], ['out', 'purchase', '8000.00', '2026-01-02T04:00', '酒店']]],
    ['CMB debit', '记账日期,货币,交易金额,联机余额,交易摘要,对手信息\n2026-11-01,CNY,-10.00,90.00,快捷支付,美团\n2026-11-02,CNY,5.00,95.00,退款,美团\n', [['out', 'purchase', '10.00', '2026-11-01T04:00', '美团'], ['in', 'refund', '5.00', '2026-11-02T04:00', '美团']]],
    ['ABC debit', '交易日期,交易时间,交易金额,本次余额,对手信息,日志号,交易渠道,交易摘要\n20261101,092043,+10000.00,10000.00,甲公司,1,柜台,代发工资\n20261102,10:00:00,-20.00,9980.00,京东,2,电子商务,消费\n', [['in', 'income', '10000.00', '2026-11-01T01:20', '甲公司'], ['out', 'purchase', '20.00', '2026-11-02T02:00', '京东']]],
    ['BOCOM credit: currency and amount in one cell', '交易日期,记账日期,卡末四位,交易说明,交易币种/金额,清算币种/金额\n2026-11-01,2026-11-02,1234,TOKYO METRO,JPY 2600.00,CNY 123.18\n', [['out', 'purchase', '123.18', '2026-11-01T04:00', 'TOKYO METRO']]],
    ['CCB web: income and spending apart', '账号：6217000000001234\n记账日,交易日期,交易时间,支出,收入,账户余额,币种,摘要,对方账号,对方户名,交易地点\n20261101,20261101,09:00:00,10.00,0.00,90.00,人民币元,消费,123,美团,财付通\n', [['out', 'purchase', '10.00', '2026-11-01T01:00', '美团']]],
    ['JD', '京东账号名：jd_x\n交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注\n2026-11-01 10:00:00\t,京东平台商户,打印纸,156.99(已退款6.30),白条,交易成功,支出,办公\t,1\t,2\t,\n', [['out', 'purchase', '156.99', '2026-11-01T02:00', '京东平台商户']]],
    ['CCB credit: currency and amount in one cell', '交易日,银行记账日,卡号后四位,交易描述,交易币/金额,结算币/金额\n2026-11-02,2026-11-03,1234,TOKYO METRO,JPY 2600,CNY 123.18\n', [['out', 'purchase', '123.18', '2026-11-02T04:00', 'TOKYO METRO']]],
    ['the currency in the header, months as words', 'Date,Payee,Amount (EUR)\n02 Nov 2026,Hotel,-12.50\n"Nov 3, 2026",Pay,100.00\n', [['out', 'purchase', '12.50', '2026-11-02T12:00', 'Hotel'], ['in', 'income', '100.00', '2026-11-03T12:00', 'Pay']]],
    ['a web page called .xls', '<html><table><tr><td>摘要</td><td>币别</td><td>交易日期</td><td>交易金额</td><td>账户余额</td></tr><tr><td>消费</td><td>人民币元</td><td>20261102</td><td>-1,016.90</td><td>83.10</td></tr></table></html>', [['out', 'purchase', '1016.90', '2026-11-02T04:00', '消费']]],
    ['generic German, dots in dates', 'Buchungstag;Verwendungszweck;Betrag;Währung\n03.11.2026;Miete;-1.234,56;EUR\n', [['out', 'purchase', '1234.56', '2026-11-03T12:00', 'Miete']]],
  ])('%s', async (_, source, wanted) => expect(lines(await read(source))).toEqual(wanted));

  test('a currency other than the account is kept beside what was charged', async () => {
    const statement = await read('交易日期,记账日期,卡末四位,交易说明,交易币种/金额,清算币种/金额\n2026-11-01,2026-11-02,1234,TOKYO METRO,JPY 2600.00,CNY 123.18\n');
    expect(statement.entries[0]).toMatchObject({ amount: { minor: 2600n, currency: 'JPY' }, settled: { minor: 12_318n, currency: 'CNY' }, bookedOn: '2026-11-02', payer: '1234' });
  });

  test('balances of two currencies in one file are two statements', async () => {
    const statements = await readAll(made.bytesOf('Date,Description,Billing amount,Billing currency,Balance,Balance currency\n24/03/2026,SALARY,"12,500.00"\t,CNY,"12,500.00"\t,CNY\n24/03/2026,SHOP,"-1.00"\t,HKD,"3,612.17"\t,HKD\n20/03/2026,FUND TRANSFER,"500.00"\t,HKD,"3,613.17"\t,HKD\n'));
    expect(statements.map((s) => [s.currency, s.entries.length, s.balanced])).toEqual([['CNY', 1, true], ['HKD', 2, true]]);
  });

  const signs = (rows: string) => read(`Date,Type,Description,Amount,Currency\n${rows}`).then((s) => [s.entries.map((e) => e.direction).join(' '), codes(s).join(' ')]);
  test.each([
    ['words that name kinds leave it to the sign', '2026-11-02,CARD_PAYMENT,A,-12.50,EUR\n2026-11-03,TOPUP,B,100.00,EUR\n', 'out in', ''],
    ['words beside signs that say the same', '2026-11-02,Debit,A,-12.50,EUR\n2026-11-03,Credit,B,100.00,EUR\n', 'out in', ''],
    ['words alone', '2026-11-02,Debit,A,12.50,EUR\n2026-11-03,Credit,B,100.00,EUR\n', 'out in', ''],
    ['a reversal by its unusual sign', '2026-11-02,Debit,A,12.50,EUR\n2026-11-03,Debit,A,-12.50,EUR\n2026-11-03,Debit,A,5.00,EUR\n', 'out in out', ''],
    ['an unknown word without a sign is asked about', '2026-11-02,Debit,A,12.50,EUR\n2026-11-03,Odd,B,100.00,EUR\n', 'out', 'ENTRY_AMOUNT'],
  ])('direction: %s', async (_, rows, directions, found) => expect(await signs(rows)).toEqual([directions, found]));

  test('Alipay trade details: refunds are negative and go out', async () => {
    const statement = await read('#账号：[2088123]\n支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）,备注\nA1\t,O1\t,交易,机票,2026-11-01 09:00:00,2026-11-01 09:01:00,100.00,100.00,\t,-0.60,\nA1\t,O1\t,退款,机票,2026-11-02 09:00:00,2026-11-02 09:01:00,-40.00,-40.00,R1\t,0.24,\n');
    expect(statement.entries).toMatchObject([{ externalId: 'A1', direction: 'in', type: 'income' }, { externalId: 'A1/R1', relatedExternalId: 'A1', direction: 'out', type: 'refund', amount: { minor: 4000n } }]);
  });

  test('a missing line breaks the running balance', async () => {
    const statement = await read('01/13/2026,SHOP,1.96,,13.04\n01/12/2026,SHOP,,5.00,20.00\n');
    expect(codes(statement)).toEqual(['RUNNING_BALANCE', 'BALANCE_EQUATION']);
    expect(statement.balanced).toBe(false);
  });

  test('a row that cannot be understood is named, never dropped in silence', async () => {
    const statement = await read('Date,Description,Amount,Currency\n2026-11-01,A,10.00,EUR\n2026-11-02,B,n/a,EUR\n2026-13-02,C,1.00,EUR\n');
    expect(statement.entries).toHaveLength(1);
    expect(codes(statement)).toEqual(['ENTRY_AMOUNT', 'ENTRY_DATE']);
    expect(statement.balanced).toBe(false);
  });
});

describe('card tables', () => {
  test('a whole card number leaves the reader only by its tail', async () => {
    const statement = await read("Item #,Card #,Transaction Date,Posting Date,Transaction Amount,Description\n1,'4111111111111111',20261101,20261102,6.0,SHOP\n");
    expect(statement).toMatchObject({ format: 'bmo-credit', currency: 'CAD' });
    expect(statement.entries[0]).toMatchObject({ payer: '1111', direction: 'out', bookedOn: '2026-11-02', amount: { minor: 600n } });
    expect(JSON.stringify(statement, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).not.toContain('4111111111111111');
  });

  test('a programme export reads back to its payments', async () => {
    const statement = await read(makeCardCsv(made.cardPayments));
    expect(statement.findings).toEqual([]);
    expect(statement.entries).toMatchObject(made.cardPayments.map((p) => ({ externalId: p.externalId, type: p.type, direction: p.direction, amount: p.amount, companyPaid: p.amount, payer: p.payer, merchant: p.merchant })));
    expect(statement.entries[0]?.settled).toEqual(made.cardPayments[0]?.settled);
  });

  test('a mapping names the columns of any table', async () => {
    const result = await readMappedCsv(made.bytesOf('Beleg;Tag;Summe;Waehr;Laden;Karte;Art\nX1;03/11/2026;1.234,50;EUR;Hotel;4242;Kauf\nX2;04/11/2026;-10,00;EUR;Hotel;4242;Kauf\n'),
      { columns: { id: 'Beleg', date: 'Tag', amount: 'Summe', currency: 'Waehr', merchant: 'Laden', payer: 'Karte' }, dateOrder: 'dmy', account: 'PROG-1' });
    expect(result.ok && result.value[0]?.entries).toMatchObject([
      { externalId: 'X1', direction: 'out', type: 'purchase', amount: { minor: 123_450n, currency: 'EUR' }, payer: '4242', account: 'PROG-1', companyPaid: { minor: 123_450n } },
      { externalId: 'X2', direction: 'in', type: 'refund', amount: { minor: 1000n } },
    ]);
    const missing = await readMappedCsv(made.bytesOf('a,b\n1,2\n'), { columns: { date: 'Tag', amount: 'Summe' } });
    expect(missing.ok ? '' : missing.error.kind).toBe('file.unknown-format');
  });
});
