import Papa from 'papaparse';
import { SaxesParser } from 'saxes';

function saxes(text: string): void {
  const parser = new SaxesParser();
  for (const event of ['opentag', 'text', 'closetag'] as const) parser.on(event, () => undefined);
  parser.write(text).close();
}

/** What no reader of a format can do without: the text, cut into the format's own tokens and thrown away. */
export const BARE_TOKENIZERS = {
  lines: (text: string): unknown => text.split('\n').length,
  tags: (text: string): unknown => [...text.matchAll(/<(\/?)([A-Za-z0-9._]+)>([^<]*)/g)].length,
  cells: (text: string): unknown => Papa.parse(text).data.length,
  xml: saxes,
} as const;
