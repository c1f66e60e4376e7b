import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWay } from './open-way.ts';

const gid = process.getgid?.() ?? 0;
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roundtrip-way-'));
  await mkdir(join(root, 'a/b'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a folder that is shut is opened for passing through, and for nothing else', async () => {
  await chmod(join(root, 'a'), 0o755);
  await openWay(join(root, 'a/b'), gid);
  expect(await modeOf(root)).toBe(0o710);
  expect(await modeOf(join(root, 'a'))).toBe(0o755);
  await openWay(join(root, 'a/b'), gid);
  expect(await modeOf(root)).toBe(0o710);
});

test('a folder that a group uses is not changed: its owner is told', async () => {
  await chmod(root, 0o740);
  await expect(openWay(join(root, 'a/b'), gid)).rejects.toThrow(root);
  expect(await modeOf(root)).toBe(0o740);
});
