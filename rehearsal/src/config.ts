import { readFileSync } from 'node:fs';
import type { Persona } from './demo-company.ts';
import type { VendorOptions } from './vendors/options.ts';

export type Employee = {
  readonly number: string;
  readonly name: string;
  readonly homeCity: string;
  readonly grade: string;
  readonly cardTail: string;
  readonly bankAccount: string;
  readonly persona: Persona;
};

export type Company = { readonly name: string; readonly taxId: string; readonly bankAccount: string; readonly employees: readonly Employee[] };

export type RehearsalOptions = {
  /** 0: any free one. */
  readonly port: number;
  readonly roundtripUrl: string;
  readonly companyId: string;
  readonly zone: string;
  readonly seed: number;
  /** Simulated seconds a real second. */
  readonly speed: number;
  readonly secrets: { readonly card: string; readonly travel: string; readonly bank: string; readonly bankToken: string; readonly apiKey: string };
  readonly installations: { readonly card: string; readonly travel: string; readonly bank: string };
  /** The account of the company's mailbox for papers; absent: there is none. */
  readonly mailbox?: { readonly user: string; readonly password: string };
  /** What is agreed with Alipay, WeChat Pay and Stripe; absent: the company pays nothing through them. */
  readonly vendors?: VendorOptions;
  readonly company: Company;
  readonly dataDir: string;
};

/** Reads the configuration of a process of its own. Throws with the name of what is missing. */
export function readOptions(path: string): RehearsalOptions {
  const given = JSON.parse(readFileSync(path, 'utf8')) as Partial<RehearsalOptions>;
  const needed = ['port', 'roundtripUrl', 'companyId', 'zone', 'seed', 'speed', 'secrets', 'installations', 'company', 'dataDir'] as const;
  const missing = needed.filter((name) => given[name] === undefined);
  if (missing.length > 0) throw new Error(`the rehearsal configuration lacks ${missing.join(', ')}`);
  return given as RehearsalOptions;
}
