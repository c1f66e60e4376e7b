import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readVerdicts } from './verdict-list.ts';

const read = (text: string) => readVerdicts(Buffer.from(text));

describe('a list of what the bureau said', () => {
  test.each([
    ['commas, Chinese', '发票号码,发票代码,查验结果\n12345678,3300171130,正常\n', { number: '12345678', code: '3300171130', state: 'verified' }],
    ['semicolons, English', 'number;state;field\n26332000000000000001;mismatch;total\n', { number: '26332000000000000001', code: null, state: 'mismatch', mismatch: 'total' }],
    ['tabs, a number that a spreadsheet was kept from rounding', "发票号码\t查验结果\t红冲金额\n'26332000000000000001\t部分红冲\t20.00\n", { number: '26332000000000000001', state: 'red', takenBack: '20.00' }],
  ] as const)('%s', (_, text, expected) => { expect(read(text)).toMatchObject({ ok: true, value: [{ line: 2, ...expected }] }); });

  test('GB 18030, and a byte order mark', () => {
    // “发票号码,查验结果\n1,作废” as a spreadsheet of this country saves it.
    const gbk = Buffer.from([0xb7, 0xa2, 0xc6, 0xb1, 0xba, 0xc5, 0xc2, 0xeb, 0x2c, 0xb2, 0xe9, 0xd1, 0xe9, 0xbd, 0xe1, 0xb9, 0xfb, 0x0a, 0x31, 0x2c, 0xd7, 0xf7, 0xb7, 0xcf]);
    expect(readVerdicts(gbk)).toMatchObject({ ok: true, value: [{ number: '1', state: 'void' }] });
    expect(read('\uFEFF发票号码,查验结果\n1,作废')).toMatchObject({ ok: true, value: [{ state: 'void' }] });
  });

  test('all or none: a line that is not understood is named', () => {
    expect(read('number,state\n1,verified\n2,perhaps\n')).toMatchObject({ ok: false, error: { kind: 'file.malformed', place: 'line 3' } });
    expect(read('a,b\n1,2\n')).toMatchObject({ ok: false, error: { place: 'line 1' } });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { readVerdicts(bytes); }));
  });
});
