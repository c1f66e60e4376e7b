import { startRehearsal } from './index.ts';
import { readOptions } from './config.ts';

/** The world as a process of its own: it says where it answers, and ends when whoever started it ends. */

const path = process.env['REHEARSAL_CONFIG'];
if (!path) throw new Error('REHEARSAL_CONFIG must name the configuration file');

const rehearsal = await startRehearsal(readOptions(path));
if (process.send) process.send({ url: rehearsal.url, mailPort: rehearsal.mailPort });
else process.stdout.write(`${rehearsal.url}\n`);

const end = (): void => { void rehearsal.stop().then(() => process.exit(0)); };
process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
