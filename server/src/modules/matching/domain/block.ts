import type { Paper, Spent } from './prepare.ts';

/** How far apart in days a payment and a paper may lie to be compared at all. */
export type Window = { readonly before: number; readonly after: number };
/** What is compared: within a window, by the order numbers a payment stands for, and where amounts are near for one person. */
export type Rules = { readonly window: Window; readonly near: (spent: Spent, paper: Paper) => boolean; readonly ordersOf: (payment: number) => readonly number[]; /** Who travels by what it paid for. */ readonly ridersOf: (payment: number) => readonly number[]; /** Whether a paper of that very day is one. */ readonly sameDay: boolean };
const CROWD = 24;

/** Pairs worth comparing, as two columns; no pair twice. */
export class Pairs {
  left = new Int32Array(1024);
  right = new Int32Array(1024);
  size = 0;

  add(left: number, right: number): void {
    if (this.size === this.left.length) {
      const [wideLeft, wideRight] = [new Int32Array(this.size * 2), new Int32Array(this.size * 2)];
      wideLeft.set(this.left);
      wideRight.set(this.right);
      this.left = wideLeft;
      this.right = wideRight;
    }
    this.left[this.size] = left;
    this.right[this.size++] = right;
  }
}

const inWindow = (spent: Spent, paper: Paper, window: Window): boolean => paper.to - spent.day >= -window.before && Math.min(paper.day, paper.from) - spent.day <= window.after;

function groupNumbers<T>(items: readonly T[], keyOf: (item: T) => number | null): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [i, item] of items.entries()) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  return groups;
}

const CURRENCIES_MAX = 512;
const amountKey = (currency: number, amount: number): number => amount * CURRENCIES_MAX + currency;

/**
 * Compares only what shares an amount, an order number or (where `near` allows it) a person and a time. In an amount
 * that a crowd pays only papers of the same person, or of nobody, are looked at, so the work stays in proportion.
 */
export function pairsOf(spent: readonly Spent[], papers: readonly Paper[], { window, near, ordersOf, ridersOf, sameDay }: Rules): Pairs {
  const pairs = new Pairs();
  const byAmount = groupNumbers(papers, (paper) => amountKey(paper.currency, paper.amount));
  const byOrder = groupNumbers(papers, (paper) => (paper.order < 0 ? null : paper.order));
  const crowds = new Map<number, Map<number, number[]>>();
  const days = new Map<number, Map<number, number[]>>();
  const byPerson = groupNumbers(papers, (paper) => paper.people[0] ?? null);
  const seen = new Int32Array(papers.length).fill(-1);
  const offer = (i: number, candidates: readonly number[] | undefined, fits: (paper: Paper) => boolean): void => {
    for (const j of candidates ?? []) {
      if (seen[j] === i || !fits(papers[j] as Paper)) continue;
      seen[j] = i;
      pairs.add(i, j);
    }
  };
  for (const [i, one] of spent.entries()) {
    if (one.net <= 0) continue;
    const fits = (paper: Paper): boolean => inWindow(one, paper, window);
    for (const amount of one.net === one.gross ? [one.net] : [one.net, one.gross]) {
      const key = amountKey(one.currency, amount);
      const block = byAmount.get(key);
      if (!block) continue;
      if (block.length <= CROWD || one.person < 0) offer(i, block.length <= CROWD ? block : block.slice(0, CROWD), fits);
      else {
        const crowd = crowds.get(key) ?? crowds.set(key, groupCrowd(block, papers)).get(key);
        for (const person of new Set([one.person, ...ridersOf(i)])) offer(i, crowd?.get(person), fits);
        if (sameDay) offer(i, (days.get(key) ?? days.set(key, Map.groupBy(block, (j) => (papers[j] as Paper).day)).get(key))?.get(one.day)?.slice(0, CROWD), fits);
        offer(i, crowd?.get(-1)?.slice(0, CROWD), fits);
      }
    }
    for (const order of ordersOf(i)) if (order >= 0) offer(i, byOrder.get(order), (paper) => paper.currency === one.currency);
    offer(i, byPerson.get(one.person), (paper) => fits(paper) && near(one, paper));
  }
  return pairs;
}

function groupCrowd(block: readonly number[], papers: readonly Paper[]): Map<number, number[]> {
  const crowd = new Map<number, number[]>();
  for (const j of block) {
    const paper = papers[j] as Paper;
    for (const person of new Set([...(paper.people.length === 0 ? [-1] : paper.people), ...(paper.handedInBy < 0 ? [] : [paper.handedInBy])])) {
      const known = crowd.get(person);
      if (known) known.push(j);
      else crowd.set(person, [j]);
    }
  }
  return crowd;
}
