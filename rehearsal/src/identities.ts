import { makeChance } from './chance.ts';

/** Numbers that pass the checks of the trade and belong to nobody: the region 990100 is no region, the issuer 629999 no bank. */

const USCC_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The check digit of an organisation code (GB 11714). */
function organisationCheck(eight: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * parseInt(eight[i] ?? '0', 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** The check digit of a unified social credit code (GB 32100) over its first 17 characters. */
export function usccCheck(seventeen: string): string {
  const sum = USCC_WEIGHTS.reduce((total, weight, i) => total + weight * USCC_SIGNS.indexOf(seventeen[i] ?? '0'), 0);
  return USCC_SIGNS[(31 - (sum % 31)) % 31] ?? '0';
}

/** A unified social credit code for an invented company: always the same one for the same name. */
export function taxIdOf(name: string): string {
  const eight = makeChance(`tax id of ${name}`).digits(8);
  const body = `91990100${eight}${organisationCheck(eight)}`;
  return body + usccCheck(body);
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
}

/** Whether a bank account number has the right check digit (ISO 7812): a bank knows a mistyped number by it. */
export function isAccountNumber(text: string): boolean {
  return /^\d{12,19}$/.test(text) && luhnSum(text) % 10 === 0;
}

/** A bank account number for an invented holder. */
export function accountOf(holder: string): string {
  const body = `629999${makeChance(`account of ${holder}`).digits(12)}`;
  return body + String((10 - (luhnSum(`${body}0`) % 10)) % 10);
}
