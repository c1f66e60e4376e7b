#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { parseInstant, type Result } from '@roundtrip/kernel';
import { readConfig, type Config, type ConfigError } from '#platform/config';
import type { RehearseWish } from './rehearse-command.ts';

/** Exit codes: 0 done; 1 the input was judged bad; 2 wrong usage; 3 something of ours failed. */
const USAGE = 2;
const OURS = 3;

const program = new Command('roundtrip').description('Corporate travel joined to payment systems.').option('--json', 'errors as one JSON object').exitOverride();
const language = (): Option => new Option('--lang <language>', 'language of messages').choices(['zh', 'en']).default('en');
type Lang = { readonly lang: 'zh' | 'en' };

/** A failure that already knows its exit code. */
class Failure extends Error {
  readonly code: number;
  readonly kind: string;
  constructor(code: number, kind: string, message: string) {
    super(message);
    this.code = code;
    this.kind = kind;
  }
}

function configOrFail(config: Result<Config, ConfigError>): Config {
  if (config.ok) return config.value;
  throw new Failure(USAGE, config.error.kind, `The configuration is not right:\n  ${config.error.problems.join('\n  ')}`);
}

/** Runs a command on the configured database, or on the embedded one; one that was not running before is stopped again. */
async function onDatabase<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const { localConfig } = await import('./local.ts');
  const local = await localConfig({ ROUNDTRIP_LOG: 'error', ...process.env });
  try {
    return await work(configOrFail(local.config));
  } finally {
    if (!local.adopted) await local.stop();
  }
}

const finish = (code: number): void => { process.exitCode = code; };

program.command('read').argument('<files...>').addOption(language()).description('say what each file is, by its content').action(async (files: string[], options: Lang) => {
  const { runRead } = await import('./read-command.ts');
  finish(await runRead(files, { language: options.lang, out: process.stdout }));
});

program.command('match').description('find which payments, invoices and bookings belong together')
  .requiredOption('--employees <file>').requiredOption('--payments <file>').requiredOption('--invoices <file>').requiredOption('--bookings <file>')
  .option('--threads <n>', 'threads to use').option('--stats', 'counts and times on standard error').addOption(language())
  .action(async (options: { employees: string; payments: string; invoices: string; bookings: string; threads?: string; stats?: boolean } & Lang) => {
    const { runMatch } = await import('./match-command.ts');
    finish(await runMatch({ ...options, threads: Number(options.threads ?? 1), stats: options.stats ?? false, out: process.stdout, err: process.stderr }));
  });

program.command('judge').description('judge expenses by a policy').requiredOption('--policy <file>').requiredOption('--expenses <file>').option('--employees <file>').addOption(language())
  .action(async (options: { policy: string; expenses: string; employees?: string } & Lang) => {
    const { runJudge } = await import('./judge-command.ts');
    finish(await runJudge({ ...options, json: program.opts<{ json?: boolean }>().json ?? false, out: process.stdout, err: process.stderr }));
  });

const audit = program.command('audit').description('the audit trail');
audit.command('check').argument('<file>').description('check an exported trail without any server').action(async (file: string) => {
  const { runAuditCheck } = await import('./audit-command.ts');
  finish(await runAuditCheck(file, process.stdout));
});
audit.command('export').option('--company <id>').description('the trail as JSON lines').action(async (options: { company?: string }) => {
  const { withCompany } = await import('./company.ts');
  const { runAuditExport } = await import('./audit-command.ts');
  finish(await onDatabase((config) => withCompany(config, options.company, (house, companyId) => runAuditExport(house.db, companyId, process.stdout))));
});

program.command('meter').argument('<file>').option('--since <instant>', 'from when on', '1970-01-01T00:00:00Z').description('the honest meter, recomputed from an exported trail without any server').action(async (file: string, options: { since: string }) => {
  const { runMeter } = await import('./meter-command.ts');
  const since = parseInstant(options.since);
  if (!since) throw new Failure(USAGE, 'usage', '--since is a moment with an offset, such as 2026-11-01T00:00:00Z');
  finish(await runMeter(file, { since, out: process.stdout }));
});

program.command('verify').description('recompute every money and audit invariant').action(async () => {
  const { withHouse } = await import('./company.ts');
  const { runVerify } = await import('./verify-command.ts');
  finish(await onDatabase((config) => withHouse(config, async (house) => runVerify(house.db, await house.db.companies(), process.stdout))));
});

program.command('policy').description('the company’s policy').command('replay').description('judge everything again that was ever judged').action(async () => {
  const { withHouse } = await import('./company.ts');
  const { runReplay } = await import('./replay-command.ts');
  finish(await onDatabase((config) => withHouse(config, async (house) => runReplay(house.db, await house.db.companies(), process.stdout))));
});

program.command('export').description('the books for other systems').requiredOption('--format <format>').requiredOption('--from <day>').requiredOption('--to <day>').option('--company <id>')
  .action(async (options: { format: string; from: string; to: string; company?: string }) => {
    const { withCompany } = await import('./company.ts');
    const { runExport } = await import('./export-command.ts');
    finish(await onDatabase((config) => withCompany(config, options.company, (house, companyId) => runExport(house.db, companyId, { ...options, out: process.stdout, err: process.stderr }))));
  });

program.command('import').argument('<files...>').option('--company <id>').option('--for <employee>', 'whose wallet it is: an employee number').option('--mapping <file>', 'a JSON file that says which column of a table holds what').addOption(language()).description('take files into the company')
  .action(async (files: string[], options: { company?: string; for?: string; mapping?: string } & Lang) => {
    const { withCompany } = await import('./company.ts');
    const { runImport } = await import('./import-command.ts');
    finish(await onDatabase((config) => withCompany(config, options.company, (house, companyId) => runImport(house, companyId, { files, owner: options.for ?? null, mapping: options.mapping ?? null, language: options.lang, out: process.stdout }))));
  });

program.command('watch').argument('<folder>').option('--company <id>').option('--every <seconds>', 'seconds between two looks', '5').option('--once', 'look twice and end').description('take what is put into a folder, whole and once')
  .action(async (folder: string, options: { company?: string; every: string; once?: true }) => {
    const { withCompany } = await import('./company.ts');
    const { runWatch } = await import('./watch-command.ts');
    const seconds = Math.max(1, Number(options.every) || 5);
    finish(await onDatabase((config) => withCompany(config, options.company, (house, companyId) => runWatch(house, companyId, { folder, seconds, once: options.once ?? false, out: process.stdout }))));
  });

program.command('verifications').argument('<file>').option('--company <id>').addOption(language()).description('take a CSV of what the tax bureau said of invoices')
  .action(async (file: string, options: { company?: string } & Lang) => {
    const { withCompany } = await import('./company.ts');
    const { runVerifications } = await import('./verifications-command.ts');
    finish(await onDatabase((config) => withCompany(config, options.company, (house, companyId) => runVerifications(house, companyId, { file, language: options.lang, out: process.stdout }))));
  });

const rehearse = program.command('rehearse').description('drive the simulated world that npm start runs');
const whole = (text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new Failure(USAGE, 'usage', `${text} is not a whole number`);
  return Number(text);
};
const drive = async (wish: RehearseWish): Promise<void> => {
  const { runRehearse } = await import('./rehearse-command.ts');
  finish(await runRehearse(process.env['ROUNDTRIP_DATA'] ?? '.roundtrip', wish, process.stdout));
};
rehearse.command('state').description('what the world is like').action(() => drive({ what: 'state' }));
for (const what of ['day', 'month'] as const) {
  rehearse.command(what).description(what === 'day' ? 'begin a day' : 'play three stories of ten days each, with the bank’s closings').option('--seed <n>', 'the same seed gives the same story', whole).option('--speed <n>', 'simulated seconds a second', whole).option('--wait', 'until it is over and everything is told')
    .action((options: { seed?: number; speed?: number; wait?: boolean }) => drive({ what, ...options }));
}
rehearse.command('tick').argument('<days>', 'how many days', whole).description('turn the clock; the bank closes each day').action((days: number) => drive({ what: 'tick', days }));
rehearse.command('fault').argument('<kind>').option('--of <sender>', 'alipay, wechat, stripe, bank, card, travel, wallets or sellers; all of them without it').option('--off', 'end it').description('let something go wrong')
  .action((kind: string, options: { of?: string; off?: boolean }) => drive({ what: 'fault', kind, ...options }));

program.command('originals').description('the archive of originals').command('move').description('copy originals from the disk to the configured S3-compatible store, while the server works').action(async () => {
  const { runMoveOriginals } = await import('./originals-command.ts');
  finish(await onDatabase((config) => runMoveOriginals(config, process.stdout)));
});

program.command('api-key').description('keys for programs').command('create').requiredOption('--role <role>').option('--name <name>', 'what it is for', 'cli').option('--company <id>')
  .action(async (options: { role: string; name: string; company?: string }) => {
    const { withCompany, roleNamed } = await import('./company.ts');
    const { issueApiKey } = await import('../flows/found-company.ts');
    const role = roleNamed(options.role);
    if (!role) throw new Failure(USAGE, 'usage', 'role is one of employee, manager, finance, admin');
    await onDatabase((config) => withCompany(config, options.company, async (house, companyId) => { process.stdout.write(`${await issueApiKey(house, companyId, { name: options.name, role })}\n`); }));
  });

for (const [name, parts, text] of [['serve', { serve: true, work: true }, 'the server'], ['work', { serve: false, work: true }, 'a worker alone']] as const) {
  program.command(name).description(`run ${text}`).action(async () => {
    const { run } = await import('./serve.ts');
    const { prepare } = await import('./prepare.ts');
    const config = configOrFail(readConfig(process.env));
    await prepare(config.DATABASE_URL);
    const running = await run(config, parts);
    if (running.url) process.stderr.write(`Roundtrip serves ${running.url}\n`);
    const stop = (): void => { void running.stop().then(() => process.exit(0)); };
    process.once('SIGINT', stop).once('SIGTERM', stop);
  });
}

/** Says what went wrong on standard error, as words or as one JSON object. */
function report(error: unknown): void {
  if (error instanceof CommanderError) {
    finish(error.exitCode === 0 ? 0 : USAGE);
    return;
  }
  const known = error instanceof Failure;
  finish(known ? error.code : OURS);
  const kind = known ? error.kind : 'server.failed';
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(program.opts<{ json?: boolean }>().json ? `${JSON.stringify({ error: { kind, message } })}\n` : `${message}\n`);
}

await program.parseAsync().catch(report);
