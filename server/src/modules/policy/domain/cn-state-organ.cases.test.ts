import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import { parsePolicy } from './parse/index.ts';
import { CN_STATE_ORGAN } from './templates/cn-state-organ.ts';
import { readCases, shortly } from './testing/casebook.ts';

const CASES = readCases(`
# 住宿:级别
others       hotel 北京         2026-03-10 500.00  nights=1 => pass
others       hotel 北京         2026-03-10 500.01  nights=1 => cut 500.00 hotel-cap
others       hotel 北京         2026-03-10 1000.00 nights=2 => pass
bureau       hotel 北京         2026-03-10 650.00  nights=1 => pass
bureau       hotel 北京         2026-03-10 651.00  nights=1 => cut 650.00 hotel-cap
ministerial  hotel 北京         2026-03-10 1100.00 nights=1 => pass
ministerial  hotel 北京         2026-03-10 1200.00 nights=1 => cut 1100.00 hotel-cap
部级         hotel 上海         2026-03-10 1100.00 nights=1 => pass
司局级       hotel 上海         2026-03-10 600.00  nights=1 => pass
处级         hotel 上海         2026-03-10 600.00  nights=1 => cut 500.00 hotel-cap
P5           hotel 上海         2026-03-10 500.00  nights=1 => pass
# 住宿:城市的写法
others       hotel 北京市海淀区 2026-03-10 500.00  nights=1 => pass
others       hotel Beijing      2026-03-10 501.00  nights=1 => cut 500.00 hotel-cap
others       hotel Shanghai     2026-03-10 500.00  nights=1 => pass
others       hotel 江苏省南通市 2026-03-10 361.00  nights=1 => cut 360.00 hotel-cap
others       hotel 延边朝鲜族自治州 2026-07-15 420.00 nights=1 => pass
others       hotel 大理白族自治州 2026-03-10 380.00 nights=1 => pass
others       hotel 吉林省长春市 2026-03-10 350.00  nights=1 => pass
others       hotel 蓟县         2026-03-10 380.00  nights=1 => pass
others       hotel 蓟州区       2026-03-10 380.00  nights=1 => pass
# 住宿:直辖市的区
others       hotel 天津         2026-03-10 380.00  nights=1 => pass
others       hotel 天津市宁河区 2026-03-10 380.00  nights=1 => cut 320.00 hotel-cap
others       hotel 天津市滨海新区 2026-03-10 381.00 nights=1 => cut 380.00 hotel-cap
others       hotel 重庆         2026-03-10 370.00  nights=1 => pass
others       hotel 重庆市万州区 2026-03-10 370.00  nights=1 => cut 300.00 hotel-cap
# 住宿:旺季,首尾两天都算
others       hotel 张家口       2026-06-30 350.00  nights=1 => pass
others       hotel 张家口       2026-06-30 525.00  nights=1 => cut 350.00 hotel-cap
others       hotel 张家口       2026-07-01 525.00  nights=1 => pass
others       hotel 张家口       2026-09-30 525.00  nights=1 => pass
others       hotel 张家口       2026-10-01 525.00  nights=1 => cut 350.00 hotel-cap
# 旺季跨年
others       hotel 张家口       2026-11-01 525.00  nights=1 => pass
others       hotel 张家口       2026-01-15 525.00  nights=1 => pass
others       hotel 张家口       2026-03-31 525.00  nights=1 => pass
others       hotel 张家口       2026-04-01 525.00  nights=1 => cut 350.00 hotel-cap
others       hotel 秦皇岛       2026-08-31 500.00  nights=1 => pass
others       hotel 秦皇岛       2026-09-01 500.00  nights=1 => cut 350.00 hotel-cap
ministerial  hotel 承德         2026-08-01 1000.00 nights=1 => pass
bureau       hotel 承德         2026-08-01 580.00  nights=1 => pass
others       hotel 承德         2026-08-01 580.00  nights=1 => pass
others       hotel 海拉尔       2026-08-01 480.00  nights=1 => pass
others       hotel 呼伦贝尔     2026-08-01 480.00  nights=1 => cut 320.00 hotel-cap
bureau       hotel 二连浩特     2026-08-01 580.00  nights=1 => pass
others       hotel 大连         2026-06-30 420.00  nights=1 => cut 350.00 hotel-cap
others       hotel 大连         2026-07-01 420.00  nights=1 => pass
others       hotel 牡丹江       2026-07-01 360.00  nights=1 => pass
others       hotel 烟台         2026-08-01 450.00  nights=1 => pass
others       hotel 烟台         2026-10-01 450.00  nights=1 => cut 380.00 hotel-cap
others       hotel 洛阳         2026-04-01 500.00  nights=1 => pass
others       hotel 洛阳         2026-05-10 500.00  nights=1 => pass
others       hotel 洛阳         2026-05-11 500.00  nights=1 => cut 330.00 hotel-cap
others       hotel 桂林         2028-02-29 430.00  nights=1 => pass
others       hotel 桂林         2026-03-01 430.00  nights=1 => cut 330.00 hotel-cap
others       hotel 桂林         2026-08-01 430.00  nights=1 => pass
others       hotel 海口         2026-12-25 450.00  nights=1 => pass
others       hotel 海口         2026-03-01 450.00  nights=1 => cut 350.00 hotel-cap
others       hotel 琼海         2026-03-31 450.00  nights=1 => pass
others       hotel 三亚         2026-10-01 480.00  nights=1 => pass
others       hotel 三亚         2026-04-30 480.00  nights=1 => pass
others       hotel 三亚         2026-05-01 480.00  nights=1 => cut 400.00 hotel-cap
others       hotel 拉萨         2026-06-01 530.00  nights=1 => pass
others       hotel 日喀则       2026-06-01 350.00  nights=1 => pass
others       hotel 日喀则       2026-05-31 350.00  nights=1 => cut 300.00 hotel-cap
others       hotel 海南州       2026-07-01 375.00  nights=1 => pass
others       hotel 海南州       2026-10-01 375.00  nights=1 => cut 250.00 hotel-cap
# 住宿:表中未单列的城市用本省其他地区
others       hotel 唐山         2026-03-10 311.00  nights=1 => cut 310.00 hotel-cap
others       hotel 吕梁         2026-03-10 240.00  nights=1 => pass
others       hotel 包头         2026-03-10 321.00  nights=1 => cut 320.00 hotel-cap
others       hotel 鞍山         2026-03-10 330.00  nights=1 => pass
others       hotel 四平         2026-03-10 301.00  nights=1 => cut 300.00 hotel-cap
others       hotel 吉林市       2026-03-10 350.00  nights=1 => pass
others       hotel 吉林         2026-03-10 350.00  nights=1 => pass
others       hotel 吉林省       2026-03-10 350.00  nights=1 => cut 300.00 hotel-cap
others       hotel 温州         2026-03-10 341.00  nights=1 => cut 340.00 hotel-cap
others       hotel 宁波         2026-03-10 350.00  nights=1 => pass
others       hotel 黄山         2026-03-10 351.00  nights=1 => cut 350.00 hotel-cap
others       hotel 南昌         2026-03-10 350.00  nights=1 => pass
others       hotel 汕头         2026-03-10 420.00  nights=1 => pass
others       hotel 深圳         2026-03-10 450.00  nights=1 => pass
others       hotel 自贡         2026-03-10 301.00  nights=1 => cut 300.00 hotel-cap
others       hotel 韩城         2026-03-10 260.00  nights=1 => pass
others       hotel 商洛         2026-03-10 231.00  nights=1 => cut 230.00 hotel-cap
others       hotel 克州         2026-03-10 320.00  nights=1 => pass
# 住宿:说不清的交给人
others       hotel 五家渠       2026-03-10 300.00  nights=1 => warn ? hotel-cap(gap)
others       hotel 海南         2026-03-10 300.00  nights=1 => warn ? hotel-cap(gap)
others       hotel 香港         2026-03-10 300.00  nights=1 => warn ? hotel-cap(gap)
others       hotel Tokyo        2026-03-10 300.00  nights=1 => warn ? hotel-cap(city)
others       hotel -            2026-03-10 300.00  nights=1 => warn ? hotel-cap(city)
others       hotel 上海         2026-03-10 300.00           => warn ? hotel-cap(nights)
-            hotel 上海         2026-03-10 300.00  nights=1 => warn ? hotel-cap(grade)
# 伙食与市内交通,每人每天
others       meal  北京         2026-03-10 100.00           => pass
others       meal  北京         2026-03-10 101.00           => cut 100.00 meal-day
others       meal  北京         2026-03-10 100.00 spent=60.00 => cut 40.00 meal-day
others       meal  北京         2026-03-10 40.00  spent=60.00 => pass
others       meal  拉萨         2026-03-10 120.00           => pass
others       meal  西宁         2026-03-10 121.00           => cut 120.00 meal-day
others       meal  乌鲁木齐     2026-03-10 120.00           => pass
others       taxi  广州         2026-03-10 80.00            => pass
others       taxi  广州         2026-03-10 81.00            => cut 80.00 taxi-day
others       taxi  广州         2026-03-10 30.00  spent=80.00 => cut 0.00 taxi-day
others       per_diem 广州      2026-03-10 100.00 invoice=no => pass
# 飞机
others       flight 广州        2026-03-10 900.00 seat=economy  => pass
others       flight 广州        2026-03-10 900.00 seat=经济舱   => pass
others       flight 广州        2026-03-10 900.00 seat=business => refuse flight-cabin
bureau       flight 广州        2026-03-10 900.00 seat=公务舱   => refuse flight-cabin
ministerial  flight 广州        2026-03-10 900.00 seat=头等舱   => pass
others       flight 广州        2026-03-10 900.00               => warn ? flight-cabin(seatClass)
others       flight 广州        2026-03-10 900.00 seat=神仙舱   => warn ? flight-cabin(seatClass)
# 火车
others       rail  广州         2026-03-10 300.00 seat=二等座   => pass
others       rail  广州         2026-03-10 300.00 seat=second   => pass
others       rail  广州         2026-03-10 300.00 seat=无座     => pass
others       rail  广州         2026-03-10 300.00 seat=硬卧     => pass
others       rail  广州         2026-03-10 300.00 seat=软卧     => refuse rail-seat
others       rail  广州         2026-03-10 300.00 seat=一等座   => refuse rail-seat
others       rail  广州         2026-03-10 300.00 seat=first    => refuse rail-seat
bureau       rail  广州         2026-03-10 300.00 seat=一等座   => pass
bureau       rail  广州         2026-03-10 300.00 seat=商务座   => refuse rail-seat
ministerial  rail  广州         2026-03-10 300.00 seat=business => pass
# 票据与时限
others       hotel 广州         2026-03-10 300.00 nights=1 invoice=no => refuse invoice-travel
others       hotel 广州         2026-03-10 300.00 nights=1 invoice=?  => warn ? invoice-travel(invoice)
others       hotel 广州         2026-03-10 300.00 nights=1 today=2026-09-06 => pass
others       hotel 广州         2026-03-10 300.00 nights=1 today=2026-09-07 => warn age
others       hotel 广州         2026-03-10 300.00 nights=1 today=2026-03-09 => warn age
others       hotel 广州         2026-03-10 300.00 nights=1 title=bad  => refuse invoice-title
others       hotel 广州         2026-03-10 300.00 nights=1 invoiced=280.00 => cut 280.00 invoice-covers
others       entertainment 广州 2026-03-10 300.00           => warn ? outside
`);

const parsed = parsePolicy(CN_STATE_ORGAN);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
const policy = parsed.value;

test.each(CASES)('$line', ({ question, expected }) => {
  expect(shortly(judge(policy, question), question)).toBe(expected);
});

test('a city that the table does not list says which row speaks for it', () => {
  const [found] = readCases('others hotel 南通 2026-03-10 400.00 nights=1 => cut');
  const verdict = judge(policy, found!.question);
  expect(verdict.findings[0]).toMatchObject({ rule: 'hotel-cap', cell: '江苏/其他地区/others', facts: { limit: '360.00', over: '40.00', city: '南通' } });
  expect(verdict.findings[0]?.message.zh).toContain('南通未单列');
  expect(verdict.findings[0]?.message.en).toContain('is not listed');
});

test('what passed says on what grounds', () => {
  const [found] = readCases('bureau hotel 青岛 2026-07-01 590.00 nights=1 => pass');
  expect(judge(policy, found!.question).basis).toMatchObject([{ rule: 'hotel-cap', cell: '青岛/全市/07-01~09-30/bureau' }]);
});
