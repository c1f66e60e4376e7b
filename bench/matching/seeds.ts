/** What the matcher was tuned on and what it is judged by are never the same worlds. */
export const TUNING_SEEDS = [1, 2, 3, 4] as const;
export const JUDGING_SEEDS = [211, 212, 213, 214, 215, 216] as const;
