import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Writable } from 'node:stream';
import { tableMapping } from '@roundtrip/contract';
import { findEmployees } from '#modules/people';
import { takeHandedIn } from '../flows/take-mail.ts';
import type { House } from '../flows/house.ts';

export type ImportOptions = { readonly files: readonly string[]; readonly owner: string | null; /** A JSON file that describes the tables. */ readonly mapping: string | null; readonly language: 'zh' | 'en'; readonly out: Writable };

/** `roundtrip import`: the same readers and the same road as the page's upload. Exit code 1 where a file was set aside. */
export async function runImport(house: House, companyId: string, options: ImportOptions): Promise<number> {
  const { owner } = options;
  const submittedBy = owner === null ? null : (await house.db.read(companyId, (tx) => findEmployees(tx, [owner]))).get(owner) ?? null;
  const mapping = options.mapping === null ? undefined : tableMapping.parse(JSON.parse(await readFile(options.mapping, 'utf8')));
  let code = 0;
  for (const path of options.files) {
    const all = await takeHandedIn(house, companyId, { actor: { kind: 'system' }, submittedBy, mayImport: true, mapping, files: [{ fileName: basename(path), bytes: await readFile(path) }] });
    for (const { problem, ...rest } of all) {
      if (rest.outcome === 'quarantined') code = 1;
      options.out.write(`${JSON.stringify({ ...rest, file: path, problem: problem && { kind: problem.kind, place: problem.place, message: problem.message[options.language], remedy: problem.remedy[options.language] } })}\n`);
    }
  }
  return code;
}
