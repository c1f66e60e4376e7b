import { z } from 'zod';
import { tableMapping } from './records.ts';

/** A table of no known source: its columns with a few of their cells, and what each of them may hold. */
export const tablePreview = z.object({
  columns: z.array(z.object({ header: z.string(), samples: z.array(z.string()) })),
  rows: z.number().int(),
  /** A first guess, by the header's words and by what stands beneath: for a person to confirm. */
  mapping: tableMapping,
});
export type TablePreview = z.infer<typeof tablePreview>;
