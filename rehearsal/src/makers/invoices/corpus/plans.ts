import { addDays, money, type CivilDate, type Money } from '@roundtrip/kernel';
import type { Chance } from '../../../chance.ts';
import { taxIdOf, type InvoicePlan, type InvoicePlanItem } from '../plan.ts';

type Kind = InvoicePlan['kind'];
type Goods = { readonly names: readonly [string, ...string[]]; readonly sellers: readonly [string, ...string[]]; readonly rates: readonly [string, ...string[]]; readonly unit: string; readonly spec: string };

const GOODS: Readonly<Record<Kind, Goods>> = {
  hotel: { names: ['*住宿服务*住宿费', '*住宿服务*房费', '*生活服务*住宿服务费'], sellers: ['云栖假日酒店有限公司', '上海虹枫酒店管理有限公司浦东分公司', '成都锦里客栈(有限合伙)'], rates: ['0.06', '0.03', '0.01'], unit: '间夜', spec: '大床房' },
  meal: { names: ['*餐饮服务*餐费', '*餐饮服务*餐饮费'], sellers: ['江边小馆餐饮管理(上海)有限公司', '杭州市西湖区老灶头饭店', '广州市越秀区粤味轩酒家(个体工商户)'], rates: ['0.06', '0.01'], unit: '次', spec: '' },
  ride: { names: ['*运输服务*客运服务费', '*运输服务*网约车服务费'], sellers: ['快行出行科技有限公司', '天津行云出行科技有限公司'], rates: ['0.03', '0.06'], unit: '次', spec: '无' },
  toll: { names: ['*经营租赁*通行费', '*生产生活服务*通行费'], sellers: ['江南高速公路股份有限公司', '浙江沪杭高速公路投资有限公司杭州管理处'], rates: ['0.03', '0.05'], unit: '', spec: '' },
  rail: { names: ['*运输服务*铁路客运'], sellers: ['中国铁路'], rates: ['0.09'], unit: '', spec: '' },
  air: { names: ['*运输服务*航空客运'], sellers: ['东方云翼航空股份有限公司', '北极星航空有限公司'], rates: ['0.09'], unit: '', spec: '' },
  goods: { names: ['*纸制品*复印纸', '*计算机外部设备*无线鼠标', '*文具*中性笔', '*信息技术服务*软件服务费'], sellers: ['青禾文具销售中心', '北方国际会议服务集团股份有限公司', '深圳市前海某某信息技术有限公司'], rates: ['0.13', '0.06', '0.03'], unit: '包', spec: 'A4-70g' },
};
const BUYERS = ['澄湖软件有限公司', '远山仪器(苏州)有限公司', '华东某某国际贸易(上海)股份有限公司第二分公司', '北京晨曦医药科技发展有限责任公司'] as const;
const PEOPLE = ['张小满', '欧阳文博', '李强'] as const;
const PROVINCES = ['11', '31', '33', '44', '51', '32', '37'] as const;
const ORGANISATION = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export type Wish = {
  readonly kind?: Kind; readonly lines?: number; readonly special?: boolean; readonly red?: boolean;
  /** A word in place of a rate; the tax is then printed as `***`. */
  readonly exempt?: '免税' | '不征税';
  /** The buyer is a person without a tax id. */
  readonly person?: boolean;
  /** The second line takes back part of the first. */
  readonly discount?: boolean;
  readonly from?: CivilDate; readonly days?: number;
};

const CNY = (minor: bigint): Money => money(minor, 'CNY');

function taxId(chance: Chance, province: string): string {
  const body = Array.from({ length: 9 }, () => ORGANISATION[chance.int(0, 30)] ?? '0').join('');
  return taxIdOf(`91${province}${chance.digits(4)}${body}`);
}

function itemOf(chance: Chance, goods: Goods, wish: Wish, sign: bigint): InvoicePlanItem {
  const fen = BigInt(chance.pick([chance.int(500, 9999), chance.int(10_000, 99_999), chance.int(100_000, 1_999_999)] as const)) * sign;
  const rate = wish.exempt ?? chance.pick(goods.rates);
  const quantity = chance.pick(['1', '2', '3', ''] as const);
  const tax = wish.exempt ? null : CNY((fen * BigInt(Math.round(Number(rate) * 100)) + 50n * sign) / 100n);
  return {
    name: chance.pick(goods.names), ...(quantity ? { quantity, unitPrice: (Number(fen) / 100 / Number(quantity)).toFixed(chance.pick([2, 6, 13] as const)) } : {}),
    amount: CNY(fen), taxRate: rate, tax,
  };
}

function withDiscount(items: readonly InvoicePlanItem[]): InvoicePlanItem[] {
  const [first] = items;
  if (!first) return [];
  const part = (amount: Money | null): Money | null => (amount ? CNY(-(amount.minor / 10n)) : null);
  return [first, { name: first.name, amount: part(first.amount) ?? CNY(0n), taxRate: first.taxRate, tax: part(first.tax) }, ...items.slice(1)];
}

/** Any 数电票 whose sums fit, with ids that pass their checks. All names are invented. */
export function drawPlan(chance: Chance, wish: Wish = {}): InvoicePlan {
  const kind = wish.kind ?? chance.pick(['hotel', 'meal', 'goods', 'ride'] as const);
  const goods = GOODS[kind];
  const sign = wish.red ? -1n : 1n;
  const province = chance.pick(PROVINCES);
  const issuedOn = addDays(wish.from ?? ('2025-01-05' as CivilDate), chance.int(0, wish.days ?? 600));
  const drawn = Array.from({ length: wish.lines ?? chance.int(1, 3) }, () => itemOf(chance, goods, wish, sign));
  const items = wish.discount ? withDiscount(drawn) : drawn;
  const pretax = items.reduce((sum, item) => sum + item.amount.minor, 0n);
  const tax = items.reduce((sum, item) => sum + (item.tax?.minor ?? 0n), 0n);
  return {
    kind, number: `${issuedOn.slice(2, 4)}${province}2000${chance.digits(12)}`, issuedOn, seller: chance.pick(goods.sellers), sellerTaxId: taxId(chance, province),
    buyer: wish.person ? chance.pick(PEOPLE) : chance.pick(BUYERS), ...(wish.person ? {} : { buyerTaxId: taxId(chance, chance.pick(PROVINCES)) }),
    items, pretax: CNY(pretax), tax: wish.exempt ? null : CNY(tax), total: CNY(pretax + tax), ...(wish.special ? { special: true } : {}),
    ...(wish.red ? { originalNumber: `${issuedOn.slice(2, 4)}${province}2000${chance.digits(12)}` } : {}),
  };
}

export type OldPlan = InvoicePlan & { readonly code: string; readonly machine: string; readonly checkCode: string };

/** An electronic invoice of the years before 数电票: a code of twelve digits and a number of eight. */
export function drawOldPlan(chance: Chance, wish: Wish = {}): OldPlan {
  const plan = drawPlan(chance, { from: '2018-02-01' as CivilDate, days: 1500, ...wish });
  const code = `0${plan.sellerTaxId.slice(2, 4)}00${plan.issuedOn.slice(2, 4)}00${chance.int(1, 9)}${wish.special ? '13' : '11'}`;
  return { ...plan, number: chance.digits(8), code, machine: chance.digits(12), checkCode: chance.digits(20) };
}

/** The text of a sale's goods beside its name: what the columns of unit and specification show. */
export const goodsOf = (plan: InvoicePlan): { readonly unit: string; readonly spec: string } => GOODS[plan.kind];
