import type { Bilingual } from '@roundtrip/kernel';

/** Banks by what their codes begin with: the clearing number (CNAPS), the BIC, and the card number where it is well known. */
const BANKS: readonly { readonly id: string; readonly name: Bilingual; readonly cnaps: string; readonly bic: string; readonly cards: readonly string[] }[] = [
  { id: 'icbc', name: { zh: '工商银行', en: 'ICBC' }, cnaps: '102', bic: 'ICBK', cards: ['622202', '622203', '622208', '621226', '621225', '622200'] },
  { id: 'abc', name: { zh: '农业银行', en: 'Agricultural Bank' }, cnaps: '103', bic: 'ABOC', cards: ['622848', '622845', '622846', '622849', '623052'] },
  { id: 'boc', name: { zh: '中国银行', en: 'Bank of China' }, cnaps: '104', bic: 'BKCH', cards: ['621660', '621661', '621663', '621785', '621788', '456351'] },
  { id: 'ccb', name: { zh: '建设银行', en: 'Construction Bank' }, cnaps: '105', bic: 'PCBC', cards: ['621700', '622700', '436742', '621081'] },
  { id: 'bocom', name: { zh: '交通银行', en: 'Bank of Communications' }, cnaps: '301', bic: 'COMM', cards: ['622260', '622262', '622258', '621002'] },
  { id: 'citic', name: { zh: '中信银行', en: 'CITIC' }, cnaps: '302', bic: 'CIBK', cards: ['621768', '621771', '622690', '621773'] },
  { id: 'ceb', name: { zh: '光大银行', en: 'Everbright' }, cnaps: '303', bic: 'EVER', cards: ['622660', '622662', '621489'] },
  { id: 'cmbc', name: { zh: '民生银行', en: 'Minsheng' }, cnaps: '305', bic: 'MSBC', cards: ['622622', '415599', '621691'] },
  { id: 'cmb', name: { zh: '招商银行', en: 'China Merchants Bank' }, cnaps: '308', bic: 'CMBC', cards: ['621483', '621485', '622588', '622609', '410062'] },
  { id: 'cib', name: { zh: '兴业银行', en: 'Industrial Bank' }, cnaps: '309', bic: 'FJIB', cards: ['622909', '622908', '438588'] },
  { id: 'spdb', name: { zh: '浦发银行', en: 'SPDB' }, cnaps: '310', bic: 'SPDB', cards: ['622521', '622518', '621792'] },
  { id: 'psbc', name: { zh: '邮储银行', en: 'Postal Savings' }, cnaps: '403', bic: 'PSBC', cards: ['621098', '622150', '622188', '621799'] },
];
const OTHER: Bilingual = { zh: '其他银行', en: 'Other banks' };

/** Which bank keeps this account, by its code or its card number; `other` where neither tells. */
export function bankOf({ account, bankCode }: { readonly account: string; readonly bankCode?: string }): string {
  const [code, number] = [(bankCode ?? '').toUpperCase(), account.replace(/\s/g, '')];
  const found = BANKS.find(({ cnaps, bic }) => (/^\d{12}$/.test(code) && code.startsWith(cnaps)) || code.startsWith(bic)) ?? BANKS.find(({ cards }) => cards.some((card) => number.startsWith(card)));
  return found?.id ?? 'other';
}

export const bankName = (id: string): Bilingual => BANKS.find((bank) => bank.id === id)?.name ?? OTHER;
