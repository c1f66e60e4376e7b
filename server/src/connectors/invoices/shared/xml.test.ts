import { describe, expect, test } from 'vitest';
import { readXml, rootName } from './xml.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the root of a document', () => {
  test.each([
    ['<a/>', 'a'], ['\ufeff  <?xml version="1.0"?>\n<x:Invoice xmlns:x="u">', 'Invoice'], ['<!-- <b/> --><!----><a>', 'a'], ['<!DOCTYPE a><a>', 'a'], ['<?xml version="1.0"?><!-- one', ''],
    ['{"a":1}', ''], ['text <a/>', ''], ['', ''], ['<', ''],
  ])('%j is %j', (text, name) => {
    expect(rootName(bytes(text))).toBe(name);
  });

  test('thousands of comments that never end take no time', () => {
    const started = performance.now();
    expect(rootName(bytes('<!--'.repeat(16_384)))).toBe('');
    expect(rootName(bytes('<!---->'.repeat(9000)))).toBe('');
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('what is too large is refused before it costs time', () => {
  test.each([
    ['bytes', `<a>${'x'.repeat(21 << 20)}</a>`], ['elements', `<a>${'<b/>'.repeat(300_001)}</a>`], ['depth', '<a>'.repeat(100)],
    ['attributes', `<a ${Array.from({ length: 300_001 }, (_, i) => `b${i}=""`).join(' ')}/>`],
  ])('%s', (_, text) => {
    expect(() => readXml(bytes(text))).toThrow(expect.objectContaining({ kind: 'file.too-large' }));
  });
});
