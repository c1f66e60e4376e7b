import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { openPdf, PAGES_MAX } from './fapiao-pdf/open.ts';
import { openOfd } from './fapiao-ofd/package.ts';
import { picturesOf } from './fapiao-ofd/pictures.ts';
import { pagesOf } from './fapiao-ofd/text.ts';
import { Refusal } from './shared/errors.ts';
import { imageSize, isJpeg, isPng, MEGAPIXELS_MAX } from './shared/pixels.ts';
import { isZip, listZip, unpack } from './shared/zip.ts';

/** The long side of a drawn page: sharp on a telephone and on a desk. */
const SIDE = 1600;
const FONT = '"Noto Sans CJK SC", "Noto Serif CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

type RenderContext = NonNullable<Parameters<PDFPageProxy['render']>[0]['canvasContext']>;

const noPage = (): Refusal => new Refusal('file.unreadable', { zh: '这个原件没有可显示的页面', en: 'This original has no such page to show' });

function sheet(width: number, height: number): { readonly canvas: Canvas; readonly scale: number } {
  const scale = SIDE / Math.max(width, height, 1);
  const canvas = createCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return { canvas, scale };
}

async function drawPdf(bytes: Uint8Array, number: number): Promise<Canvas> {
  const { document, close } = await openPdf(bytes);
  try {
    if (number > Math.min(document.numPages, PAGES_MAX)) throw noPage();
    const page = await document.getPage(number);
    const plain = page.getViewport({ scale: 1 });
    const { canvas, scale } = sheet(plain.width, plain.height);
    await page.render({ canvas: null, canvasContext: canvas.getContext('2d') as unknown as RenderContext, viewport: page.getViewport({ scale }) }).promise;
    return canvas;
  } finally {
    await close();
  }
}

/** Characters and pictures where the page puts them; lines and colours of the frame are left out. */
async function drawOfd(bytes: Uint8Array, number: number): Promise<Canvas> {
  const ofd = openOfd(bytes);
  const { pages } = pagesOf(ofd);
  const found = pages[number - 1];
  if (!found) throw noPage();
  const { canvas, scale } = sheet(found.page.width, found.page.height);
  const context = canvas.getContext('2d');
  for (const { bytes: picture, place } of picturesOf(ofd, pages)) {
    if (place?.page !== number) continue;
    const image = await loadImage(Buffer.from(picture)).catch(() => null);
    if (image) context.drawImage(image, place.x * canvas.width, place.y * canvas.height, place.width * canvas.width, place.height * canvas.height);
  }
  context.fillStyle = '#111';
  for (const { char, x, y, size } of found.page.glyphs) {
    context.font = `${Math.max(1, size * scale)}px ${FONT}`;
    context.fillText(char, x * scale, y * scale);
  }
  return canvas;
}

async function drawPicture(bytes: Uint8Array, number: number): Promise<Canvas> {
  const size = imageSize(bytes);
  if (number !== 1 || !size || size.width * size.height > MEGAPIXELS_MAX * 1e6) throw noPage();
  const image = await loadImage(Buffer.from(bytes));
  const { canvas } = sheet(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The paper inside a bundle: the PDF where there is one. */
function paperIn(bytes: Uint8Array): Uint8Array {
  const files = [...unpack(bytes, (name) => /\.(pdf|ofd)$/i.test(name))].sort(([a]) => (/\.pdf$/i.test(a) ? -1 : 1));
  const [first] = files;
  if (!first) throw noPage();
  return first[1];
}

/**
 * Draws one page of an original as a PNG, so that a browser never opens the file itself. Pages count from 1. Throws a
 * `Refusal` where there is no such page or the format has none (XML).
 */
export async function drawPage(bytes: Uint8Array, number: number): Promise<Uint8Array> {
  const isOfd = (file: Uint8Array): boolean => isZip(file) && listZip(file).some((name) => /^\/?ofd\.xml$/i.test(name));
  const paper = isZip(bytes) && !isOfd(bytes) ? paperIn(bytes) : bytes;
  const isPdf = Buffer.from(paper.subarray(0, 1024)).includes('%PDF');
  const draw = isOfd(paper) ? drawOfd : isPng(paper) || isJpeg(paper) ? drawPicture : isPdf ? drawPdf : null;
  if (!draw) throw noPage();
  return new Uint8Array((await draw(paper, number)).toBuffer('image/png'));
}
