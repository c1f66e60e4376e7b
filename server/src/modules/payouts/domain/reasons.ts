import type { Bilingual } from '@roundtrip/kernel';

/** What we say ourselves, by its code; and what banks and wallets say in codes, in words. */
const WORDS: Readonly<Record<string, Bilingual>> = {
  'rail.none': { zh: '没有可用的付款渠道', en: 'No payout rail is set up' },
  'company.no-account': { zh: '公司没有付款账户', en: 'The company has no account to pay from' },
  'account.none': { zh: '员工没有收款账户', en: 'The employee has no account' },
  'account.cooling': { zh: '新账户正在冷静期，等待期满或复核', en: 'The account is new: it waits for its time or for a second look' },
  'account.swapped': { zh: '提交后收款账户被更换', en: 'The account was changed after the run was submitted' },
  'account.same-as-failed': { zh: '账户与上次失败时相同，等待员工更换', en: 'It is the account that failed before: the employee has to choose another one' },
  'account.changed': { zh: '账户与上次付款不同，等待人工核对', en: 'The account is not the one of last time: a person looks at it' },
  'account.name': { zh: '户名与员工姓名不一致，等待人工核对', en: 'The holder is not named as the employee is: a person looks at it' },
  'account.closed-earlier': { zh: '该账户曾付款失败或退票，等待人工核对', en: 'A payment to this account failed or came back before: a person looks at it' },
  'account.shared': { zh: '多名员工使用同一账户，等待人工核对', en: 'More than one person is paid to this account: a person looks at it' },
  'amount.twice': { zh: '近日对同一人有相同金额的付款，等待人工核对', en: 'The same sum to the same person in these days: a person looks at it' },
  'rail.currency': { zh: '付款渠道不支持该币种', en: 'The rail does not pay this currency' },
  'rail.too-little': { zh: '金额低于付款渠道下限', en: 'The rail does not pay so little' },
  'rail.over-limit': { zh: '超出付款渠道限额', en: 'It is above the limit of the rail' },
  'rail.fallback': { zh: '超出钱包限额，改由银行付款', en: 'Above the limit of the wallet: it goes by bank' },
  'invoice.waiting': { zh: '等待税务局对发票的最新查验结果', en: 'It waits for the tax bureau’s latest word on an invoice' },
  'invoice.taken-back': { zh: '发票已红冲或作废，核对后放行', en: 'An invoice of the claim was taken back (red letter or void): a person looks at it' },
  'sample.wrong': { zh: '事后抽查认为金额有误，核对后放行', en: 'A look afterwards found the claim wrong: a person looks at it' },
  'period.closed': { zh: '会计期间已关闭', en: 'The period is closed' },
  'limit.rule': { zh: '超出自动付款限额，等待付款单', en: 'Above what goes by rule: it waits for a run' },
  'ask.mend': { zh: '已请员工更换收款账户', en: 'The employee was asked for another account' },
  'connection-broke': { zh: '连接中断，是否受理不明', en: 'The connection broke; whether it was taken is not known' },
  'late-answer': { zh: '迟到的答复：银行其实已受理，等待核对', en: 'A late answer: the bank had taken it after all; a person looks at it' },
  'earlier-arrived': { zh: '之前的付款其实已到账', en: 'The earlier payment arrived after all' },
  AC01: { zh: '账号错误', en: 'Incorrect account number' }, AC04: { zh: '账户已销户', en: 'The account is closed' }, AC06: { zh: '账户已冻结', en: 'The account is blocked' },
  AC13: { zh: '账户类型不符', en: 'The kind of account does not fit' }, AM04: { zh: '余额不足', en: 'Insufficient funds' }, AM05: { zh: '重复付款', en: 'Duplication' }, AM09: { zh: '金额错误', en: 'Wrong amount' },
  BE01: { zh: '户名与账号不符', en: 'The name does not fit the account' }, BE04: { zh: '缺少收款人地址', en: 'The payee has no address' }, DU01: { zh: '报文重复', en: 'Duplicate message' }, MD07: { zh: '账户持有人已故', en: 'The holder has died' },
  MS03: { zh: '银行未说明原因', en: 'The bank gave no reason' }, RC01: { zh: '行号错误', en: 'Incorrect bank code' }, RR04: { zh: '监管原因', en: 'A regulatory reason' }, NARR: { zh: '见附言', en: 'See the text' },
  OVERDUE_CLOSE: { zh: '收款人逾期未确认，资金已退回', en: 'The payee did not confirm in time; the money is back' }, ACCOUNT_FROZEN: { zh: '收款账户被冻结', en: 'The account is frozen' },
  REAL_NAME_CHECK_FAIL: { zh: '收款人未实名', en: 'The payee has not proved their name' }, NAME_NOT_CORRECT: { zh: '姓名与微信实名不符', en: 'The name is not the one that WeChat knows' }, OPENID_INVALID: { zh: '微信身份无效', en: 'The WeChat identity is not valid' },
  TRANSFER_QUOTA_EXCEED: { zh: '超出转账限额', en: 'Above the quota' }, PAYEE_NOT_EXIST: { zh: '收款支付宝账户不存在', en: 'There is no such Alipay account' }, PAYEE_USER_INFO_ERROR: { zh: '支付宝账户与姓名不符', en: 'The name does not fit the Alipay account' },
  returned: { zh: '银行退票', en: 'The bank sent it back' },
};

/** A reason in both languages. What a bank wrote in its own words is shown as it stands beside the code's meaning. */
export function reasonWords(reason: string): Bilingual {
  const known = WORDS[reason];
  if (known) return known;
  const [code, ...rest] = reason.split(/[:;,\s]+/);
  const meaning = code ? WORDS[code] : undefined;
  const text = rest.join(' ').trim();
  if (meaning) return text === '' ? meaning : { zh: `${meaning.zh}（${reason}）`, en: `${meaning.en} (${reason})` };
  return { zh: `银行答复：${reason}`, en: reason };
}
