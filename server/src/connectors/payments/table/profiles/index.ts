import type { TableProfile } from '../profile.ts';
import { alipayBill, alipayBillOld, alipayLedger, alipayTrade } from './alipay.ts';
import { abcDebit, bocCredit, bocDebit, bocomCredit, bocomDebit, ccbCredit, ccbDebit, ccbDebitWeb, cgbCredit, cgbCreditShort, citicCredit, spdbDebit } from './chinese-banks.ts';
import { cmbCredit, cmbDebit, cmbDebitWeb } from './cmb.ts';
import { icbcCredit, icbcDebit, icbcHistory } from './icbc.ts';
import { happay, jd, meituan } from './shops-and-cards.ts';
import { wechatBill, wechatFundFlow, wechatTradeBill } from './wechat.ts';
import { bmoCredit, bmoDebit, hsbcHkCredit, hsbcHkDebit, tdDebit } from './western-banks.ts';

/** Every source that prints tables. A new bank is one more object here. */
export const TABLE_PROFILES: readonly TableProfile[] = [
  wechatBill, wechatTradeBill, wechatFundFlow, alipayBill, alipayBillOld, alipayLedger, alipayTrade,
  icbcDebit, icbcCredit, icbcHistory, cmbCredit, cmbDebit, cmbDebitWeb, bocDebit, bocCredit, abcDebit, bocomDebit, bocomCredit,
  ccbDebit, ccbDebitWeb, ccbCredit, citicCredit, spdbDebit, cgbCredit, cgbCreditShort, hsbcHkDebit, hsbcHkCredit, bmoCredit, bmoDebit, tdDebit, jd, meituan, happay,
];
