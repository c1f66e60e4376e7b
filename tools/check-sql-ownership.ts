/** SQL stays at home: a room names only its own PostgreSQL schema, and the callers of rooms write no SQL at all. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const PLATFORM_SCHEMAS = ['platform', 'jobs'];
const CATALOGS = ['pg_catalog', 'information_schema'];
const STATEMENT = /^\s*(?:select\b|insert\s+into\b|update\s+\S+\s+(?:\w+\s+)?set\b|delete\s+from\b|merge\s+into\b|truncate\b|(?:create|alter|drop)\s+(?:table|schema|index|type|view|policy|function)\b|with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s*(?:(?:not\s+)?materialized\s*)?\()/i;
/** Words after which SQL names a table, and the qualified name that follows. */
const QUALIFIED = /\b(?:from|join|into|update|table|using|references|on|only|lateral|exists|truncate|copy)\s+(?:only\s+|if\s+(?:not\s+)?exists\s+)?"?([a-z_][a-z0-9_]*)"?\s*\.\s*"?([a-z_][a-z0-9_]*)/gi;

export type SqlBreach = { readonly file: string; readonly line: number; readonly why: string };

type Text = { readonly text: string; readonly line: number };

/** Helpers of platform/db that take a table's name as their second argument. */
const TABLE_TAKERS = ['insertMany', 'copyInto'];

/** Every string and template of a source file; what is put into a template stands as `$`, a table's name as a statement. */
function literalsOf(file: string, source: string): readonly Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
  const found: Text[] = [];
  const keep = (node: ts.Node, text: string): void => {
    found.push({ text, line: tree.getLineAndCharacterOfPosition(node.pos).line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) keep(node, node.text);
    if (ts.isCallExpression(node) && TABLE_TAKERS.includes(node.expression.getText(tree))) {
      const table = node.arguments[1];
      if (table && ts.isStringLiteralLike(table)) keep(table, `insert into ${table.text}`);
    }
    if (ts.isTemplateExpression(node)) keep(node, [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' $ '));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The schemas that a piece of SQL names where a table stands; an alias before a column is not one. */
export function schemasNamed(sql: string, known: ReadonlySet<string>): readonly string[] {
  const bare = sql.replace(/--.*$/gm, ' ');
  return [...new Set([...bare.matchAll(QUALIFIED)].map((match) => match[1]!.toLowerCase()))].filter((schema) => known.has(schema));
}

/** "Select a file from your phone" is no statement: SQL names one of our schemas or takes a parameter. */
const isSql = (text: string, known: ReadonlySet<string>): boolean => STATEMENT.test(text) && (schemasNamed(text, known).length > 0 || /\$(\d|\s)/.test(text));

/** What a file may name, by where it lies; null where SQL is nobody's business, [] where there must be none. */
function allowedSchemas(file: string): readonly string[] | null {
  const room = /^server\/src\/modules\/([^/]+)\/(domain\/)?/.exec(file);
  if (room) return room[2] ? [] : [room[1]!];
  if (/^server\/src\/platform\//.test(file)) return PLATFORM_SCHEMAS;
  if (/^server\/src\/(flows|http|jobs|connectors)\//.test(file)) return [];
  return null;
}

function checkSource(file: string, source: string, known: ReadonlySet<string>): readonly SqlBreach[] {
  const allowed = allowedSchemas(file);
  if (allowed === null) return [];
  return literalsOf(file, source).flatMap(({ text, line }) => {
    if (allowed.length === 0) return isSql(text, known) ? [{ file, line, why: 'SQL belongs in the store of a room; call its door' }] : [];
    return schemasNamed(text, known)
      .filter((schema) => !allowed.includes(schema) && !CATALOGS.includes(schema))
      .map((schema) => ({ file, line, why: `names the schema "${schema}"; only ${allowed.join(', ')} is its own` }));
  });
}

/** A migration is named `0042_claims_add_purpose.sql` and changes that room alone. */
function checkMigration(file: string, source: string, known: ReadonlySet<string>): readonly SqlBreach[] {
  const owner = /\/\d+_([a-z]+)[_.]/.exec(file)?.[1] ?? '';
  if (!known.has(owner)) return [{ file, line: 1, why: `the name must say whose it is, such as 0042_claims_add_purpose.sql; "${owner}" is no room` }];
  const allowed = PLATFORM_SCHEMAS.includes(owner) ? PLATFORM_SCHEMAS : [owner];
  return schemasNamed(source, known).filter((schema) => !allowed.includes(schema))
    .map((schema) => ({ file, line: 1, why: `touches the schema "${schema}"; one room per migration` }));
}

/** Looks through the tree at `root`. `rooms` are the names from architecture.mjs. */
export function findSqlBreaches(root: string, rooms: readonly string[]): { readonly breaches: readonly SqlBreach[]; readonly files: number } {
  const known = new Set([...rooms, ...PLATFORM_SCHEMAS]);
  const sources = globSync('server/src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const migrations = existsSync(join(root, 'server/migrations')) ? globSync('server/migrations/**/*.sql', { cwd: root }) : [];
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const breaches = [
    ...sources.flatMap((file) => checkSource(file.replaceAll('\\', '/'), read(file), known)),
    ...migrations.flatMap((file) => checkMigration(file.replaceAll('\\', '/'), read(file), known)),
  ];
  return { breaches, files: sources.length + migrations.length };
}

async function main(): Promise<void> {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const { ROOMS } = await import('../architecture.mjs');
  const { breaches, files } = findSqlBreaches(root, Object.keys(ROOMS));
  for (const { file, line, why } of breaches) console.error(`${file}:${line}: ${why}`);
  console.log(`${files} files, ${breaches.length} breach${breaches.length === 1 ? '' : 'es'}`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
