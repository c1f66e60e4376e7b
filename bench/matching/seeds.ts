/** What the matcher was tuned on and what it is judged by are never the same worlds. */
export const TUNING_SEEDS = [1, 2, 3, 4] as const;
export const JUDGING_SEEDS = [101, 102, 103, 104, 105, 106] as const;
