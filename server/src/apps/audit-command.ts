import { createReadStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { checkTrail, exportTrail } from '#modules/audit';
import type { Db } from '#platform/db';

/** `roundtrip audit check`: needs no server and no database. Exit code 1 where the trail does not hold. */
export async function runAuditCheck(path: string, out: Writable): Promise<number> {
  const verdict = await checkTrail(createReadStream(path) as AsyncIterable<Uint8Array>);
  out.write(verdict.holds ? `The trail holds: ${verdict.records} records.\n` : `Record ${verdict.seq} (line ${verdict.line}) does not hold: ${verdict.why}.\n`);
  return verdict.holds ? 0 : 1;
}

/** `roundtrip audit export`: the whole trail of a company as of one moment. */
export async function runAuditExport(db: Db, companyId: string, out: Writable): Promise<number> {
  await db.read(companyId, async (tx) => {
    for await (const line of exportTrail(tx)) if (!out.write(line)) await new Promise((done) => { out.once('drain', done); });
  });
  return 0;
}
