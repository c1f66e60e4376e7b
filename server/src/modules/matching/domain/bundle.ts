/** Several payments for one paper, or several papers for one payment. */
export type Bundle = { readonly payments: readonly number[]; readonly papers: readonly number[]; readonly weight: number; readonly ways: number };
/** One that was taken: how likely it is, and the one that would have come in its place. */
export type Accepted = Bundle & { readonly likely: number; readonly rival: Bundle | null };
/** What nothing has taken yet. */
export type Free = { readonly payments: readonly number[]; readonly papers: readonly number[] };
