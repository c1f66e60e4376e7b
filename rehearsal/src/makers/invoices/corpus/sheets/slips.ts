import { addDays, formatAmount, money, sum, type CivilDate, type Money } from '@roundtrip/kernel';
import type { Chance } from '../../../../chance.ts';
import { endingAt, wrapped, type Page, type Print } from '../page.ts';
import type { SupportingTruth, Truth } from '../papers.ts';

type Slip = { readonly page: Page; readonly truth: readonly Truth[]; readonly supporting?: readonly SupportingTruth[] };

const CNY = (minor: bigint): Money => money(minor, 'CNY');
const at = (x: number, y: number, text: string, size = 3.2): Print => ({ x, y, size, text });
const dayFrom = (chance: Chance): CivilDate => addDays('2025-02-01' as CivilDate, chance.int(0, 500));

const STREETS = ['世纪大道地铁站(6口)', '虹桥火车站-北进站口', '人民广场来福士写字楼停车场入口', '浦东国际机场T2航站楼-出发层12号门', '漕河泾开发区宜山路926号新思大楼'] as const;

export type RideStyle = { readonly brand: '滴滴出行' | '高德地图' | 'T3出行'; readonly wrap?: boolean };

/** A ride-hailing trip table of its own. `total` fixes the sum where an invoice of the same file says it. */
export function rideSlip(chance: Chance, style: RideStyle, total?: Money): Slip {
  const start = dayFrom(chance);
  const count = chance.int(2, 5);
  const fares = Array.from({ length: count }, () => CNY(BigInt(chance.int(900, 9900))));
  const known = sum(fares.slice(0, -1), 'CNY').minor;
  if (total && total.minor > known) fares[count - 1] = CNY(total.minor - known);
  const whole = total && total.minor > known ? total : sum(fares, 'CNY');
  const columns = { 滴滴出行: [14, 24, 40, 72, 92, 128, 166, 184], 高德地图: [14, 24, 46, 80, 100, 132, 168, 184], T3出行: [12, 24, 38, 70, 88, 124, 162, 182] }[style.brand];
  const heads = { 滴滴出行: ['序号', '车型', '上车时间', '城市', '起点', '终点', '里程[公里]', '金额[元]'], 高德地图: ['序号', '服务商', '上车时间', '城市', '起点', '终点', '里程', '金额(元)'], T3出行: ['序号', '车型', '用车时间', '城市', '起点', '终点', '公里', '金额'] }[style.brand];
  let y = 72;
  const rows = fares.flatMap((fare, i) => {
    const day = addDays(start, i);
    const [from, to] = [chance.pick(STREETS), chance.pick(STREETS)];
    const when = style.brand === '滴滴出行' ? `${day.slice(5)} 09:1${i} 周${'一二三四五'[i] ?? '一'}` : `${day} 18:2${i}`;
    const address = (x: number, text: string): Print[] => wrapped(text, style.wrap ? 32 : 200, 3).slice(0, style.wrap ? 3 : 1).map((line, n) => at(x, y + n * 4, style.wrap ? line : line.slice(0, 10), 3));
    const cells = [String(i + 1), style.brand === '高德地图' ? '某某出行' : '快车', when, '上海市'].map((text, n) => at(columns[n] ?? 14, y, text, 3));
    const prints = [...cells, ...address(columns[4] ?? 92, from), ...address(columns[5] ?? 128, to), at(columns[6] ?? 166, y, `${chance.int(2, 40)}.${chance.int(0, 9)}`, 3), at(columns[7] ?? 184, y, formatAmount(fare), 3)];
    y += style.wrap ? 15 : 8;
    return prints;
  });
  const period = `${start} 至 ${addDays(start, count - 1)}`;
  const top = style.brand === '滴滴出行'
    ? [at(14, 30, `申请日期:${addDays(start, count)}`), at(70, 30, `行程起止日期:${period}`), at(14, 38, '行程人手机号:138****0000'), at(14, 46, `共${count}笔行程,合计${formatAmount(whole)}元`)]
    : [at(14, 30, `行程时间:${start} 09:10 至 ${addDays(start, count - 1)} 20:00`), at(14, 38, '行程人手机号:138****0000'), at(14, 46, `共计${count}单行程,合计${formatAmount(whole)}元`)];
  return {
    page: { width: 210, height: 297, prints: [{ x: 80, y: 20, size: 6, text: `${style.brand}-行程单` }, ...top, ...heads.map((text, i) => at(columns[i] ?? 14, 62, text, 3)), ...rows, at(94, 285, '页码:1/1')] },
    truth: [], supporting: [{ paper: 'ride-table', total: formatAmount(whole), lines: count }],
  };
}

/** A hotel's folio: nights and extras by day, what was paid, and nothing left to pay. English or Chinese. */
export function folioSlip(chance: Chance, { english = false, paid = true }: { readonly english?: boolean; readonly paid?: boolean } = {}): Slip {
  const arrival = dayFrom(chance);
  const nights = chance.int(1, 4);
  const rate = CNY(BigInt(chance.int(280, 980)) * 100n);
  const extras = chance.int(0, 1) === 1 ? [{ text: english ? 'Breakfast' : '早餐', amount: CNY(6800n) }] : [];
  const charges = [...Array.from({ length: nights }, (_, i) => ({ on: addDays(arrival, i), text: english ? 'Room Charge' : '房费', amount: rate })), ...extras.map((extra) => ({ on: arrival, ...extra }))];
  const total = sum(charges.map((charge) => charge.amount), 'CNY');
  const word = (zh: string, en: string): string => (english ? en : zh);
  const rows = charges.flatMap(({ on, text, amount }, i) => [at(16, 84 + i * 7, on), at(50, 84 + i * 7, text), endingAt(150, 84 + i * 7, 3.2, formatAmount(amount))]);
  const y = 84 + charges.length * 7;
  const settled = paid ? [at(16, y, addDays(arrival, nights)), at(50, y, word('支付宝', 'Alipay')), endingAt(190, y, 3.2, formatAmount(total))] : [];
  return {
    page: {
      width: 210, height: 297,
      prints: [
        { x: 78, y: 22, size: 5.5, text: word('住客账单', 'Guest Folio') }, at(70, 32, '云栖假日酒店 Cloud Inn'), at(16, 46, `${word('宾客姓名', 'Guest Name')}: ${word('张小满', 'Zhang Xiaoman')}`), at(120, 46, `${word('房号', 'Room No.')}: 1208`),
        at(16, 54, `${word('入住日期', 'Arrival')}: ${arrival}`), at(120, 54, `${word('离店日期', 'Departure')}: ${addDays(arrival, nights)}`), at(16, 62, `${word('账单号', 'Folio No.')}: ${chance.digits(8)}`),
        ...[[16, word('日期', 'Date')], [50, word('项目', 'Description')], [134, word('消费', 'Charges')], [176, word('付款', 'Credits')]].map(([x, text]) => at(Number(x), 76, String(text))), ...rows, ...settled,
        at(50, y + 10, word('合计', 'Total')), endingAt(150, y + 10, 3.2, formatAmount(total)), ...(paid ? [endingAt(190, y + 10, 3.2, formatAmount(total))] : []), at(50, y + 18, word('余额', 'Balance')), endingAt(190, y + 18, 3.2, paid ? '0.00' : formatAmount(total)),
      ],
    },
    truth: [], supporting: [{ paper: 'hotel-folio', total: formatAmount(total), lines: charges.length }],
  };
}

/** A taxi's printed slip, scanned to text by its printer: code, number, day, fare; neither buyer nor tax. */
export function taxiSlip(chance: Chance): Slip {
  const on = dayFrom(chance);
  const [code, number, fare] = [`1310${chance.digits(8)}`, chance.digits(8), CNY(BigInt(chance.int(14, 180)) * 100n)];
  const [start, km] = [`${chance.int(10, 20)}:1${chance.int(0, 9)}`, `${chance.int(3, 40)}.${chance.int(0, 9)}`];
  const lines: readonly (readonly [string, string])[] = [['发票代码', code], ['发票号码', number], ['单位', '某某出租汽车有限公司'], ['电话', '021-96822'], ['车号', '沪A·X0001'], ['证号', '123456'], ['日期', on], ['上车', start], ['下车', '21:05'], ['单价', '2.50元'], ['里程', `${km}km`], ['等候', '00:03:10'], ['金额', `${formatAmount(fare)}元`], ['卡号', ''], ['原额', ''], ['余额', '']];
  return {
    page: { width: 76, height: 160, prints: [at(14, 10, '上海市出租汽车统一发票', 4), at(28, 17, '发票联', 3.6), ...lines.flatMap(([label, value], i) => [at(8, 28 + i * 8, label), ...(value ? [at(28, 28 + i * 8, value)] : [])])] },
    truth: [{ number, code, date: on, total: formatAmount(fare) }],
  };
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A foreign receipt of no fixed layout. */
export function receiptSlip(chance: Chance, tongue: 'de' | 'en' | 'en-top'): Slip {
  const on = dayFrom(chance);
  const net = BigInt(chance.int(2000, 90_000));
  const tax = (net * (tongue === 'de' ? 7n : 20n) + 50n) / 100n;
  const plain = (minor: bigint): string => formatAmount(money(minor, 'EUR'));
  const shown = (minor: bigint): string => (tongue === 'de' ? plain(minor).replace('.', ',') : plain(minor));
  const number = `${tongue === 'de' ? 'RE' : 'INV'}-${chance.digits(6)}`;
  const [y, m, d] = on.split('-').map(Number);
  const day = tongue === 'de' ? `${String(d).padStart(2, '0')}.${String(m).padStart(2, '0')}.${y}` : `${d} ${MONTHS[(m ?? 1) - 1] ?? ''} ${y}`;
  const seller = tongue === 'de' ? 'Gasthof am Wehr GmbH' : 'Harbour View Hotels Ltd';
  const rows = tongue === 'de' ? [['Zwischensumme', net, 'EUR'], ['zzgl. 7 % MwSt.', tax, 'EUR'], ['Gesamtbetrag', net + tax, 'EUR']] as const : [['Subtotal', net, ''], ['VAT 20%', tax, ''], ['Total', net + tax, '']] as const;
  const sign = tongue === 'de' ? '' : '£';
  const top = tongue === 'en-top' ? 40 : 0;
  return {
    page: {
      width: 210, height: 297,
      prints: [
        at(20, 30, seller, 5), at(20, 37, tongue === 'de' ? 'Am Wehr 1, 12345 Musterstadt' : '1 Quay Street, London E1 0AA'), at(20, 60, 'Chenghu Software GmbH'),
        at(tongue === 'en-top' ? 20 : 130, 66 + top, tongue === 'de' ? 'Rechnungsnummer:' : 'Invoice Number:'), at(tongue === 'en-top' ? 60 : 170, 66 + top, number), at(tongue === 'en-top' ? 20 : 130, 73 + top, tongue === 'de' ? 'Rechnungsdatum:' : 'Invoice Date:'), at(tongue === 'en-top' ? 60 : 170, 73 + top, day),
        at(20, 90 + top, tongue === 'de' ? '1 Zimmer' : 'Accommodation, 1 night'), ...rows.flatMap(([label, amount, unit], i) => [at(110, 110 + top + i * 8, label), endingAt(180, 110 + top + i * 8, 3.2, `${sign}${shown(amount)}`), ...(unit ? [at(182, 110 + top + i * 8, unit)] : [])]),
      ],
    },
    truth: [{ number, date: on, total: plain(net + tax), tax: plain(tax), pretax: plain(net), seller }],
  };
}
