import type { Bilingual } from '@roundtrip/kernel';

/** Whose account it is follows the colon: an employee's number, a card programme, a category, a rail, an account's tail. */
export const accounts = {
  /** Counter-side of what employees spent of their own and have not claimed yet; returns to zero. */
  spendClearing: 'clearing:spend',
  unclaimed: (employeeNumber: string) => `unclaimed:${employeeNumber}`,
  cardClearing: (program: string) => `card-clearing:${program}`,
  cardLiability: (program: string) => `card-liability:${program}`,
  expense: (category: string) => `expense:${category}`,
  inputVat: 'input-vat',
  payable: (employeeNumber: string) => `payable:${employeeNumber}`,
  receivable: (employeeNumber: string) => `receivable:${employeeNumber}`,
  inTransit: (rail: string) => `in-transit:${rail}`,
  /** By the last four characters, which tell a company's accounts apart without giving them away. */
  bank: (account: string) => `bank:${account.replace(/\s/g, '').slice(-4)}`,
  returnsSuspense: 'suspense:returns',
  bankSuspense: 'suspense:bank',
  rounding: 'rounding',
} as const;

export type AccountClass = 'asset' | 'liability' | 'expense' | 'clearing';
type Kind = { readonly title: Bilingual; readonly class: AccountClass };

const KINDS: Readonly<Record<string, Kind>> = {
  clearing: { title: { zh: '员工垫付清算', en: 'Employee spending, clearing' }, class: 'clearing' },
  unclaimed: { title: { zh: '员工垫付未报销', en: 'Spent and not yet claimed' }, class: 'clearing' },
  'card-clearing': { title: { zh: '公司卡待核销', en: 'Company card, to be accounted for' }, class: 'clearing' },
  'card-liability': { title: { zh: '其他应付款—公司卡', en: 'Owed to the card issuer' }, class: 'liability' },
  expense: { title: { zh: '管理费用', en: 'Expense' }, class: 'expense' },
  'input-vat': { title: { zh: '应交税费·进项税额', en: 'Input VAT' }, class: 'asset' },
  payable: { title: { zh: '其他应付款—员工报销', en: 'Owed to the employee' }, class: 'liability' },
  receivable: { title: { zh: '其他应收款—员工', en: 'Owed by the employee' }, class: 'asset' },
  'in-transit': { title: { zh: '在途付款', en: 'Payments in transit' }, class: 'clearing' },
  bank: { title: { zh: '银行存款', en: 'Bank' }, class: 'asset' },
  suspense: { title: { zh: '待查款项', en: 'To be explained' }, class: 'clearing' },
  rounding: { title: { zh: '尾差', en: 'Rounding' }, class: 'expense' },
};

const CATEGORIES: Readonly<Record<string, Bilingual>> = {
  flight: { zh: '差旅费·机票', en: 'flights' }, rail: { zh: '差旅费·火车', en: 'rail' }, hotel: { zh: '差旅费·住宿', en: 'hotels' }, taxi: { zh: '差旅费·市内交通', en: 'ground transport' },
  meal: { zh: '餐费', en: 'meals' }, entertainment: { zh: '业务招待费', en: 'entertainment' }, telecom: { zh: '通讯费', en: 'telephone' }, office: { zh: '办公费', en: 'office' }, other: { zh: '其他', en: 'other' },
};

const SUSPENSE: Readonly<Record<string, Bilingual>> = { returns: { zh: '退票', en: 'returned payments' }, bank: { zh: '银行流水', en: 'bank entries' } };

const kindOf = (code: string): Kind => KINDS[code.split(':')[0] ?? ''] ?? { title: { zh: '其他', en: 'Other' }, class: 'clearing' };

/** The words of an account, from the catalogue: whatever the code names becomes its title's end. */
export function accountTitle(code: string): Bilingual {
  const { title } = kindOf(code);
  const [kind, ...rest] = code.split(':');
  const owner = rest.join(':');
  if (owner === '' || kind === 'clearing') return title;
  const named = kind === 'expense' ? CATEGORIES[owner] : kind === 'suspense' ? SUSPENSE[owner] : undefined;
  return { zh: `${title.zh}·${named?.zh ?? owner}`, en: `${title.en}: ${named?.en ?? owner}` };
}

export const accountClass = (code: string): AccountClass => kindOf(code).class;
