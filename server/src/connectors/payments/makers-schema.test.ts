import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { test } from 'vitest';
import { camt053, camt054, pain002 } from './testing/files.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../../../../shared/samples/xsd');

test.skipIf(!existsSync(SCHEMAS)).each([
  ['camt.053.001.08', camt053], ['camt.054.001.08', camt054], ['pain.002.001.10', pain002],
] as const)('the rehearsal bank writes %s by its schema (skipped where the schemas are absent)', (schema, make) => {
  using xsd = XmlDocument.fromBuffer(readFileSync(resolve(SCHEMAS, `${schema}.xsd`)));
  using validator = XsdValidator.fromDoc(xsd);
  using document = XmlDocument.fromBuffer(make());
  validator.validate(document);
});
