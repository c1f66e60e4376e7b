import { readFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { takeVerdicts } from '../flows/settle-verification.ts';
import type { House } from '../flows/house.ts';

/** `roundtrip verifications`: a CSV of what the tax bureau said. Exit code 1 where the list was refused. */
export async function runVerifications(house: House, companyId: string, options: { readonly file: string; readonly language: 'zh' | 'en'; readonly out: Writable }): Promise<number> {
  const taken = await takeVerdicts(house, companyId, { actor: { kind: 'system' }, byId: null, bytes: await readFile(options.file) });
  const { language, out } = options;
  out.write(`${JSON.stringify(taken.ok ? taken.value : { kind: taken.error.kind, place: taken.error.place, message: taken.error.message[language], remedy: taken.error.remedy[language] })}\n`);
  return taken.ok ? 0 : 1;
}
