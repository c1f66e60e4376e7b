import { PDFDocument, PDFName, StandardFonts } from 'pdf-lib';

const DEPTH = 14;
const CALLS = 10;

/**
 * A small PDF that nobody can finish reading: each of its drawings shows the next one ten times, and the last prints a
 * word. A reader must give it up in time.
 */
export async function makeEndlessPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const { context } = document;
  const font = (await document.embedFont(StandardFonts.Helvetica)).ref;
  const form = (content: string, resources: object): ReturnType<typeof context.register> =>
    context.register(context.stream(content, { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 600, 800], Resources: context.obj(resources as Parameters<typeof context.obj>[0]) }));
  let inner = form('BT /F1 9 Tf 20 20 Td (again) Tj ET', { Font: { F1: font } });
  for (let depth = 0; depth < DEPTH; depth += 1) inner = form('/X Do 1 0 0 1 1 1 cm '.repeat(CALLS), { XObject: { X: inner } });
  const page = document.addPage([600, 800]);
  page.node.setXObject(PDFName.of('X'), inner);
  page.node.addContentStream(context.register(context.flateStream('/X Do')));
  return document.save({ useObjectStreams: false });
}
