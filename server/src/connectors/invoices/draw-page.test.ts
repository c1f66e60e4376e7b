import { loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { makeEInvoiceXml, makeInvoicePdf, makeInvoicePhoto, makeOfd } from '@roundtrip/rehearsal/makers';
import { zipSync } from 'fflate';
import { drawInvoicePage } from './index.ts';
import { plan } from './testing/plans.ts';

const sizeOf = async (png: Uint8Array): Promise<number[]> => { const image = await loadImage(Buffer.from(png)); return [image.width, image.height]; };
const ink = (png: Uint8Array): boolean => png.length > 5_000;

describe('a page as a picture', () => {
  test.each([
    ['PDF', () => makeInvoicePdf([plan])], ['OFD', () => makeOfd(plan)], ['photo', () => makeInvoicePhoto(plan)],
    ['bundle', async () => zipSync({ 'a.xml': makeEInvoiceXml(plan), 'a.pdf': await makeInvoicePdf([plan]) })],
  ] as const)('%s', async (_, make) => {
    const drawn = await drawInvoicePage(await make(), 1);
    expect(drawn.ok).toBe(true);
    if (!drawn.ok) return;
    expect([...drawn.value.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(Math.max(...(await sizeOf(drawn.value)))).toBe(1600);
    expect(ink(drawn.value)).toBe(true);
  });

  test('a page that is not there, a file without pages and noise are refused, never thrown', async () => {
    expect((await drawInvoicePage(await makeInvoicePdf([plan]), 9)).ok).toBe(false);
    expect((await drawInvoicePage(makeEInvoiceXml(plan), 1)).ok).toBe(false);
    expect((await drawInvoicePage(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2), 1)).ok).toBe(false);
    expect((await drawInvoicePage(new Uint8Array(), 1)).ok).toBe(false);
  });
});
