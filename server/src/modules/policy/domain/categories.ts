import type { Bilingual } from '@roundtrip/kernel';

/** A standard kind of expense and where the books put it (企业会计准则 account codes; a company may use its own). */
export type Category = { readonly code: string; readonly title: Bilingual; readonly account: string; readonly accountTitle: Bilingual };

const travel = (sub: string, zh: string, en: string): Pick<Category, 'account' | 'accountTitle'> => ({
  account: `6602.01.${sub}`, accountTitle: { zh: `管理费用-差旅费-${zh}`, en: `Administration: travel: ${en}` },
});
const administration = (sub: string, zh: string, en: string): Pick<Category, 'account' | 'accountTitle'> => ({
  account: `6602.${sub}`, accountTitle: { zh: `管理费用-${zh}`, en: `Administration: ${en}` },
});

export const CATEGORIES: readonly Category[] = [
  { code: 'flight', title: { zh: '机票', en: 'Flight' }, ...travel('01', '机票', 'flights') },
  { code: 'rail', title: { zh: '火车票', en: 'Rail' }, ...travel('02', '火车票', 'rail') },
  { code: 'hotel', title: { zh: '住宿', en: 'Hotel' }, ...travel('03', '住宿费', 'lodging') },
  { code: 'taxi', title: { zh: '市内交通', en: 'Local transport' }, ...travel('04', '市内交通费', 'local transport') },
  { code: 'coach', title: { zh: '汽车票、船票', en: 'Coach and ship' }, ...travel('05', '其他城际交通', 'coach and ship') },
  { code: 'per_diem', title: { zh: '差旅补助', en: 'Per diem' }, ...travel('06', '出差补助', 'per diem') },
  { code: 'meal', title: { zh: '餐饮', en: 'Meal' }, ...travel('07', '餐费', 'meals') },
  { code: 'mileage', title: { zh: '私车公用', en: 'Own car' }, ...travel('08', '私车公用', 'own car') },
  { code: 'visa', title: { zh: '签证、保险', en: 'Visa and insurance' }, ...travel('09', '签证保险', 'visa and insurance') },
  { code: 'entertainment', title: { zh: '业务招待', en: 'Business entertainment' }, ...administration('02', '业务招待费', 'business entertainment') },
  { code: 'telecom', title: { zh: '通讯', en: 'Telecom' }, ...administration('03', '通讯费', 'telecom') },
  { code: 'office', title: { zh: '办公用品', en: 'Office supplies' }, ...administration('04', '办公费', 'office supplies') },
  { code: 'courier', title: { zh: '快递', en: 'Courier' }, ...administration('05', '邮寄费', 'courier') },
  { code: 'meeting', title: { zh: '会议', en: 'Meeting' }, ...administration('06', '会议费', 'meetings') },
  { code: 'training', title: { zh: '培训', en: 'Training' }, ...administration('07', '职工教育经费', 'training') },
  { code: 'welfare', title: { zh: '福利', en: 'Welfare' }, ...administration('08', '职工福利费', 'staff welfare') },
  { code: 'other', title: { zh: '其他', en: 'Other' }, ...administration('99', '其他', 'other') },
];
