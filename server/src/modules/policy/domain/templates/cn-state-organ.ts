import { LODGING_CAPS, type LodgingCap } from '../data/lodging-caps.ts';
import { POLICY_FORMAT, type PolicyDocument, type RowDocument } from '../document.ts';
import { companyPaid, evidence, neverGoods, neverMerchants } from './common.ts';

const WHOLE = new Set(['全市', '6个中心城区', '9个中心城区']);
const REST = new Set(['其他地区', '全省']);

const yuan = (amount: number): string => `${amount}.00`;

function cityOf([province, place]: LodgingCap): string {
  if (WHOLE.has(place)) return province;
  return REST.has(place) ? `${province}*` : place;
}

/** A named district speaks before its city, a city before the rest of its province, a season before the whole year. */
function order([, place, from]: LodgingCap): number {
  return (REST.has(place) ? 4 : WHOLE.has(place) ? 2 : 0) + (from === '' ? 1 : 0);
}

function lodgingRow(cap: LodgingCap): RowDocument<string> {
  const [province, place, from, to, ministerial, bureau, others] = cap;
  return {
    id: [province, place, ...(from === '' ? [] : [`${from}~${to}`])].join('/'),
    label: { zh: `${province} ${place}${from === '' ? '' : ' 旺季'}`, en: `${province} ${place}${from === '' ? '' : ', peak season'}` },
    when: { city: [cityOf(cap)], ...(from === '' ? {} : { season: { from, to } }) },
    then: { byGrade: { ministerial: yuan(ministerial), bureau: yuan(bureau), others: yuan(others) } },
  };
}

/** Of the daily amounts most places share one; the provinces that differ stand first. */
function dailyRows(read: (cap: LodgingCap) => number): RowDocument<string>[] {
  const usual = Math.min(...LODGING_CAPS.map(read));
  const special = new Map(LODGING_CAPS.filter((cap) => read(cap) !== usual).map((cap): [string, number] => [cap[0], read(cap)]));
  return [
    ...[...special].map(([province, amount]): RowDocument<string> => ({ id: province, when: { city: [`${province}*`] }, then: yuan(amount) })),
    { id: '其他地区', then: yuan(usual) },
  ];
}

/** 中央和国家机关差旅费管理办法: the public standard, with its whole lodging table. */
export const CN_STATE_ORGAN: PolicyDocument = {
  format: POLICY_FORMAT,
  version: 'cn-state-organ-2016',
  title: { zh: '中央和国家机关差旅费标准', en: 'Travel standards of central state organs' },
  effectiveFrom: '2016-04-01',
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  grades: [
    { code: 'ministerial', title: { zh: '部级', en: 'Ministerial' }, aliases: ['部级', '省部级', '部级及相当职务'] },
    { code: 'bureau', title: { zh: '司局级', en: 'Bureau' }, aliases: ['司局级', '厅局级', '司局级及相当职务'] },
    { code: 'others', title: { zh: '其余人员', en: 'Others' }, aliases: ['其余人员', '其他人员', '处级', '科级', '*'] },
  ],
  rules: [
    {
      id: 'hotel-cap', kind: 'cap', per: 'night', clause: '财行〔2016〕71号', title: { zh: '住宿费限额', en: 'Lodging cap' }, when: { category: ['hotel'] }, onBreach: 'cut',
      table: { hit: 'first', rows: [...LODGING_CAPS].sort((a, b) => order(a) - order(b)).map(lodgingRow) },
    },
    {
      id: 'flight-cabin', kind: 'class', clause: '财行〔2013〕531号 第七条', title: { zh: '飞机舱位', en: 'Flight cabin' }, when: { category: ['flight'] }, onBreach: 'refuse',
      table: { rows: [{ id: '飞机', then: { byGrade: { ministerial: ['economy', 'premium_economy', 'business', 'first'], '*': ['economy'] } } }] },
    },
    {
      id: 'rail-seat', kind: 'class', clause: '财行〔2013〕531号 第七条', title: { zh: '火车席别', en: 'Rail seat' }, when: { category: ['rail'] }, onBreach: 'refuse',
      table: {
        rows: [{
          id: '火车',
          then: {
            byGrade: {
              ministerial: ['standing', 'hard_seat', 'soft_seat', 'second', 'hard_sleeper', 'soft_sleeper', 'first_seat', 'business_seat', 'deluxe_sleeper'],
              bureau: ['standing', 'hard_seat', 'soft_seat', 'second', 'hard_sleeper', 'soft_sleeper', 'first_seat'],
              others: ['standing', 'hard_seat', 'second', 'hard_sleeper'],
            },
          },
        }],
      },
    },
    { id: 'meal-day', kind: 'cap', per: 'day', clause: '财行〔2013〕531号 第十五条', title: { zh: '伙食补助费', en: 'Meals of a day' }, when: { category: ['meal', 'per_diem'] }, onBreach: 'cut', table: { rows: dailyRows((cap) => cap[7]) } },
    { id: 'taxi-day', kind: 'cap', per: 'day', clause: '财行〔2013〕531号 第十八条', title: { zh: '市内交通费', en: 'Local transport of a day' }, when: { category: ['taxi'] }, onBreach: 'cut', table: { rows: dailyRows((cap) => cap[8]) } },
    neverMerchants('财行〔2013〕531号'),
    neverGoods('财行〔2013〕531号'),
    ...evidence('财行〔2013〕531号 第二十条', '0.00'),
    { id: 'age', kind: 'age', clause: '财行〔2013〕531号', title: { zh: '及时报销', en: 'Handed in promptly' }, daysMax: 180, onBreach: 'warn' },
    companyPaid('财行〔2013〕531号'),
    { id: 'outside', kind: 'flag', clause: '财行〔2013〕531号', title: { zh: '差旅费以外的费用另行审批', en: 'What is not travel is decided apart' }, when: { category: ['entertainment', 'telecom', 'office', 'courier', 'meeting', 'training', 'welfare', 'other', 'mileage', 'visa', 'coach'] }, onBreach: 'approve' },
  ],
};
