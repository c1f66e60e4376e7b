import type { Role } from '#modules/people';
import type { Config } from '#platform/config';
import type { House } from '../flows/house.ts';
import { buildHouse } from './house.ts';

const ROLES: readonly Role[] = ['employee', 'manager', 'finance', 'admin'];
export const roleNamed = (name: string): Role | null => ROLES.find((role) => role === name) ?? null;

/** Opens the house for a command and closes it behind it. */
export async function withHouse<T>(config: Config, work: (house: House) => Promise<T>): Promise<T> {
  const house = buildHouse(config);
  try {
    return await work(house);
  } finally {
    await house.db.close();
  }
}

/** For a command about one company: the named one, or the only one there is. */
export function withCompany<T>(config: Config, companyId: string | undefined, work: (house: House, companyId: string) => Promise<T>): Promise<T> {
  return withHouse(config, async (house) => {
    const companies = await house.db.companies();
    const chosen = companyId ?? (companies.length === 1 ? companies[0] : undefined);
    if (!chosen || !companies.includes(chosen)) throw new Error(companies.length === 0 ? 'there is no company yet' : `name the company with --company: ${companies.join(', ')}`);
    return work(house, chosen);
  });
}
