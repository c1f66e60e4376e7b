import { createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { once } from 'node:events';
import { runRead } from '../../../server/src/apps/read-command.ts';

/** `roundtrip read` of the named file in a process of its own, to nowhere; says what memory and time it took. */
const out = createWriteStream(devNull);
const begun = performance.now();
const code = await runRead(process.argv.slice(2), { language: 'en', out });
out.end();
await once(out, 'close');
process.stdout.write(`${JSON.stringify({ code, seconds: (performance.now() - begun) / 1000, maxRssMebibytes: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`);
