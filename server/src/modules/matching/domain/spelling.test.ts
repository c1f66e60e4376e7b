import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latinKey, spellings } from './spelling.ts';

test.each([
  ['王伟', 'WANG/WEI'], ['王伟', 'WANG WEI MR'], ['王伟', 'Wei Wang'], ['欧阳雪', 'OUYANG/XUE MS'], ['欧阳雪', 'Xue Ouyang'], ['吕布', 'LYU/BU'], ['吕布', 'LV/BU'], ['单雄信', 'SHAN/XIONGXIN'], ['曾国', 'ZENG/GUO'], ['陈一 航', 'CHEN/YIHANG'],
])('%s may be printed as %s', (name, printed) => {
  expect(spellings(name)).toContain(latinKey(printed));
});

test.each([['王伟', 'LI/NA'], ['王伟', 'WANG/WEIGUO'], ['John Smith', 'SMITH/JOHN'], ['王伟', '王伟']])('%s is not printed as %s', (name, printed) => {
  expect(spellings(name)).not.toContain(latinKey(printed));
});

test('any text has a bounded number of spellings', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    expect(spellings(text).length).toBeLessThanOrEqual(60);
    expect(latinKey(text)).toMatch(/^[a-z]*$/);
  }));
});
