import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { zh } from './zh-CN/index.ts';

const SRC = join(import.meta.dirname, '..');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts') && !/^i18n.(en|zh-CN)/.test(name))
  .map((name) => readFileSync(join(SRC, name), 'utf8')).join('\n');

/** Ids asked for whole, and those put together as `room.${word}` or `room.${word}.text`. */
const called = [...sources.matchAll(/\bt\('([^']+)'/g)].map((found) => found[1] ?? '');
const literals = new Set([...sources.matchAll(/'([a-z-]+(?:\.[a-z_-]+)*)'/g)].map((found) => found[1]));
const patterns = [...sources.matchAll(/`([a-z-]+(?:\.[a-z-]+)*\.)\$\{[^`]*?\}((?:\.[a-z-]+)*)`/g)]
  .map((found) => new RegExp(`^${(found[1] ?? '').replaceAll('.', '\\.')}[a-z_-]+${(found[2] ?? '').replaceAll('.', '\\.')}$`));

/** The names that a message takes, however deep in a plural. */
function valuesOf(text: string): string[] {
  const names = new Set<string>();
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    for (const each of part) if (Array.isArray(each)) { if (typeof each[0] === 'string') names.add(each[0]); for (const deep of each) if (typeof deep === 'object' && deep !== null) Object.values(deep).forEach(walk); }
  };
  walk(compileMessage(text));
  return [...names].sort();
}

describe('the catalogues', () => {
  test('every id that is asked for is there', () => {
    expect(called.filter((id) => !(id in en))).toEqual([]);
  });

  test('every id that is there is asked for', () => {
    expect(Object.keys(en).filter((id) => !literals.has(id) && !patterns.some((pattern) => pattern.test(id)))).toEqual([]);
  });

  test('both languages have the same ids, none empty', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    expect([...Object.entries(en), ...Object.entries(zh)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('a message takes the same values in both languages', () => {
    for (const [id, text] of Object.entries(en)) expect({ id, values: valuesOf(zh[id as keyof typeof en]) }).toEqual({ id, values: valuesOf(text) });
  });

  test('Chinese is punctuated as Chinese', () => {
    const half = Object.entries(zh).filter(([, text]) => /[\u4e00-\u9fff][,;:!?]/.test(text.replaceAll(/\{[^}]*\}/g, '')));
    expect(half).toEqual([]);
  });
});
