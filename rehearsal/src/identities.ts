import { makeChance } from './chance.ts';
import { taxIdOf as withCheckCharacter } from './makers/invoices/plan.ts';

/** Numbers that pass the checks of the trade and belong to nobody: the region 990100 is no region, the issuer 629999 no bank. */

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The check digit of an organisation code (GB 11714). */
function organisationCheck(eight: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * parseInt(eight[i] ?? '0', 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** A unified social credit code for an invented company: always the same one for the same name. */
export function taxIdOf(name: string): string {
  const eight = makeChance(`tax id of ${name}`).digits(8);
  return withCheckCharacter(`91990100${eight}${organisationCheck(eight)}`);
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
