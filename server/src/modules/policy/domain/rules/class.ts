import type { ClassDocument } from '../document.ts';
import { SEAT_CLASSES, SEAT_TITLES, type SeatClass } from '../seats.ts';
import { compileTable } from '../table.ts';
import { askPerson, breach, guarded, lacks, type RuleMaker } from '../tally.ts';

/** The plainest class first. */
const read = (value: readonly string[]): readonly SeatClass[] => SEAT_CLASSES.filter((seat) => value.includes(seat));

export const makeClass: RuleMaker<ClassDocument> = (rule, policy) => {
  // Sets of classes have no order; such tables are `first` or `unique`.
  const find = compileTable(rule.table, { read, isLess: () => false }, policy);
  return guarded(rule, policy, (facts, tally) => {
    const found = find(facts);
    if (found.kind === 'unknown') {
      lacks(tally, rule, facts, { fact: found.fact });
      return;
    }
    if (found.kind !== 'hit') {
      askPerson(tally, rule, { facts: { table: found.kind }, message: { zh: `${rule.title.zh}：没有(唯一)适用的一行，需人工审批`, en: `${rule.title.en}: no single row of the table applies; a person decides` } });
      return;
    }
    const { value: allowed, name } = found.cell;
    const best = allowed.at(-1);
    const moves = best ? [{ seatClass: best }] : [];
    if (facts.seat === null) {
      lacks(tally, rule, facts, { fact: 'seatClass', moves });
      return;
    }
    const titles = { zh: allowed.map((seat) => SEAT_TITLES[seat].zh).join('、'), en: allowed.map((seat) => SEAT_TITLES[seat].en).join(', ') };
    tally.basis.push({ rule: rule.id, clause: rule.clause, cell: name, message: { zh: `可乘 ${titles.zh}`, en: `allowed: ${titles.en}` } });
    if (allowed.includes(facts.seat)) return;
    const taken = SEAT_TITLES[facts.seat];
    breach(tally, rule, {
      cell: name,
      facts: { seatClass: facts.seat, allowed: allowed.join(','), ...(facts.grade === null ? {} : { grade: facts.grade }) },
      message: { zh: `${rule.title.zh}：乘坐${taken.zh}，标准为${titles.zh}`, en: `${rule.title.en}: ${taken.en} was taken; allowed: ${titles.en}` },
      moves,
    });
  });
};
