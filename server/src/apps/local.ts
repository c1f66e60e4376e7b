import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startEmbedded } from '#platform/db';
import { readConfig, type Config, type ConfigError } from '#platform/config';
import type { Result } from '@roundtrip/kernel';

type Env = Readonly<Record<string, string | undefined>>;

export type LocalConfig = { readonly config: Result<Config, ConfigError>; readonly adopted: boolean; stop(): Promise<void> };

/** The key of this installation, made at first use and kept beside the data that it opens. */
async function keyIn(directory: string): Promise<string> {
  const path = join(directory, 'key');
  if (!(await stat(path).then(() => true, () => false))) await writeFile(path, randomBytes(32).toString('hex'), { mode: 0o600 });
  return (await readFile(path, 'utf8')).trim();
}

/**
 * The configuration of a laptop: with DATABASE_URL that database, without it the embedded one under ROUNDTRIP_DATA,
 * started here or adopted if it already runs. Everything above sees only a database address.
 */
export async function localConfig(env: Env): Promise<LocalConfig> {
  const data = resolve(env['ROUNDTRIP_DATA'] ?? '.roundtrip');
  await mkdir(data, { recursive: true });
  const key = env['ROUNDTRIP_KEY'] ?? (await keyIn(data));
  const database = env['DATABASE_URL'] ? null : await startEmbedded(data);
  return {
    config: readConfig({ ...env, ROUNDTRIP_DATA: data, ROUNDTRIP_KEY: key, DATABASE_URL: env['DATABASE_URL'] ?? database?.url }),
    adopted: database?.adopted ?? false,
    stop: async () => { await database?.stop(); },
  };
}
