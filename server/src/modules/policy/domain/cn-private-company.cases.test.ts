import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import { parsePolicy } from './parse/index.ts';
import { CN_PRIVATE_COMPANY } from './templates/cn-private-company.ts';
import { readCases, shortly } from './testing/casebook.ts';

const CASES = readCases(`
# 住宿:城市档次 × 职级 × 季节
staff      hotel 上海     2026-03-10 500.00  nights=1 => pass
staff      hotel 上海     2026-03-10 500.01  nights=1 => cut 500.00 hotel-cap
staff      hotel 上海     2026-03-10 1500.00 nights=3 => pass
staff      hotel 上海     2026-03-10 1501.00 nights=3 => cut 1500.00 hotel-cap
manager    hotel 上海     2026-03-10 700.00  nights=1 => pass
总监       hotel 深圳     2026-03-10 1000.00 nights=1 => pass
staff      hotel 杭州     2026-03-10 400.00  nights=1 => pass
staff      hotel 杭州     2026-03-10 450.00  nights=1 => cut 400.00 hotel-cap
manager    hotel 南通     2026-03-10 450.00  nights=1 => pass
staff      hotel 南通     2026-03-10 400.00  nights=1 => cut 350.00 hotel-cap
staff      hotel 三亚     2026-12-25 500.00  nights=1 => pass
staff      hotel 三亚     2026-06-25 500.00  nights=1 => cut 400.00 hotel-cap
staff      hotel 青岛     2026-07-01 480.00  nights=1 => pass
staff      hotel 青岛     2026-10-01 480.00  nights=1 => cut 400.00 hotel-cap
staff      hotel 秦皇岛   2026-10-01 480.00  nights=1 => cut 350.00 hotel-cap
staff      hotel 香港     2026-03-10 1200.00 nights=1 => pass
M2         hotel 上海     2026-03-10 700.00  nights=1 => pass
P7         hotel 上海     2026-03-10 700.00  nights=1 => cut 500.00 hotel-cap
VP         hotel 上海     2026-03-10 1000.00 nights=1 => pass
staff      hotel 杭州东   2026-03-10 400.00  nights=1 => pass
实习生     hotel 上海     2026-03-10 500.00  nights=1 => pass
staff      hotel 台北     2026-03-10 500.00  nights=1 => warn ? hotel-cap(gap)
staff      hotel London   2026-03-10 500.00  nights=1 => warn ? hotel-cap(city)
staff      hotel -        2026-03-10 500.00  nights=1 => warn ? hotel-cap(city)
staff      hotel 上海     2026-03-10 400.00           => warn ? hotel-cap(nights)
-          hotel 上海     2026-03-10 400.00  nights=1 => warn ? hotel-cap(grade)
# 机票与火车票
staff      flight -       2026-03-10 1200.00 seat=economy         => pass
staff      flight -       2026-03-10 1200.00 seat=premium_economy => warn ? flight-cabin
manager    flight -       2026-03-10 1200.00 seat=超级经济舱      => pass
manager    flight -       2026-03-10 1200.00 seat=business        => warn ? flight-cabin
executive  flight -       2026-03-10 1200.00 seat=business        => pass
executive  flight -       2026-03-10 1200.00 seat=first           => warn ? flight-cabin
staff      flight -       2026-03-10 1200.00                      => warn ? flight-cabin(seatClass)
-          flight -       2026-03-10 1200.00 seat=economy         => warn ? flight-cabin(grade)
staff      rail   -       2026-03-10 553.00  seat=二等座          => pass
staff      rail   -       2026-03-10 933.00  seat=一等座          => warn ? rail-seat
manager    rail   -       2026-03-10 933.00  seat=一等座          => pass
manager    rail   -       2026-03-10 1748.00 seat=商务座          => warn ? rail-seat
executive  rail   -       2026-03-10 1748.00 seat=商务座          => pass
# 餐费与市内交通
staff      meal   上海    2026-03-10 120.00                       => pass
staff      meal   上海    2026-03-10 120.01                       => cut 120.00 meal-day
staff      meal   上海    2026-03-10 60.00   spent=60.00          => pass
staff      meal   上海    2026-03-10 61.00   spent=60.00          => cut 60.00 meal-day
staff      meal   上海    2026-03-10 61.00   spent=120.00         => cut 0.00 meal-day
manager    meal   上海    2026-03-10 150.00                       => pass
staff      taxi   上海    2026-03-10 200.00                       => pass
staff      taxi   上海    2026-03-10 200.01                       => warn ? taxi-day
staff      taxi   上海    2026-03-10 50.00   spent=160.00         => warn ? taxi-day
staff      mileage -      2026-03-10 30.00   km=20                => pass
staff      mileage -      2026-03-10 30.00   km=12.5              => cut 18.75 mileage-km
staff      mileage -      2026-03-10 30.00                        => warn ? mileage-km(distanceKm)
staff      per_diem -     2026-03-10 1000.00 invoice=no           => pass
staff      per_diem -     2026-03-10 1000.01 invoice=no           => warn ? allowance-asks
# 通讯、办公、招待、其他
staff      telecom -      2026-03-10 100.00                       => pass
staff      telecom -      2026-03-10 128.00                       => cut 100.00 telecom-cap
staff      office -       2026-03-10 999.99                       => pass
staff      office -       2026-03-10 1000.00                      => warn ? office-large
staff      courier -      2026-03-10 23.00   invoice=no           => pass
staff      entertainment 上海 2026-03-10 800.00 guests=4          => pass
staff      entertainment 上海 2026-03-10 801.00 guests=4          => warn ? entertainment-cap
staff      entertainment 上海 2026-03-10 800.00                   => warn ? entertainment-guests(attendees) entertainment-cap(attendees)
staff      entertainment 上海 2026-03-10 200.00 guests=0          => warn ? entertainment-guests
staff      other  -       2026-03-10 80.00                        => warn ? unusual
staff      training -     2026-03-10 80.00                        => warn ? unusual
# 不予报销
staff      entertainment 上海 2026-03-10 300.00 guests=3 merchant=星光KTV量贩 => refuse never-merchants
staff      entertainment 上海 2026-03-10 300.00 guests=3 merchant=星光ｋｔｖ   => refuse never-merchants
staff      meal   上海    2026-03-10 80.00   merchant=大浪淘沙洗浴中心 => refuse never-merchants
staff      meal   上海    2026-03-10 80.00   merchant=老王面馆         => pass
staff      office -       2026-03-10 500.00  goods=*预付卡销售*购物卡  => refuse never-goods
staff      office -       2026-03-10 500.00  goods=复印纸,中华香烟     => refuse never-goods
staff      other  -       2026-03-10 200.00  goods=交通违章罚款        => refuse ? never-goods unusual
# 票据
staff      meal   上海    2026-03-10 50.00   invoice=no           => pass
staff      meal   上海    2026-03-10 50.01   invoice=no           => refuse invoice-other
staff      meal   上海    2026-03-10 80.00   invoice=?            => warn ? invoice-other(invoice)
staff      hotel  上海    2026-03-10 300.00  nights=1 invoice=no  => refuse invoice-travel
staff      rail   -       2026-03-10 10.00   seat=二等座 invoice=no => refuse invoice-travel
staff      meal   上海    2026-03-10 80.00   invoiced=80.00       => pass
staff      meal   上海    2026-03-10 80.00   invoiced=75.00       => cut 75.00 invoice-covers
staff      meal   上海    2026-03-10 80.00   title=ok             => pass
staff      meal   上海    2026-03-10 80.00   title=bad            => refuse invoice-title
# 时限
staff      meal   上海    2026-03-10 80.00   today=2026-06-08     => pass
staff      meal   上海    2026-03-10 80.00   today=2026-06-09     => warn ? age-soft
staff      meal   上海    2026-03-10 80.00   today=2027-03-11     => refuse ? age-soft age-hard
staff      meal   上海    2026-03-10 80.00   today=2026-03-09     => refuse ? age-soft age-hard
# 公司已付
staff      hotel  上海    2026-03-10 500.00  nights=1 channel=corporate_card => cut 0.00 company-paid
staff      hotel  上海    2026-03-10 500.00  nights=1 paid=200.00            => cut 300.00 company-paid
staff      hotel  上海    2026-03-10 600.00  nights=1 paid=200.00            => cut 300.00 hotel-cap company-paid
staff      hotel  上海    2026-03-10 500.00  nights=1 paid=0.00 channel=corporate_card => pass
staff      hotel  上海    2026-03-10 500.00  nights=1 channel=alipay         => pass
# 大额、不认识的类型、别的币种、不是正数
executive  flight -       2026-03-10 10000.00 seat=economy        => warn ? large
staff      jewels -       2026-03-10 80.00                        => warn ? engine.category(category)
staff      meal   上海    2026-03-10 80.00   currency=USD         => warn ? engine.currency(rate) large(rate)
staff      meal   上海    2026-03-10 0.00                         => warn ? engine.amount(amount)
# 几条规则同时说话,谁也不压过谁
staff      hotel  上海    2026-03-10 600.00  nights=1 invoice=no title=bad   => refuse hotel-cap invoice-travel invoice-title
staff      flight -       2026-03-10 12000.00 seat=first paid=12000.00       => cut 0.00 ? flight-cabin company-paid large
`);

const parsed = parsePolicy(CN_PRIVATE_COMPANY);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
const policy = parsed.value;

test.each(CASES)('$line', ({ question, expected }) => {
  expect(shortly(judge(policy, question), question)).toBe(expected);
});

const TO_PASS: readonly (readonly [string, readonly object[]])[] = [
  ['staff hotel 上海 2026-03-10 600.00 nights=1 => -', [{ amount: '500.00' }, { nights: 2 }]],
  ['staff hotel 上海 2026-03-10 600.00 nights=1 invoice=no => -', [{ amount: '500.00', hasInvoice: true }, { nights: 2, hasInvoice: true }]],
  ['staff hotel 上海 2026-03-10 400.00 => -', [{ nights: 1 }]],
  ['staff rail - 2026-03-10 933.00 seat=一等座 => -', [{ seatClass: 'hard_sleeper' }]],
  ['staff flight - 2026-03-10 12000.00 seat=first => -', [{ seatClass: 'economy', amount: '9999.99' }]],
  ['staff entertainment 上海 2026-03-10 801.00 guests=4 => -', [{ amount: '800.00' }, { attendees: 5 }]],
  ['staff meal 上海 2026-03-10 61.00 spent=60.00 => -', [{ amount: '60.00' }]],
  ['staff meal 上海 2026-03-10 61.00 spent=120.00 => -', []],
  ['staff meal 上海 2026-03-10 80.00 title=bad => -', [{ buyerTitleOk: true }]],
  ['staff meal 上海 2026-03-10 80.00 merchant=足浴 => -', []],
  ['staff meal 上海 2026-03-10 80.00 today=2026-12-09 => -', []],
  ['staff meal 上海 2026-03-10 80.00 invoice=no => -', [{ hasInvoice: true }, { amount: '50.00' }]],
  ['staff office - 2026-03-10 1500.00 => -', [{ amount: '999.99' }]],
  ['staff meal 上海 2026-03-10 80.00 => -', []],
];

test.each(TO_PASS)('%s would pass with %j', (line, changes) => {
  const [found] = readCases(line);
  expect(judge(policy, found!.question).wouldPass.map((way) => way.change)).toEqual(changes);
});
