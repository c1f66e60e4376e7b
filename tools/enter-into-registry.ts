import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

export type RegistryLine = {
  readonly name: string;
  readonly from: string;
  /** The type of the SPI that the list holds. */
  readonly type: string;
  /** How the list is called where there is none yet. */
  readonly list: string;
};

/** Enters a connector in the list of its type in `registry` (connectors/<kind>/index.ts); makes file and list where absent. */
export function enterIntoRegistry(registry: string, line: RegistryLine): void {
  const source = existsSync(registry) ? readFileSync(registry, 'utf8') : '';
  writeFileSync(registry, addToList(addImport(source, line), line));
}

const parse = (source: string): ts.SourceFile => ts.createSourceFile('index.ts', source, ts.ScriptTarget.Latest, true);

function insert(source: string, at: number, text: string): string {
  return source.slice(0, at) + text + source.slice(at);
}

function addImport(source: string, { name, from }: RegistryLine): string {
  const imports = parse(source).statements.filter((statement) => ts.isImportDeclaration(statement));
  const line = `import { ${name} } from '${from}';\n`;
  const last = imports.at(-1);
  return last ? insert(source, last.end + 1, line) : line + (source && '\n') + source;
}

/** `export const X: readonly Type[] = [a, b];` */
function findList(source: string, type: string): ts.ArrayLiteralExpression | undefined {
  const declarations = parse(source).statements.flatMap((statement) => (ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []));
  const list = declarations.find((declaration) => declaration.type?.getText() === `readonly ${type}[]`)?.initializer;
  return list && ts.isArrayLiteralExpression(list) ? list : undefined;
}

function addToList(source: string, { name, type, list }: RegistryLine): string {
  const found = findList(source, type);
  if (found) {
    const last = found.elements.at(-1);
    return last ? insert(source, last.end, `, ${name}`) : insert(source, found.end - 1, name);
  }
  return `${addTypeImport(source, type)}\nexport const ${list}: readonly ${type}[] = [${name}];\n`;
}

function addTypeImport(source: string, type: string): string {
  const spi = parse(source).statements.find((statement) => ts.isImportDeclaration(statement) && statement.moduleSpecifier.getText().includes('#spi'));
  const names = spi && ts.isImportDeclaration(spi) ? spi.importClause?.namedBindings : undefined;
  if (names && ts.isNamedImports(names)) return insert(source, names.elements.end, `, ${type}`);
  return `import type { ${type} } from '#spi';\n${source}`;
}
