import type { Writable } from 'node:stream';
import type { Db } from '#platform/db';
import { verifyCompany, type Invariant } from '../flows/verify-company.ts';

const row = (cells: readonly string[], widths: readonly number[]): string => `${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()}\n`;

/** `roundtrip verify`: a table of every invariant; exit code 1 where one does not hold. */
export async function runVerify(db: Db, companies: readonly string[], out: Writable): Promise<number> {
  let broken = 0;
  for (const companyId of companies) {
    const invariants = await verifyCompany(db, companyId);
    out.write(`Company ${companyId}\n`);
    writeTable(invariants, out);
    broken += invariants.filter((invariant) => invariant.bad.length > 0).length;
  }
  out.write(broken === 0 ? `All invariants hold (${companies.length === 1 ? '1 company' : `${companies.length} companies`}).\n` : `${broken} ${broken === 1 ? 'invariant does' : 'invariants do'} not hold.\n`);
  return broken === 0 ? 0 : 1;
}

function writeTable(invariants: readonly Invariant[], out: Writable): void {
  const rows = invariants.map(({ code, title, checked, bad }) => [code, title, String(checked), bad.length === 0 ? 'holds' : 'BROKEN', bad.join(', ')]);
  const table = [['', 'invariant', 'checked', '', 'first offenders'], ...rows];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...table.map((cells) => cells[i]?.length ?? 0)));
  for (const cells of table) out.write(row(cells, widths));
}
