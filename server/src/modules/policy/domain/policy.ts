import type { Category } from './categories.ts';
import type { PolicyDocument } from './document.ts';
import type { Gazetteer } from './places.ts';

/** A document that was read and found right, with the look-ups that its rules need. Made by `parsePolicy` only. */
export type Policy = {
  readonly document: PolicyDocument;
  readonly version: string;
  readonly currency: string;
  readonly zone: string;
  readonly categories: ReadonlyMap<string, Category>;
  readonly places: Gazetteer;
  /** The grade that a word stands for; null where the policy names no such grade. */
  readonly gradeOf: (text: string) => string | null;
  /** City names with `@lists` written out, as keys of {@link Gazetteer} chains. */
  readonly placeKeys: (names: readonly string[]) => readonly string[];
};
