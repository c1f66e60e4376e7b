import { addDays, formatAmount, money, type CivilDate, type Money } from '@roundtrip/kernel';
import type { Chance } from '../../../../chance.ts';
import { amountText, chineseDay, type InvoicePlan } from '../../plan.ts';
import { qrTextOf } from '../../qr.ts';
import { widthOf, type Page, type Print } from '../page.ts';
import { drawPlan } from '../plans.ts';

const STATIONS = [['上海虹桥', 'Shanghaihongqiao'], ['北京南', 'Beijingnan'], ['杭州东', 'Hangzhoudong'], ['成都东', 'Chengdudong'], ['长沙南', 'Changshanan']] as const;
const CITIES = [['上海虹桥', 'SHA'], ['北京首都', 'PEK'], ['成都天府', 'TFU'], ['深圳宝安', 'SZX'], ['西安咸阳', 'XIY']] as const;
const CNY = (minor: bigint): Money => money(minor, 'CNY');

const twoOf = <T>(chance: Chance, list: readonly T[]): readonly [T, T] => {
  const from = chance.int(0, list.length - 1);
  return [list[from] as T, list[(from + chance.int(1, list.length - 1)) % list.length] as T];
};

export type RailPlan = InvoicePlan & { readonly phonics: readonly [string, string]; readonly eTicket: string; readonly idNumber: string };

/** A railway e-ticket: the printed tax is the fare's ninth part by hundred-and-nine, rounded to the cent. */
export function drawRail(chance: Chance, { refund = false }: { readonly refund?: boolean } = {}): RailPlan {
  const plan = drawPlan(chance, { kind: 'rail', lines: 1 });
  const [from, to] = twoOf(chance, STATIONS);
  const fare = BigInt(chance.int(20, 1800) * 50) * (refund ? -1n : 1n);
  const pretax = (fare * 100n + (refund ? -54n : 54n)) / 109n;
  const item = { name: '*运输服务*铁路客运', amount: CNY(pretax), taxRate: '0.09', tax: CNY(fare - pretax) };
  return {
    ...plan, number: `${plan.issuedOn.slice(2, 4)}319${chance.digits(15)}`, items: [item], pretax: CNY(pretax), tax: CNY(fare - pretax), total: CNY(fare), passenger: chance.pick(['张小满', '欧阳文博', '李强'] as const),
    journey: { from: from[0], to: to[0], departsOn: addDays(plan.issuedOn, -chance.int(1, 20)), service: `${chance.pick(['G', 'D', 'C', 'K'] as const)}${chance.int(1, 9999)}`, seat: chance.pick(['二等座', '一等座', '商务座'] as const) },
    phonics: [from[1], to[1]], eTicket: `${chance.digits(21)}`, idNumber: `3101${chance.digits(4)}****${chance.digits(4)}`,
  };
}

/** The printed side: names large and without labels, the fare, the traveller, the buyer at the foot. Tax stands in the attachment only. */
export function railSheet(plan: RailPlan, { compact = false, stationWord = true }: { readonly compact?: boolean; readonly stationWord?: boolean } = {}): Page {
  const at = (x: number, y: number, text: string, size = 3.6): Print => ({ x, y, size, text });
  const { journey, phonics } = plan;
  const station = (name: string): string => (stationWord ? `${name}站` : name);
  const yen = compact ? [at(14, 62, `票价:¥${amountText(plan.total)}`)] : [at(14, 62, '票价:'), at(26, 62, '¥'), at(29, 62, amountText(plan.total))];
  const seat = `0${(Number(plan.number.slice(-2)) % 8) + 1}车${(Number(plan.number.slice(-3)) % 18) + 1}A号`;
  return {
    width: 190, height: 100, qr: { text: qrTextOf(plan), x: 126, y: 54, side: 24 },
    prints: [
      at(48, 14, '电子发票(铁路电子客票)', 5), at(12, 25, `发票号码:${plan.number}`), at(104, 25, `开票日期:${chineseDay(plan.issuedOn)}`),
      at(20, 36, station(journey?.from ?? ''), 5), at(106, 36, station(journey?.to ?? ''), 5), at(72, 35, journey?.service ?? '', 5), at(22, 41, phonics[0], 3), at(108, 41, phonics[1], 3),
      at(14, 50, `${chineseDay(journey?.departsOn ?? ('2026-01-01' as CivilDate))} 09:${plan.number.slice(-2, -1)}5开`), at(78, 50, seat), at(112, 50, journey?.seat ?? ''), ...yen,
      at(14, 70, `${plan.idNumber} ${plan.passenger ?? ''}`), at(14, 78, `电子客票号:${plan.eTicket}`), at(14, 86, `购买方名称:${plan.buyer}`),
      at(Math.max(compact ? 0 : 86, 18 + widthOf(`购买方名称:${plan.buyer}`, 3.6)), 86, `统一社会信用代码:${plan.buyerTaxId ?? ''}`),
      at(30, 95, '买票请到12306 发货请到95306 中国铁路祝您旅途愉快', 3),
    ],
  };
}

export type AirPlan = InvoicePlan & {
  readonly fare: Money; readonly fuel: Money; readonly fund: Money; readonly gp: string; readonly eTicket: string; readonly idNumber: string;
  readonly legs: readonly { readonly from: readonly [string, string]; readonly to: readonly [string, string]; readonly flight: string; readonly cabin: string; readonly on: CivilDate; readonly at: string }[];
};

/** An air e-itinerary of one or two legs: fare + fuel + tax + fund = total. */
export function drawAir(chance: Chance, { legs = 1, international = false }: { readonly legs?: 1 | 2; readonly international?: boolean } = {}): AirPlan {
  const plan = drawPlan(chance, { kind: 'air', lines: 1 });
  const [fare, fuel, fund] = [BigInt(chance.int(300, 2800)) * 100n, BigInt(chance.int(1, 7) * 1000), BigInt(legs) * 5000n];
  const tax = international ? 0n : ((fare + fuel) * 9n + 50n) / 100n;
  const [a, b] = twoOf(chance, CITIES);
  const on = addDays(plan.issuedOn, -chance.int(2, 12));
  const list = [{ from: a, to: b }, { from: b, to: a }].slice(0, legs).map((leg, i) => ({ ...leg, flight: `MU${chance.digits(4)}`, cabin: chance.pick(['Y', 'B', 'M'] as const), on: addDays(on, i * 2), at: `1${i}:05` }));
  const item = { name: '*运输服务*航空客运', amount: CNY(fare + fuel), taxRate: international ? '0' : '0.09', tax: CNY(tax) };
  return {
    ...plan, number: `${plan.issuedOn.slice(2, 4)}119${chance.digits(15)}`, items: [item], pretax: CNY(fare + fuel), tax: CNY(tax), total: CNY(fare + fuel + tax + fund), passenger: chance.pick(['张小满', 'OUYANG/WENBO', '李强'] as const),
    fare: CNY(fare), fuel: CNY(fuel), fund: CNY(fund), gp: chance.digits(10), eTicket: `781-${chance.digits(10)}`, idNumber: `3101${chance.digits(4)}****${chance.digits(4)}`, legs: list,
    journey: { from: a[0], to: b[0], departsOn: on, service: list[0]?.flight ?? '', seat: list[0]?.cabin ?? '' },
  };
}

/** The printed itinerary: a table whose values stand below their heads. */
export function airSheet(plan: AirPlan, { chineseFirst = true }: { readonly chineseFirst?: boolean } = {}): Page {
  const at = (x: number, y: number, text: string, size = 3): Print => ({ x, y, size, text });
  const heads = ['票价', '燃油附加费', '增值税税率', '增值税税额', '民航发展基金', '其他税费', '合计'];
  const values = [`CNY ${formatAmount(plan.fare)}`, `CNY ${formatAmount(plan.fuel)}`, plan.tax?.minor === 0n ? '0%' : '9%', `CNY ${amountText(plan.tax)}`, `CNY ${formatAmount(plan.fund)}`, '', `CNY ${amountText(plan.total)}`];
  return {
    width: 230, height: 130, qr: { text: qrTextOf(plan), x: 8, y: 4, side: 18 },
    prints: [
      at(76, 12, '电子发票(航空运输电子客票行程单)', 4.6), at(160, 10, `国内国际标识:${plan.tax?.minor === 0n ? '国际' : '国内'}`), at(40, 22, `GP单号:${plan.gp}`), at(92, 22, `发票号码:${plan.number}`), at(160, 22, '开票状态:正常'),
      ...['旅客姓名', '有效身份证件号码', '签注'].map((text, i) => at(10 + i * 70, 31, text)), ...[plan.passenger ?? '', plan.idNumber, '不得签转'].map((text, i) => at(10 + i * 70, 37, text)),
      ...['承运人', '航班号', '座位等级', '日期', '时间', '客票级别', '客票生效日期', '有效截止日期', '免费行李'].map((text, i) => at(44 + i * 20, 45, text)),
      ...plan.legs.flatMap(({ from, to, flight, cabin, on, at: time }, i) => [
        ...(i === 0 ? [at(8, 51, `自:${chineseFirst ? `${from[0]} ${from[1]}` : `${from[1]} ${from[0]}`}`)] : []), at(8, 58 + i * 7, `至:${chineseFirst ? `${to[0]} ${to[1]}` : `${to[1]} ${to[0]}`}`),
        ...[['东航', 0], [flight, 1], [cabin, 2], [chineseDay(on), 2.7], [time, 4], ['Y', 5.4], ['20K', 8.2]].map(([text, column]) => at(44 + Number(column) * 20, 51 + i * 7, String(text))),
      ]),
      ...heads.map((text, i) => at(10 + i * 31, 80, text)), ...values.flatMap((text, i) => (text ? [at(10 + i * 31, 86, text)] : [])),
      at(10, 95, `电子客票号码:${plan.eTicket}`), at(80, 95, '验证码:6021'), at(110, 95, '提示信息:'), at(180, 95, '保险费:XXX'),
      at(10, 103, '销售网点代号:SHA123'), at(80, 103, `填开单位:${plan.seller}`), at(165, 103, `填开日期:${chineseDay(plan.issuedOn)}`),
      at(10, 112, `购买方名称:${plan.buyer}`), at(110, 112, `统一社会信用代码/纳税人识别号:${plan.buyerTaxId ?? ''}`),
    ],
  };
}
