import { cpuUsage, memoryUsage } from 'node:process';
import { LAYOUTS, makePaper, type CorpusFormat, type Layout } from '@roundtrip/rehearsal/makers';
import { fapiaoOfd } from '../../server/src/connectors/invoices/fapiao-ofd/index.ts';
import { fapiaoPdf } from '../../server/src/connectors/invoices/fapiao-pdf/index.ts';
import { fapiaoXml } from '../../server/src/connectors/invoices/fapiao-xml/index.ts';
import type { FileFormat } from '../../server/src/connectors/spi/index.ts';

const RUNS = 3;
const MIB = 2 ** 20;
const VARIANTS = 3;

const layoutsOf = (format: CorpusFormat, fits: (name: string) => boolean): Layout[] => LAYOUTS.filter((layout) => layout.format === format && fits(layout.name));

async function filesOf(layouts: readonly Layout[]): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  for (const layout of layouts) for (let nth = 0; nth < VARIANTS; nth += 1) files.push((await makePaper(layout, 'speed', nth)).bytes);
  return files;
}

/** Files a second of one core's time, the best of some runs; what others do on the machine meanwhile does not count. */
async function rate(format: FileFormat, files: readonly Uint8Array[], count: number): Promise<number> {
  let best = 0;
  for (let run = 0; run <= RUNS; run += 1) {
    const from = cpuUsage();
    for (let i = 0; i < count; i += 1) await format.read(files[i % files.length] as Uint8Array);
    const { user, system } = cpuUsage(from);
    if (run > 0) best = Math.max(best, (count / (user + system)) * 1e6);
  }
  return Math.round(best);
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Milliseconds of a core for a file of one page: the median over layouts of the least of some runs. */
async function pageMs(files: readonly Uint8Array[]): Promise<number> {
  const times: number[] = [];
  for (const file of files) {
    let least = Infinity;
    for (let run = 0; run < RUNS; run += 1) {
      const from = cpuUsage();
      await fapiaoPdf.read(file);
      const { user, system } = cpuUsage(from);
      least = Math.min(least, (user + system) / 1000);
    }
    times.push(least);
  }
  return Number(middle(times).toFixed(1));
}

const SEALED = /^sealed|^original-special/;

/** How fast papers are read on one core, in this process: no thread, no OCR. */
export async function speed(): Promise<Record<string, unknown>> {
  const xml = await filesOf(layoutsOf('xml', () => true));
  const unsigned = await filesOf(layoutsOf('ofd', (name) => !SEALED.test(name) && name !== 'rail-xbrl'));
  const sealed = await filesOf(layoutsOf('ofd', (name) => SEALED.test(name)));
  const pdf = await filesOf(layoutsOf('pdf', (name) => !/pages|two-|inside|rides|garbled|scanned/.test(name)));
  const xmlPerSecond = await rate(fapiaoXml, xml, 1500);
  const ofdPerSecond = await rate(fapiaoOfd, unsigned, 150);
  const sealedOfdPerSecond = await rate(fapiaoOfd, sealed, 60);
  const pdfPageMs = await pageMs(pdf);
  return { xmlPerSecond, ofdPerSecond, sealedOfdPerSecond, pdfPageMs, memoryMib: Math.round(memoryUsage().rss / MIB) };
}
