import { drawFor } from './chance.ts';
import { mutate } from './mutate.ts';
import type { SeedKind } from './seeds.ts';

export type Input = { readonly kind: string; readonly bytes: Uint8Array };

/** The input of an index: the same seed and index give the same bytes. One in twenty is a whole file as it is. */
export function inputOf(kinds: readonly SeedKind[], seed: number, index: number): Input {
  const draw = drawFor(seed, index);
  let at = draw.below(kinds.reduce((sum, { share }) => sum + share, 0));
  const kind = kinds.find(({ share }) => { at -= share; return at < 0; }) ?? (kinds[0] as SeedKind);
  if (kind.name === 'noise') return { kind: kind.name, bytes: draw.bytes(draw.below(600)) };
  const [file, other] = [draw.pick(kind.files), draw.pick(draw.pick(kinds).files)];
  return { kind: kind.name, bytes: draw.below(20) === 0 ? file : mutate(file, draw, other) };
}
