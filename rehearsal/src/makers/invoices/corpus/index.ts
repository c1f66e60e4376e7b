import { makeChance } from '../../../chance.ts';
import { IMAGE_LAYOUTS } from './layouts/image.ts';
import { OFD_LAYOUTS } from './layouts/ofd.ts';
import { PDF_LAYOUTS } from './layouts/pdf.ts';
import { EN16931_LAYOUTS, FACTURX_LAYOUTS, XBRL_LAYOUTS } from './layouts/structured.ts';
import { XML_LAYOUTS } from './layouts/xml.ts';
import type { Layout, Paper } from './papers.ts';

export { PHOTO_LAYOUTS } from './layouts/photos.ts';
export { TRUTH_FIELDS } from './papers.ts';
export type { CorpusFormat, Layout, Paper, SupportingTruth, Truth, TruthField } from './papers.ts';

/** Every layout of every format: papers of one kind differ in what issuers differ in, not in their facts alone. */
export const LAYOUTS: readonly Layout[] = [...XML_LAYOUTS, ...OFD_LAYOUTS, ...PDF_LAYOUTS, ...XBRL_LAYOUTS, ...EN16931_LAYOUTS, ...FACTURX_LAYOUTS, ...IMAGE_LAYOUTS];

/** The `nth` paper of a layout: the same seed, layout and number give the same bytes for ever. */
export const makePaper = (layout: Layout, seed: string, nth: number): Promise<Paper> => layout.make(makeChance(`${seed}/${layout.format}/${layout.name}/${nth}`));
