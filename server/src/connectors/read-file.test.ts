import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ok } from '@roundtrip/kernel';
import { INVOICE_FILE_FORMATS } from './invoices/index.ts';
import { FILE_BYTES_MAX, makeFileReader } from './read-file.ts';
import type { FileFormat } from './spi/index.ts';

const read = makeFileReader(INVOICE_FILE_FORMATS);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const format = (id: string, sure: number | null, seen: string[]): FileFormat => ({
  id, title: { zh: id, en: id }, sniff: () => sure, read: async () => { seen.push(id); return ok([]); },
});

/** The header of a PNG that claims to be 20,000 pixels wide and high. */
const hugePng = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x4e, 0x20, 0, 0, 0x4e, 0x20, 8, 2, 0, 0, 0]);

describe('a file is known by its content', () => {
  test('the surest format reads it, and nobody else', async () => {
    const seen: string[] = [];
    await makeFileReader([format('a', 30, seen), format('b', 80, seen), format('c', null, seen)])(text('x'));
    expect(seen).toEqual(['b']);
  });

  test.each<readonly [string, Uint8Array, string, RegExp]>([
    ['nothing', new Uint8Array(), 'file.empty', /empty/],
    ['a letter', text('Dear accountant,'), 'file.unknown-format', /plain text/],
    ['a program', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]), 'file.unknown-format', /program/],
    ['a web page', text('<html><body>404</body></html>'), 'file.unknown-format', /web page/],
    ['a cut zip', zipSync({ 'a.xml': text('<EInvoice/>') }).subarray(0, 40), 'file.truncated', /cut off/],
    ['a zip inside a zip', zipSync({ 'b.zip': zipSync({ 'a.xml': text('<EInvoice/>') }) }), 'file.malformed', /another zip/],
    ['a cut XML', text('<EInvoice><Header><EIid>2531'), 'file.truncated', /ends too early/],
    ['an XML with entities', text('<!DOCTYPE x [<!ENTITY a "aaaa">]><EInvoice>&a;</EInvoice>'), 'file.malformed', /document type/],
    ['an invoice without a date', text('<EInvoice><Header><EIid>25310000000000000001</EIid></Header></EInvoice>'), 'file.bad-date', /date/],
    ['a picture of 400 megapixels', hugePng, 'file.too-large', /megapixels/],
    ['half a PDF', text('%PDF-1.7\n1 0 obj\n<<'), 'file.truncated', /damaged/],
  ])('%s is refused with a reason and a remedy', async (_, bytes, kind, reason) => {
    const result = await read(bytes);
    expect(result).toMatchObject({ ok: false, error: { kind } });
    if (result.ok) return;
    expect(result.error.message.en).toMatch(reason);
    expect(result.error.message.zh).not.toBe('');
    expect(result.error.remedy.zh).not.toBe('');
    expect(result.error.remedy.en).not.toBe('');
  });

  test('a paper has a limit of its own', async () => {
    const bytes = new Uint8Array(FILE_BYTES_MAX + 1);
    bytes.set(text('%PDF-1.7'));
    expect(await read(bytes)).toMatchObject({ ok: false, error: { kind: 'file.too-large' } });
  });

  test('a zip with a password is refused as such', async () => {
    const bytes = zipSync({ 'a.xml': text('<EInvoice/>') });
    bytes[6] = (bytes[6] ?? 0) | 1;
    expect(await read(bytes)).toMatchObject({ ok: false, error: { kind: 'file.encrypted' } });
  });
});
