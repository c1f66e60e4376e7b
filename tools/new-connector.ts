/**
 * `npm run new:connector payments acme` writes a connector that works, with its fixture and its test, and enters it in the
 * registry of its kind. What is written is a starting point for a vendor with a plain JSON or XML interface: change
 * translate.ts (or parse.ts, render.ts) to what the vendor really sends, and the test will say what still does not hold.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { enterIntoRegistry } from './enter-into-registry.ts';

const here = dirname(fileURLToPath(import.meta.url));
const TEMPLATES = join(here, 'connector-templates');

type Kind = { readonly says: string; readonly templates: readonly string[]; readonly type: string; readonly list: string; readonly fixture?: string; readonly street?: string };

export const KINDS: Readonly<Record<string, Kind>> = {
  payments: { says: 'a payment system: pulled, and told by webhook', templates: ['feed', 'payments'], type: 'PaymentFeed', list: 'PAYMENT_FEEDS', fixture: 'payment' },
  statements: { says: 'a statement of a bank, wallet or card, as a file', templates: ['statements'], type: 'FileFormat', list: 'PAYMENT_FILE_FORMATS', street: 'payments' },
  travel: { says: 'a travel supplier', templates: ['feed', 'travel'], type: 'TravelFeed', list: 'TRAVEL_FEEDS', fixture: 'booking' },
  invoices: { says: 'an invoice format', templates: ['invoices'], type: 'FileFormat', list: 'INVOICE_FORMATS' },
  payouts: { says: 'a payout rail', templates: ['payouts'], type: 'PayoutRail', list: 'PAYOUT_RAILS' },
  exports: { says: 'an export into the books', templates: ['exports'], type: 'BookExporter', list: 'BOOK_EXPORTERS' },
};

const VENDOR = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const pascal = (id: string): string => id.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');

/** The names that a vendor's id takes in templates: `first-bank` is firstBank in code and First Bank on a screen. */
function wordsOf(vendor: string, kind: Kind): Readonly<Record<string, string>> {
  const type = pascal(vendor);
  return { id: vendor, Name: type, name: type.charAt(0).toLowerCase() + type.slice(1), Title: vendor.split('-').map(pascal).join(' '), fixture: kind.fixture ?? '' };
}

function filesOf(template: string): readonly string[] {
  return readdirSync(join(TEMPLATES, template), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt')).sort();
}

/** Writes the connector below `root` and gives back the paths written, the registry last. Throws where one of that name stands. */
export function writeConnector(root: string, kindName: string, vendor: string): readonly string[] {
  const kind = KINDS[kindName];
  if (!kind) throw new Error(`There is no kind "${kindName}". Kinds: ${Object.entries(KINDS).map(([name, { says }]) => `${name} (${says})`).join(', ')}.`);
  if (!VENDOR.test(vendor)) throw new Error(`A vendor is named in lower case with dashes, such as first-bank; not "${vendor}".`);
  const street = join(root, 'server/src/connectors', kind.street ?? kindName);
  const folder = join(street, vendor);
  if (existsSync(folder)) throw new Error(`${relative(root, folder)} stands already.`);
  const words = wordsOf(vendor, kind);
  const written = kind.templates.flatMap((template) => filesOf(template).map((file) => {
    const text = readFileSync(join(TEMPLATES, template, file), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_hole, word: string) => words[word] ?? '');
    // `feed.test.ts` becomes `acme.test.ts`, so that a failing file names its vendor.
    const target = join(folder, dirname(file), basename(file, '.txt').replace(/^\w+(?=\.test\.ts$)/, vendor));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    return target;
  }));
  const registry = join(street, 'index.ts');
  enterIntoRegistry(registry, { name: words['name']!, from: `./${vendor}/index.ts`, type: kind.type, list: kind.list });
  return [...written, registry].map((path) => relative(root, path));
}

function main(): void {
  const [kind, vendor] = process.argv.slice(2);
  if (!kind || !vendor) {
    console.error('npm run new:connector KIND VENDOR\n');
    for (const [name, { says }] of Object.entries(KINDS)) console.error(`  ${name.padEnd(12)}${says}`);
    process.exitCode = 2;
    return;
  }
  try {
    for (const path of writeConnector(join(here, '..'), kind, vendor)) console.log(`wrote ${path}`);
    console.log(`\nNow: npm test -- server/src/connectors/${KINDS[kind]?.street ?? kind}/${vendor}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
