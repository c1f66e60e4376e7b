/** Holds the import graph against the walls of .dependency-cruiser.mjs. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const PLACES = ['kernel', 'contract', 'server/src', 'web/src', 'rehearsal', 'e2e', 'bench', 'tools'];

type Config = { readonly forbidden: IFlattenedRuleSet['forbidden']; readonly options: ICruiseOptions };
export type Breach = { readonly wall: string; readonly from: string; readonly to: string; readonly why: string };

/** The breaches of the tree at `root` (a folder laid out like this repository), and how much was looked at. */
export async function findBreaches(root: string, config: Config): Promise<{ readonly breaches: readonly Breach[]; readonly files: number; readonly imports: number }> {
  const { forbidden, options } = config;
  const why = new Map((forbidden ?? []).map((rule) => [rule.name ?? '', rule.comment ?? '']));
  const answer = await cruise(
    PLACES.filter((place) => existsSync(join(root, place))),
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden: forbidden ?? [] } },
    undefined,
    { tsConfig: extractTsConfig(join(root, 'tsconfig.server.json')) },
  );
  const { summary } = answer.output as ICruiseResult;
  const breaches = summary.violations.map(({ rule, from, to, cycle }) => ({
    wall: rule.name, from, to: cycle ? cycle.map((step) => step.name).join(' → ') : to, why: why.get(rule.name) ?? '',
  }));
  return { breaches, files: summary.totalCruised, imports: summary.totalDependenciesCruised ?? 0 };
}

export async function loadWalls(root: string): Promise<Config> {
  const module = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as { default: Config };
  return module.default;
}

async function main(): Promise<void> {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const { breaches, files, imports } = await findBreaches(root, await loadWalls(root));
  for (const { wall, from, to, why } of breaches) console.error(`${wall}: ${from} → ${to}\n    ${why}`);
  console.log(`${files} files, ${imports} imports, ${breaches.length} breach${breaches.length === 1 ? '' : 'es'}`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
