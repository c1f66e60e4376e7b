import { addDays, formatAmount, money, type CivilDate } from '@roundtrip/kernel';
import type { Chance } from '../../../../chance.ts';
import { endingAt, type Page, type Print } from '../page.ts';
import type { Truth } from '../papers.ts';

type Slip = { readonly page: Page; readonly truth: readonly Truth[] };

const at = (x: number, y: number, text: string, size = 3.2): Print => ({ x, y, size, text });
const dayFrom = (chance: Chance): CivilDate => addDays('2025-02-01' as CivilDate, chance.int(0, 500));

/** A toll slip as a booth prints it. */
export function tollSlip(chance: Chance): Slip {
  const on = dayFrom(chance);
  const [code, number, amount] = [`1330${chance.digits(8)}`, chance.digits(8), formatAmount(money(BigInt(chance.int(5, 180)) * 100n, 'CNY'))];
  const lines = [`发票代码:${code}`, `发票号码:${number}`, '入口:杭州北站', '出口:上海南站', '车型:客一', `金额:${amount}元`, `日期:${on} 09:31:22`, '收费员:1024'];
  return {
    page: { width: 80, height: 110, prints: [at(12, 12, '浙江省高速公路通行费发票', 4.2), ...lines.map((text, i) => at(8, 26 + i * 9, text))] },
    truth: [{ number, code, date: on, total: amount }],
  };
}

/** A ticket of a train as it was printed on paper. */
export function trainSlip(chance: Chance): Slip {
  const on = dayFrom(chance);
  const [number, fare] = [`${chance.pick(['A', 'E', 'K', 'Z'] as const)}${chance.digits(6)}`, formatAmount(money(BigInt(chance.int(20, 1800)) * 50n, 'CNY'))];
  const [y = '', m = '', d = ''] = on.split('-');
  return {
    page: {
      width: 87, height: 54,
      prints: [
        at(5, 8, number, 3.6), at(60, 8, '检票:8A', 3), at(8, 17, '北京南站', 5), at(36, 16, `G${chance.int(1, 999)}`, 4.4), at(54, 17, '上海虹桥站', 5), at(5, 25, `${y}年${m}月${d}日08:00开`, 3.4), at(54, 25, '05车12A号', 3.4),
        at(5, 31, `¥${fare}元`, 3.4), at(58, 31, '二等座', 3.4), at(5, 37, '限乘当日当次车', 3), at(5, 43, `3301061990****${chance.digits(4)} 张小满`, 3.2),
      ],
    },
    truth: [{ number, date: on, total: fare }],
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What the till of a restaurant abroad prints, tip and all. */
export function tillSlip(chance: Chance): Slip {
  const on = dayFrom(chance);
  const [y = '', m = '', d = ''] = on.split('-');
  const [food, tip] = [BigInt(chance.int(1500, 16_000)), BigInt(chance.int(3, 30)) * 100n];
  const tax = (food * 8n + 50n) / 100n;
  const dollars = (minor: bigint): string => formatAmount(money(minor, 'USD'));
  const number = chance.digits(5);
  const rows = [['Subtotal', dollars(food)], ['Sales Tax', dollars(tax)], ['Tip', dollars(tip)], ['TOTAL', `$${dollars(food + tax + tip)}`]] as const;
  return {
    page: {
      width: 80, height: 120,
      prints: [
        at(16, 12, 'BLUE HERON DINER', 4.4), at(18, 19, '400 Harbor Ave, Portland OR', 3), at(8, 30, `Date: ${MONTHS[Number(m) - 1] ?? ''} ${Number(d)}, ${y}`), at(8, 37, `Check #: ${number}`), at(8, 50, '1 Salmon'), at(8, 57, '1 Iced tea'),
        ...rows.flatMap(([label, amount], i) => [at(8, 70 + i * 8, label), endingAt(70, 70 + i * 8, 3.2, amount)]), at(18, 112, 'Thank you!'),
      ],
    },
    truth: [{ number, date: on, total: dollars(food + tax + tip), tax: dollars(tax), seller: 'BLUE HERON DINER' }],
  };
}
