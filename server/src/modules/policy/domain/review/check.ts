import type { Bilingual } from '@roundtrip/kernel';
import { minorOf } from '../conditions.ts';
import type { CapDocument, ClassDocument, RowDocument } from '../document.ts';
import type { Policy } from '../policy.ts';
import { spaceOf, type Space } from './axes.ts';
import { intersect, remainder, type Box } from './space.ts';

/** `error`: must be mended before the policy is published. `warning`: may be meant, and somebody should have seen it. */
export type Concern = {
  readonly severity: 'error' | 'warning';
  readonly kind: 'unreachable' | 'never-fits' | 'overlap' | 'gap' | 'falls-with-grade' | 'too-tangled';
  /** As in {@link PolicyError}: `rules[0].table.rows[3]`. */
  readonly place: string;
  readonly message: Bilingual;
  readonly remedy: Bilingual;
};

type Tabled = CapDocument | ClassDocument;
type Row = { readonly name: string; readonly place: string; readonly box: Box | null };
type Table = { readonly rule: Tabled; readonly place: string; readonly space: Space; readonly whole: Box; readonly rows: readonly Row[] };

const rowsOf = (rule: Tabled): readonly RowDocument<unknown>[] => rule.table.rows;
const nameOf = (row: RowDocument<unknown>, index: number): string => row.id ?? String(index + 1);

function tableOf(policy: Policy, rule: Tabled, place: string): Table {
  const rows = rowsOf(rule);
  const space = spaceOf(policy, [...(rule.when ? [rule.when] : []), ...rows.flatMap((row) => row.when ?? [])]);
  const whole = space.boxOf(rule.when);
  return { rule, place, space, whole, rows: rows.map((row, index) => ({ name: nameOf(row, index), place: `${place}.table.rows[${index}]`, box: intersect(whole, space.boxOf(row.when)) })) };
}

const boxesOf = (rows: readonly Row[]): Box[] => rows.flatMap((row) => (row.box ? [row.box] : []));

function neverFits({ rows }: Table): Concern[] {
  return rows.flatMap((row): Concern[] => (row.box ? [] : [{
    severity: 'error', kind: 'never-fits', place: `${row.place}.when`,
    message: { zh: `“${row.name}”行的条件与本规则的条件矛盾，永远不适用`, en: `Row “${row.name}” contradicts the condition of its rule and never applies` },
    remedy: { zh: '改条件，或删去这一行', en: 'Change the condition or remove the row' },
  }]));
}

/** Rows that come too late: all that they say is already said above them. Only where the first row that fits decides. */
function unreachable({ rule, rows }: Table): Concern[] {
  if ((rule.table.hit ?? 'first') !== 'first') return [];
  return rows.flatMap((row, index): Concern[] => {
    if (!row.box) return [];
    const above = rows.slice(0, index).filter((other) => other.box && row.box && intersect(other.box, row.box));
    if (above.length === 0 || remainder([row.box], boxesOf(above))?.length !== 0) return [];
    const names = above.map((other) => other.name);
    return [{
      severity: 'error', kind: 'unreachable', place: row.place,
      message: { zh: `“${row.name}”行永远轮不到：前面的 ${names.join('、')} 已全部覆盖`, en: `Row “${row.name}” is never reached: ${names.join(', ')} above it take all of it` },
      remedy: { zh: '把它移到前面，或删去', en: 'Move it up or remove it' },
    }];
  });
}

/** Where exactly one row may fit, two that both do leave the question to a person. */
function overlaps({ rule, rows, space, whole }: Table): Concern[] {
  if (rule.table.hit !== 'unique') return [];
  return rows.flatMap((row, index) => rows.slice(0, index).flatMap((other): Concern[] => {
    const both = row.box && other.box ? intersect(row.box, other.box) : null;
    if (!both) return [];
    const where = space.describe(both, whole);
    return [{
      severity: 'error', kind: 'overlap', place: row.place,
      message: { zh: `“${row.name}”与“${other.name}”同时适用${where.zh && `:${where.zh}`}`, en: `Rows “${row.name}” and “${other.name}” both apply${where.en && `: ${where.en}`}` },
      remedy: { zh: '缩小其中一行的条件，或改用“先到先得”', en: 'Narrow one of them, or let the first row that fits decide' },
    }];
  }));
}

function gaps({ rows, space, whole, place }: Table): Concern[] {
  const open = remainder([whole], boxesOf(rows));
  if (open === null) {
    return [{
      severity: 'warning', kind: 'too-tangled', place: `${place}.table`,
      message: { zh: '条件过于交错，无法查清有没有遗漏', en: 'The conditions are too tangled to tell whether something is left out' },
      remedy: { zh: '拆成几条规则', en: 'Split the rule into several' },
    }];
  }
  const [first] = open;
  if (!first) return [];
  const where = space.describe(first, whole);
  const more = open.length - 1;
  return [{
    severity: 'warning', kind: 'gap', place: `${place}.table`,
    message: { zh: `没有适用的一行：${where.zh}${more > 0 ? `(另有 ${more} 处)` : ''},将由人工决定`, en: `No row applies: ${where.en}${more > 0 ? ` (and ${more} more)` : ''}; a person will decide` },
    remedy: { zh: '补一行，或确认交给人工', en: 'Add a row, or leave it to a person on purpose' },
  }];
}

type Grades<T> = { readonly byGrade: Readonly<Record<string, T>> };
const gradesOf = <T>(then: unknown): Grades<T>['byGrade'] | null => (typeof then === 'object' && then !== null && 'byGrade' in then ? (then as Grades<T>).byGrade : null);

/** A senior grade with less than a junior one is nearly always two cells exchanged. */
function falling<T>(policy: Policy, rule: Tabled, place: string, isLess: (senior: T, junior: T) => boolean): Concern[] {
  return rowsOf(rule).flatMap((row, index): Concern[] => {
    const values = gradesOf<T>(row.then);
    if (!values) return [];
    const cells = policy.document.grades.flatMap(({ code, title }) => { const value = values[code] ?? values['*']; return value === undefined ? [] : [{ code, title, value }]; });
    return cells.slice(1).flatMap((junior, i): Concern[] => {
      const senior = cells[i];
      if (!senior || !isLess(senior.value, junior.value)) return [];
      return [{
        severity: 'warning', kind: 'falls-with-grade', place: `${place}.table.rows[${index}].then.byGrade.${senior.code}`,
        message: { zh: `“${nameOf(row, index)}”行：${senior.title.zh}的标准低于${junior.title.zh}`, en: `Row “${nameOf(row, index)}”: ${senior.title.en} is allowed less than ${junior.title.en}` },
        remedy: { zh: '核对这两格是否填反', en: 'See whether the two cells were exchanged' },
      }];
    });
  });
}

/**
 * What a table says beyond its single cells: rows that are never reached, rows that contradict each other, questions
 * that no row answers, standards that fall as the grade rises. Exact, not sampled.
 */
export function reviewPolicy(policy: Policy): readonly Concern[] {
  return policy.document.rules.flatMap((rule, index): Concern[] => {
    if (rule.kind !== 'cap' && rule.kind !== 'class') return [];
    const place = `rules[${index}]`;
    const table = tableOf(policy, rule, place);
    const byGrade = rule.kind === 'cap'
      ? falling<string>(policy, rule, place, (senior, junior) => minorOf(senior, policy.currency) < minorOf(junior, policy.currency))
      : falling<readonly string[]>(policy, rule, place, (senior, junior) => junior.some((seat) => !senior.includes(seat)));
    return [...neverFits(table), ...unreachable(table), ...overlaps(table), ...gaps(table), ...byGrade];
  });
}
