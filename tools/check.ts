/**
 * Everything that must hold before a change is pushed, in the order of what fails soonest; stops at the first failure.
 *   --static       all but the tests
 *   --only a,b     these steps alone
 *   --keep-going   runs the rest after a failure too
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

type Step = { readonly name: string; readonly says: string; readonly args: readonly string[] };

const bin = (path: string): string => join('node_modules', path);
const types = (project: string, cache: string): readonly string[] => [
  bin('typescript/bin/tsc'), '-p', project, '--incremental', '--tsBuildInfoFile', `node_modules/.cache/tsc/${cache}.tsbuildinfo`,
];

const STEPS: readonly Step[] = [
  { name: 'types-pure', says: 'types of pure code (no Node, no browser)', args: types('tsconfig.pure.json', 'pure') },
  { name: 'types-server', says: 'types of server, rehearsal and tools', args: types('tsconfig.server.json', 'server') },
  { name: 'types-web', says: 'types of the web app', args: types('web/tsconfig.json', 'web') },
  { name: 'walls', says: 'walls: who may import whom', args: ['tools/check-walls.ts'] },
  { name: 'sql', says: 'SQL stays in its own room', args: ['tools/check-sql-ownership.ts'] },
  { name: 'lint', says: 'lint and size', args: [bin('eslint/bin/eslint.js'), '.', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '--max-warnings', '0'] },
  { name: 'knip', says: 'dead code and unused dependencies', args: [bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'tests', says: 'tests', args: ['tools/test.ts'] },
];

const { values } = parseArgs({
  options: { static: { type: 'boolean' }, only: { type: 'string' }, 'keep-going': { type: 'boolean' } },
});

function chosen(): readonly Step[] {
  if (values.static) return STEPS.filter((step) => step.name !== 'tests');
  if (!values.only) return STEPS;
  const names = values.only.split(',');
  const steps = STEPS.filter((step) => names.some((name) => step.name === name || step.name.startsWith(`${name}-`)));
  if (steps.length === 0) {
    console.error(`No such step. There are: ${STEPS.map((step) => step.name).join(', ')}`);
    process.exit(2);
  }
  return steps;
}

/** Children run on the Node that runs us, whatever the PATH of the shell says. */
function run(step: Step): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, step.args, { cwd: root, stdio: 'inherit' });
    child.on('error', () => done(false));
    child.on('close', (code) => done(code === 0));
  });
}

const failed: string[] = [];
for (const step of chosen()) {
  const began = performance.now();
  console.log(`\n── ${step.says}`);
  const fine = await run(step);
  console.log(`${fine ? '✓' : '✗'} ${step.name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (fine) continue;
  failed.push(step.name);
  if (!values['keep-going']) break;
}
console.log(failed.length === 0 ? '\nAll checks hold.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
