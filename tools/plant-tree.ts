/** A small house of the same shape in a folder of its own, so that tests can break its walls without touching the real ones. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const CONFIGS = [
  'architecture.mjs', '.dependency-cruiser.mjs', 'eslint.config.mjs', 'package.json', 'tsconfig.json', 'tsconfig.base.json',
  'tsconfig.pure.json', 'tsconfig.server.json', 'kernel/package.json', 'contract/package.json', 'server/package.json', 'rehearsal/package.json',
  'web/package.json', 'web/tsconfig.json',
];
const WORKSPACES = ['kernel', 'contract', 'server', 'rehearsal', 'web'];

/** A house with two rooms, a connector, a flow and nothing wrong. */
const SOUND: Readonly<Record<string, string>> = {
  'kernel/src/index.ts': 'export const one = 1n;\n',
  'contract/src/index.ts': "export { one } from '@roundtrip/kernel';\n",
  'server/src/connectors/spi/index.ts': 'export type Feed = { readonly id: string };\n',
  'server/src/connectors/payments/acme/index.ts': "import type { Feed } from '#spi';\nexport const acme: Feed = { id: 'acme' };\n",
  'server/src/platform/db/index.ts': "import { Pool } from 'pg';\nexport const open = (): Pool => new Pool();\n",
  'server/src/modules/people/domain/index.ts': "import { one } from '@roundtrip/kernel';\nexport const head = one;\n",
  'server/src/modules/people/store.ts': "export const QUERY = 'select id from people.employees where id = $1';\n",
  'server/src/modules/people/index.ts': "export { head } from './domain/index.ts';\nexport { QUERY } from './store.ts';\n",
  'server/src/modules/policy/domain/index.ts': "import { head } from '#domain/people';\nexport const judge = head + 1n;\n",
  'server/src/modules/policy/index.ts': "export { judge } from './domain/index.ts';\n",
  'server/src/flows/judge.ts': "import { judge } from '#modules/policy';\nexport const ask = judge;\n",
  'server/src/apps/server.ts': "export { ask } from '../flows/judge.ts';\n",
  'web/src/main.ts': "import { one } from '@roundtrip/contract';\nexport const shown = one;\n",
};

export type Tree = { readonly root: string; plant(file: string, text: string): void; remove(): void };

/** Builds the sound house, or one of the given sources. `plant` writes one file more, or over one that stands. */
export function plantTree(sources = SOUND): Tree {
  const root = mkdtempSync(join(tmpdir(), 'roundtrip-house-'));
  const plant = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const config of CONFIGS) cpSync(join(repository, config), join(root, config));
  for (const [file, text] of Object.entries(sources)) plant(file, text);
  linkPackages(root);
  return { root, plant, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Packages are the repository's own; the workspaces among them are the planted ones. */
function linkPackages(root: string): void {
  mkdirSync(join(root, 'node_modules/@roundtrip'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name.startsWith('.') || name === '@roundtrip') continue;
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  }
  for (const name of WORKSPACES) symlinkSync(join(root, name), join(root, 'node_modules/@roundtrip', name));
  // Packages that npm could not hoist lie in their workspace.
  for (const name of WORKSPACES) {
    const own = join(repository, name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(root, name, 'node_modules'));
  }
}
