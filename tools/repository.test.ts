/** What must hold of the repository as a whole. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ROOMS } from '../architecture.mjs';
import { drawMap, mapIn } from './draw-map.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

type Manifest = { readonly name: string; readonly license: string } & Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;
const manifests = ['package.json', ...globSync('{kernel,contract,server,web,rehearsal}/package.json', { cwd: root })].map((file) => JSON.parse(read(file)) as Manifest);
const dependencies = manifests.flatMap((manifest) =>
  [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap((part) => Object.entries(part ?? {}))
    .map(([name, version]) => ({ by: manifest.name, name, version })));
const foreign = [...new Set(dependencies.map(({ name }) => name).filter((name) => !name.startsWith('@roundtrip/')))].sort();

describe('dependencies', () => {
  const rows = [...read('docs/adr/0012-dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name, sentence]) => ({ name: name!, sentence: sentence! }));

  test('each has its sentence in docs/adr/0012-dependencies.md, and each sentence its dependency', () => {
    expect(rows.map(({ name }) => name)).toEqual(foreign);
    for (const { name, sentence } of rows) expect(sentence, name).toMatch(/\.$/);
  });

  test('each is pinned, and to one version in the whole repository', () => {
    for (const { by, name, version } of dependencies) expect(version, `${name} in ${by}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    const pins = new Map<string, Set<string>>();
    for (const { name, version } of dependencies) pins.set(name, (pins.get(name) ?? new Set()).add(version));
    expect([...pins].filter(([, versions]) => versions.size > 1)).toEqual([]);
  });

  test('the lock names no registry, so that everyone may use their own', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});

describe('papers', () => {
  test('every workspace says its licence, and the text is there', () => {
    expect(manifests.map(({ license }) => license)).toEqual(manifests.map(() => 'Apache-2.0'));
    expect(read('LICENSE')).toContain('Apache License');
  });

  test('decisions are numbered without a gap and name context, choice and price', () => {
    const files = globSync('docs/adr/[0-9]*.md', { cwd: root }).sort();
    files.forEach((file, index) => {
      expect(file).toContain(String(index + 1).padStart(4, '0'));
      for (const part of ['**Context.**', '**Choice.**', '**Price.**']) expect(read(file), file).toContain(part);
    });
  });

  test('links between papers lead somewhere', () => {
    const papers = globSync(['*.md', 'docs/**/*.md', 'server/src/**/*.md'], { cwd: root });
    const broken = papers.flatMap((paper) => [...read(paper).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
      .filter(([, target]) => !existsSync(join(root, dirname(paper), target!))).map(([, target]) => `${paper} → ${target}`));
    expect(broken).toEqual([]);
  });

  test.runIf(existsSync(join(root, 'ARCHITECTURE.md')))('the map in ARCHITECTURE.md is the one of architecture.mjs (npm run map)', () => {
    expect(mapIn(read('ARCHITECTURE.md'))).toBe(drawMap(ROOMS));
  });
});

test('a room looks only at rooms that stand before it', () => {
  const order = Object.keys(ROOMS);
  for (const [room, upstream] of Object.entries(ROOMS)) {
    for (const other of upstream) expect(order.indexOf(other), `${room} ← ${other}`).toBeLessThan(order.indexOf(room));
  }
});
