import { GSA_PER_DIEM, GSA_STANDARD } from '../data/gsa-per-diem.ts';
import { POLICY_FORMAT, type PlaceDocument, type PolicyDocument, type RowDocument } from '../document.ts';
import { companyPaid, neverGoods, neverMerchants } from './common.ts';

type Rate = { readonly lodging: number; readonly meals: number; readonly from: string; readonly to: string };
type Destination = { readonly state: string; readonly names: readonly string[]; readonly rates: readonly Rate[] };

function rateOf(text: string): Rate {
  const [lodging = '', meals = '', from = '', to = ''] = text.trim().split(',');
  return { lodging: Number(lodging), meals: Number(meals), from, to };
}

const DESTINATIONS: readonly Destination[] = Object.entries(GSA_PER_DIEM).flatMap(([state, text]) => text.split('; ').map((entry): Destination => {
  const [names = '', rates = ''] = entry.split('=');
  return { state, names: names.split(' / '), rates: rates.split(' | ').map(rateOf) };
}));

const dollars = (amount: number): string => `${amount}.00`;
const placeName = ({ state, names }: Destination): string => `${names[0] ?? ''}, ${state}`;

/** Springfield is in several states: only a name that one state has may stand alone. */
function places(): PlaceDocument[] {
  const states = new Map<string, Set<string>>();
  for (const { state, names } of DESTINATIONS) for (const name of names) states.set(name, (states.get(name) ?? new Set()).add(state));
  return DESTINATIONS.map((destination) => ({
    name: placeName(destination),
    aliases: destination.names.flatMap((name) => [...(name === destination.names[0] ? [] : [`${name}, ${destination.state}`]), `${name} ${destination.state}`, ...(states.get(name)?.size === 1 ? [name] : [])]),
  }));
}

function rows(read: (rate: Rate) => number, standard: number): RowDocument<string>[] {
  const listed = DESTINATIONS.flatMap((destination) => destination.rates.map((rate): RowDocument<string> => {
    const season = rate.from === '' ? {} : { season: { from: rate.from, to: rate.to } };
    return { id: [placeName(destination), ...(rate.from === '' ? [] : [`${rate.from}~${rate.to}`])].join('/'), when: { city: [placeName(destination)], ...season }, then: dollars(read(rate)) };
  }));
  return [...listed, { id: 'standard', label: { zh: '标准费率', en: 'Standard rate' }, then: dollars(standard) }];
}

/** US federal travel: the per diem rates of the GSA as caps, receipts from 75 dollars and for lodging always (41 CFR 301). */
export const US_GSA: PolicyDocument = {
  format: POLICY_FORMAT,
  version: 'us-gsa-fy2026',
  title: { zh: '美国联邦差旅标准(GSA 2026 财年)', en: 'US federal travel (GSA, fiscal year 2026)' },
  effectiveFrom: '2025-10-01',
  currency: 'USD',
  zone: 'America/New_York',
  grades: [{ code: 'traveler', title: { zh: '全体人员', en: 'All travelers' }, aliases: ['*'] }],
  places: places(),
  rules: [
    { id: 'hotel-cap', kind: 'cap', per: 'night', clause: '41 CFR 301-11.100', title: { zh: '住宿限额', en: 'Lodging' }, when: { category: ['hotel'] }, onBreach: 'approve', table: { hit: 'first', rows: rows((rate) => rate.lodging, GSA_STANDARD.lodging) } },
    { id: 'meal-day', kind: 'cap', per: 'day', clause: '41 CFR 301-11.101', title: { zh: '餐费与杂费', en: 'Meals and incidentals' }, when: { category: ['meal'] }, onBreach: 'cut', table: { hit: 'first', rows: rows((rate) => rate.meals, GSA_STANDARD.meals) } },
    { id: 'flight-cabin', kind: 'class', clause: '41 CFR 301-10.103', title: { zh: '飞机舱位', en: 'Flight cabin' }, when: { category: ['flight'] }, onBreach: 'approve', table: { rows: [{ id: 'coach', then: ['economy'] }] } },
    neverMerchants('41 CFR 301-2.2'),
    neverGoods('41 CFR 301-2.2'),
    { id: 'receipt-lodging', kind: 'invoice', clause: '41 CFR 301-11.25', title: { zh: '住宿须有票据', en: 'Lodging needs a receipt' }, when: { category: ['hotel'] }, above: '0.00', onBreach: 'refuse' },
    { id: 'receipt', kind: 'invoice', clause: '41 CFR 301-11.25', title: { zh: '75 美元及以上须有票据', en: 'From 75 dollars a receipt' }, when: { category: ['flight', 'rail', 'coach', 'taxi', 'visa', 'telecom', 'office', 'courier', 'meeting', 'training', 'other'] }, above: '74.99', onBreach: 'refuse' },
    { id: 'covers', kind: 'coverage', clause: '41 CFR 301-11.25', title: { zh: '票据金额覆盖报销金额', en: 'The receipts cover the claim' }, when: { category: ['hotel', 'flight', 'rail', 'coach'] }, onBreach: 'cut' },
    companyPaid('41 CFR 301-51.1'),
    { id: 'other', kind: 'flag', clause: '41 CFR 301-2.2', title: { zh: '其他费用逐笔审批', en: 'Other expenses are decided one by one' }, when: { category: ['other', 'welfare', 'entertainment'] }, onBreach: 'approve' },
  ],
};
