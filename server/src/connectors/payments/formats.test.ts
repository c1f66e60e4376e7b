import { expect, test } from 'vitest';
import { zipSync } from 'fflate';
import { utils, write } from '@e965/xlsx';
import { statementFormatKit } from '../spi/statement-kit.ts';
import { renderPain001 } from '../payouts/index.ts';
import { PAYMENT_FILE_FORMATS } from './index.ts';
import { camt } from './camt/index.ts';
import { cdf3 } from './cdf3/index.ts';
import { gl1025 } from './gl1025/index.ts';
import { mt940 } from './mt940/index.ts';
import { ofx } from './ofx/index.ts';
import { pain001 } from './pain001/index.ts';
import { pain002 } from './pain002/index.ts';
import { table } from './table/index.ts';
import { vcf } from './vcf/index.ts';
import * as made from './testing/files.ts';

const rows = [['账号', '6200000000001230'], ['交易日期', '交易类型', '存入金额', '取出金额', '余额', '交易对手名称', '交易对手账号'],
  ['2026/11/03  14:06:51', '网上支付', '', 3.88, 1981.33, '基金公司', '123'], ['2026/11/05  07:22:32', '汇入', 10, '', 1991.33, '甲公司', '456']];
function workbook(bookType: 'xlsx' | 'biff8'): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), 'sheet');
  return new Uint8Array(write(book, { type: 'buffer', bookType }) as Buffer);
}

const order = () => renderPain001({
  messageId: 'BATCH-1', createdAt: made.at('2026-11-03T08:00:00Z'), executeOn: made.day('2026-11-04'), debtor: { name: '示例科技有限公司', account: '31050000000000001' },
  orders: [{ id: made.PAYOUT_IDS[0], payee: { name: '张三', account: '6222000000000001' }, amount: made.cny(10_000n), purpose: '报销' }],
});

statementFormatKit(camt, [{ name: 'camt.053', bytes: made.camt053(), closed: true }, { name: 'camt.054', bytes: made.camt054(), closed: true }]);
statementFormatKit(mt940, [{ name: 'MT940', bytes: made.mt940(), closed: false }]);
statementFormatKit(ofx, [{ name: 'OFX', bytes: made.ofx(), closed: true }]);
statementFormatKit(vcf, [{ name: 'VCF', bytes: made.vcf(), closed: true }]);
statementFormatKit(cdf3, [{ name: 'CDF3', bytes: made.cdf3(), closed: true }]);
statementFormatKit(gl1025, [{ name: 'GL1025', bytes: made.gl1025(), closed: true }]);
statementFormatKit(table, [
  { name: 'WeChat bill', bytes: made.wechatBill(), closed: true },
  { name: 'Alipay bill', bytes: made.alipayBill(), closed: true },
  { name: 'zip of an Alipay bill', bytes: zipSync({ 'bill.csv': made.alipayBill() }), zipEntries: ['bill.csv'], closed: true },
  { name: 'card CSV', bytes: made.cardCsv(), closed: false },
  { name: 'XLSX', bytes: workbook('xlsx'), zipEntries: ['xl/workbook.xml'], closed: true },
  { name: 'XLS', bytes: workbook('biff8'), closed: false },
]);
statementFormatKit(pain001, [{ name: 'pain.001', bytes: order(), closed: true }]);
statementFormatKit(pain002, [{ name: 'pain.002', bytes: made.pain002(), closed: true }]);

test('of all formats, exactly the right one recognises each file best', () => {
  const files: [string, Uint8Array, (readonly string[])?][] = [
    ['camt', made.camt053()], ['camt', made.camt054()], ['mt940', made.mt940()], ['ofx', made.ofx()], ['vcf', made.vcf()], ['cdf3', made.cdf3()], ['gl1025', made.gl1025()],
    ['table', made.wechatBill()], ['table', made.alipayBill()], ['table', made.cardCsv()], ['table', workbook('biff8')], ['table', workbook('xlsx'), ['xl/workbook.xml']],
    ['pain001', order()], ['pain002', made.pain002()],
  ];
  for (const [id, bytes, zipEntries] of files) {
    const scores = PAYMENT_FILE_FORMATS.map((format) => [format.sniff({ head: bytes.subarray(0, 65_536), size: bytes.length, ...(zipEntries ? { zipEntries } : {}) }) ?? 0, format.id] as const);
    expect(scores.sort(([a], [b]) => b - a)[0]?.[1]).toBe(id);
    expect(scores.filter(([score]) => score >= 80).length).toBeLessThanOrEqual(1);
  }
});
