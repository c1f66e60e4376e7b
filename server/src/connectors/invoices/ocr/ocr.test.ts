import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '@roundtrip/kernel';
import type { InvoiceRecord } from '../../spi/index.ts';
import { linesIn, type Heat } from './detect.ts';
import { textPageOf } from './page.ts';
import { papersOn } from './papers.ts';
import { readLine } from './read-line.ts';
import { pageOf } from './testing.ts';

/** A page with bars where lines of text stand, turned by `angle` about its middle. */
function heatOf(bars: readonly (readonly [number, number, number, number])[], angle: number): Heat {
  const [width, height] = [400, 400];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const [u, v] = [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
      if (bars.some(([left, top, long, high]) => u >= left && u < left + long && v >= top && v < top + high)) data[y * width + x] = 0.9;
    }
  }
  return { data, width, height };
}

describe('finding lines', () => {
  test('every bar is one box, at the angle at which the page lies', () => {
    fc.assert(fc.property(fc.integer({ min: -40, max: 130 }), (degrees) => {
      const { angle, boxes } = linesIn(heatOf([[-120, -60, 200, 8], [-120, -20, 90, 8], [20, -20, 80, 8], [-120, 30, 160, 8]], (degrees * Math.PI) / 180));
      expect(Math.abs((angle * 180) / Math.PI - degrees)).toBeLessThan(1);
      expect(boxes).toHaveLength(4);
      for (const box of boxes) expect(box.right - box.left).toBeGreaterThan(80);
    }), { numRuns: 20 });
  });

  test('an empty page and pure noise are survived', () => {
    expect(linesIn({ data: new Float32Array(100), width: 10, height: 10 }).boxes).toEqual([]);
    fc.assert(fc.property(fc.float32Array({ minLength: 900, maxLength: 900, min: 0, max: 1, noNaN: true }), (data) => {
      for (const box of linesIn({ data, width: 30, height: 30 }).boxes) expect(box.right > box.left && box.bottom > box.top).toBe(true);
    }), { numRuns: 50 });
  });
});

test('repeated signs are one until a blank parts them', () => {
  const signs = ['', 'a', 'b'];
  const steps = [1, 1, 0, 1, 2, 2, 0];
  const data = Float32Array.from(steps.flatMap((sign) => signs.map((_, i) => (i === sign ? 0.9 : 0.05))));
  const { chars, score } = readLine(data, steps.length, signs);
  expect(chars.map(({ char }) => char).join('')).toBe('aab');
  expect(score).toBeCloseTo(0.9);
});

const recordOn = (rows: Parameters<typeof pageOf>[0]): InvoiceRecord => {
  const [record] = papersOn([pageOf(rows)], 'image', []);
  if (!record) throw new Error('nothing was read');
  return record;
};
const CNY = (fen: bigint) => money(fen, 'CNY');

describe('papers on pictures', () => {
  test('a place lies on the picture as it was handed in, however it was turned', () => {
    for (const quarter of [0, 1, 2, 3]) {
      const page = textPageOf(pageOf([[[0, '发票号码']], [[0, '日期']]], (quarter * Math.PI) / 2), 1);
      const [x, y] = page?.picture?.at(page.width / 2, page.height / 2) ?? [0, 0];
      const back = [[1, 1], [-1, 1], [-1, -1], [1, -1]][quarter] ?? [];
      expect([Math.sign(x), Math.sign(y)]).toEqual(back);
    }
  });

  test('a taxi slip', () => {
    const { invoice, findings } = recordOn([
      [[4, '北京市出租汽车专用发票']], [[0, '发票代码'], [6, '111001881011']], [[0, '发票号码'], [6, '27461359']], [[0, '单位'], [6, '示例出租汽车有限公司']], [[0, '日期'], [6, '2026-11-10']],
      [[0, '上车'], [6, '10:20']], [[0, '里程'], [6, '8.5km']], [[0, '单价'], [6, '2.30元/km']], [[0, '金额'], [6, '￥33.00元']],
    ]);
    expect(invoice).toMatchObject({ number: '27461359', code: '111001881011', issuedOn: '2026-11-10', total: CNY(3300n) });
    expect(findings.map(({ code }) => code)).toContain('READ_BY_OCR');
  });

  test('a paper rail ticket', () => {
    const { invoice } = recordOn([
      [[0, 'Z12A345678'], [20, '检票:8A']], [[0, '北京南站'], [12, 'G123'], [20, '上海虹桥站']], [[0, '2026年11月10日08:00开'], [20, '05车12A号']], [[0, '￥553.0元'], [20, '二等座']],
      [[0, '限乘当日当次车']], [[0, '3301061990****1234 张三']],
    ]);
    expect(invoice).toMatchObject({
      kind: 'rail', number: 'Z12A345678', issuedOn: '2026-11-10', total: CNY(55_300n), passenger: '张三', journey: { from: '北京南', to: '上海虹桥', service: 'G123', seat: '05车12A号' },
    });
  });

  test('a toll slip', () => {
    const { invoice } = recordOn([
      [[0, '浙江省高速公路通行费发票']], [[0, '发票代码:133001170315']], [[0, '发票号码:04417788']], [[0, '入口:杭州北站']], [[0, '出口:上海南站']], [[0, '金额:85.00元']], [[0, '日期:2026-11-10 09:31']],
    ]);
    expect(invoice).toMatchObject({ kind: 'toll', number: '04417788', code: '133001170315', issuedOn: '2026-11-10', total: CNY(8500n) });
  });

  test.each([
    ['an American restaurant with a tip', [[[4, 'BLUE HERON DINER']], [[0, '11/10/2026 7:42 PM']], [[0, 'Check #4821']], [[0, 'Subtotal'], [20, '40.00']], [[0, 'Sales Tax'], [20, '3.55']], [[0, 'Tip'], [20, '8.00']], [[0, 'TOTAL'], [20, '$51.55']]], { currency: 'USD', minor: 5155n, on: '2026-11-10', seller: 'BLUE HERON DINER', tax: 355n, tip: 800n }],
    ['a German taxi', [[[4, 'Taxi Nordlicht GmbH']], [[0, 'Quittung Nr. 7731']], [[0, 'Datum 10.11.2026']], [[0, 'inkl. MwSt 7%'], [20, '1,60']], [[0, 'Gesamtbetrag'], [20, '24,50']]], { currency: 'EUR', minor: 2450n, on: '2026-11-10', seller: 'Taxi Nordlicht GmbH', tax: 160n, tip: undefined }],
    ['a Japanese shop', [[[4, 'さくらストア 品川店']], [[0, '2026年11月10日 12:05']], [[0, '小計'], [20, '1,000']], [[0, '消費税'], [20, '100']], [[0, '合計'], [20, '¥1,100']]], { currency: 'JPY', minor: 1100n, on: '2026-11-10', seller: 'さくらストア品川店', tax: 100n, tip: undefined }],
  ] as const)('%s', (_, rows, truth) => {
    const { invoice, evidence } = recordOn(rows);
    expect({ currency: invoice.total.currency, minor: invoice.total.minor, on: invoice.issuedOn, seller: invoice.seller, tax: invoice.tax?.minor, tip: invoice.items.find(({ name }) => name === 'Tip')?.amount?.minor }).toEqual(truth);
    expect(evidence.every(({ source, place }) => source === 'ocr' && place !== undefined)).toBe(true);
  });

  test('digits that disagree with words and sum are corrected by them, and a broken number is no number', () => {
    const rows = (total: string, number: string) => [
      [[0, '电子发票(普通发票)']], [[20, `发票号码:${number}`]], [[20, '开票日期:2026年11月10日']], [[0, '合'], [2, '计'], [12, '¥943.40'], [20, '¥56.60']], [[0, '价税合计(大写)'], [9, '壹仟元整'], [18, '(小写)'], [23, `¥${total}`]],
    ] as const;
    expect(recordOn(rows('100.00', '26312000001234567890')).invoice.total).toEqual(CNY(100_000n));
    expect(() => papersOn([pageOf(rows('1000.00', '2631200000123456789'))], 'image', [])).toThrow('cannot be read for sure');
  });

  test('any page of text is a paper or a refusal, never a crash', () => {
    const words = fc.constantFrom('发票号码', '合计', '金额', 'TOTAL', '$12.00', '2026-11-10', '名称:', '识别号', '12345678', 'G12', '二等座', '大写', '壹', '(小写)', '-', '¥', 'Tip');
    fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.oneof(words, fc.string({ minLength: 1, maxLength: 12 }))), { maxLength: 5 }), { maxLength: 12 }), (rows) => {
      try {
        for (const { invoice } of papersOn([pageOf(rows)], 'image', [])) expect(invoice.number).not.toBe('');
      } catch (error) {
        expect((error as { kind?: string }).kind).toMatch(/^file\./);
      }
    }), { numRuns: 150 });
  });
});
