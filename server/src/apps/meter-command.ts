import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import type { Instant } from '@roundtrip/kernel';
import { meterOf, meterReader } from '#modules/approvals';
import { checkTrail } from '#modules/audit';

/** `roundtrip meter`: the numbers of the finance page from an exported trail alone. Exit code 1 where the trail does not hold: then they would mean nothing. */
export async function runMeter(path: string, { since, out }: { readonly since: Instant; readonly out: Writable }): Promise<number> {
  const verdict = await checkTrail(createReadStream(path) as AsyncIterable<Uint8Array>);
  if (!verdict.holds) {
    out.write(`Record ${verdict.seq} (line ${verdict.line}) does not hold: ${verdict.why}.\n`);
    return 1;
  }
  const reader = meterReader();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const one = JSON.parse(line) as Parameters<typeof reader.take>[0] | { readonly head: object };
    if ('action' in one) reader.take(one);
  }
  out.write(`${JSON.stringify({ since, ...meterOf(reader.facts(), since) }, null, 1)}\n`);
  return 0;
}
