import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { inputOf } from './inputs.ts';
import { makeSeeds } from './seeds.ts';
import { watchFuzz } from './watch.ts';

/**
 * Damaged and hostile files for every reader of the house: `npm run fuzz` tries a million, `-- --count=1000` fewer,
 * `-- --seed=7` those of a seed. A fault is printed with its seed and index; `-- --seed=7 --write=123` writes that input
 * to a file of the working folder, to look at it.
 */

const option = (name: string): number | undefined => {
  const word = argv.find((one) => one.startsWith(`--${name}=`));
  return word === undefined ? undefined : Number(word.slice(name.length + 3));
};
const COUNT = 1_000_000;
const STEP = 20_000;

const seed = option('seed') ?? randomInt(1, 2 ** 31);
const wanted = option('write');
if (wanted === undefined) {
  const count = option('count') ?? COUNT;
  let faults = 0;
  for (let from = option('from') ?? 0, last = from + count; from < last; from += STEP) {
    const part = await watchFuzz({ seed, from, count: Math.min(STEP, last - from) });
    for (const { index, what } of part.faults) stdout.write(`seed ${seed} input ${index}: ${what}\n`);
    faults += part.faults.length;
    stdout.write(`seed ${seed}: ${Math.min(from + STEP, last)} of ${last} inputs, ${faults} faults, slowest ${part.slowestMs} ms, memory ${part.memoryMib} MiB\n`);
  }
  process.exit(faults === 0 ? 0 : 1);
}
const { kind, bytes } = inputOf(await makeSeeds(), seed, wanted);
writeFileSync(`fuzz-${seed}-${wanted}.bin`, bytes);
stdout.write(`${kind}, ${bytes.length} bytes: fuzz-${seed}-${wanted}.bin\n`);
