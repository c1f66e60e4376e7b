import type { PaymentType } from '@roundtrip/kernel';
import { comparable } from './profile.ts';

const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  人民币: 'CNY', 人民币元: 'CNY', rmb: 'CNY', 元: 'CNY', 美元: 'USD', 港币: 'HKD', 港元: 'HKD', 欧元: 'EUR', 英镑: 'GBP', 日元: 'JPY', 日圆: 'JPY', 澳元: 'AUD', 澳大利亚元: 'AUD',
  加元: 'CAD', 加拿大元: 'CAD', 新加坡元: 'SGD', 瑞士法郎: 'CHF', 韩元: 'KRW', 泰铢: 'THB', 澳门元: 'MOP', 新台币: 'TWD', 新西兰元: 'NZD', 马来西亚林吉特: 'MYR',
  '¥': 'CNY', '$': 'USD', '€': 'EUR', '£': 'GBP', us$: 'USD', hk$: 'HKD',
};

/** A currency as banks print it, in a word, a sign or a code; anything else comes back as it is, to be refused by name. */
export function currencyFrom(text: string): string {
  const known = CURRENCY_WORDS[comparable(text)];
  if (known) return known;
  const code = /\b([A-Z]{3})\b/.exec(text.toUpperCase())?.[1];
  return code ?? text.trim();
}

const IN = /^(?:收入|收|入账|贷.*|贷方.*|存入|转入|cr|c|credit.*|crédit.*|haben|in|income|deposit|refund.*|退款.*|abono.*|accredito.*|bij)$/;
const OUT = /^(?:支出|支|出账|借.*|借方.*|支取|转出|dr|d|debit.*|débit.*|soll|out|expense|withdrawal|purchase.*|消费.*|payment|fee.*|手续费.*|cargo.*|addebito.*|af|sale|charge.*)$/;

/** Which way a word sends the money; null for a word that takes no side, such as 不计收支. */
export function directionFrom(word: string): 'in' | 'out' | null {
  const plain = comparable(word);
  return IN.test(plain) ? 'in' : OUT.test(plain) ? 'out' : null;
}

const FEE = /手续费|年费|工本费|服务费|短信费|利息支出|滞纳金|\bfees?\b|charges?\b|gebühr|frais|comisi[oó]n|commissione/i;
const TRANSFER = /转账|转帐|转存|汇款|汇入|汇出|还款|提现|充值|理财|基金|申购|赎回|取款|取现|存现|atm|withdrawal|transfer|tfr|xfer|virement|überweisung|transferencia|bonifico|overboeking/i;
const REFUND = /退款|退货|退回|冲正|退费|退票|refund|reversal|rückerstattung|rembours|devoluci[oó]n|rimborso/i;

/** What kind of payment a bank's words describe. A card that gives money back refunds; an account that gets money has income. */
export function typeFrom(direction: 'in' | 'out', words: string, card: boolean): PaymentType {
  if (direction === 'in') {
    if (REFUND.test(words)) return 'refund';
    return TRANSFER.test(words) ? 'transfer' : card ? 'refund' : 'income';
  }
  if (FEE.test(words)) return 'fee';
  return TRANSFER.test(words) ? 'transfer' : 'purchase';
}
