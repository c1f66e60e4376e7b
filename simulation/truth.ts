/**
 * What really happened outside, in the auditor's own few words. It is written by the outside and never by the product,
 * and it knows nothing of claims, matching or the ledger: only who spent what, whose money it was, and what banks did.
 */
export type Spend = {
  /** The payment's number at its source. */
  readonly externalId: string;
  /** Employee number; null: nobody of ours. */
  readonly payer: string | null;
  readonly direction: 'in' | 'out';
  /** What the payer's account was charged, in fen. */
  readonly costMinor: bigint;
  /** The part of it that was the company's own money. */
  readonly companyMinor: bigint;
  status: 'pending' | 'posted' | 'reversed';
};

export class Truth {
  readonly spends = new Map<string, Spend>();
  /** By employee number, what is on their account of ours now. */
  readonly paid = new Map<string, bigint>();
  /** Groups that a person wanted to be private: nothing else may be left out. */
  readonly privateIds = new Set<string>();
  readonly wrong: string[] = [];
  readonly #accounts = new Map<string, string>();

  person(number: string, account: string): void { this.#accounts.set(account, number); }

  note(spend: Spend): void { this.spends.set(spend.externalId, spend); }

  settle(externalId: string, status: Spend['status']): void {
    const spend = this.spends.get(externalId);
    if (spend) spend.status = status;
  }

  /** What a person may at most have got back by now: every purchase of their own money that was made, refunds left out. */
  #most(number: string): bigint {
    let most = 0n;
    for (const spend of this.spends.values()) if (spend.payer === number && spend.direction === 'out' && spend.status !== 'reversed') most += spend.costMinor - spend.companyMinor;
    return most;
  }

  /** The bank paid somebody, or it came back. More than was ever spent is wrong at once, whatever is corrected later. */
  pay(account: string, minor: bigint): void {
    const number = this.#accounts.get(account);
    if (number === undefined) {
      this.wrong.push(`money went to a stranger's account ${account}`);
      return;
    }
    const paid = (this.paid.get(number) ?? 0n) + minor;
    this.paid.set(number, paid);
    if (paid > this.#most(number)) this.wrong.push(`${number} was paid ${paid}, and had spent only ${this.#most(number)}`);
    if (paid < 0n) this.wrong.push(`${number} gave back more than was paid`);
  }

  /** The signed personal part of a payment that counts. */
  static own(spend: Spend): bigint {
    if (spend.status !== 'posted') return 0n;
    const part = spend.costMinor - spend.companyMinor;
    return spend.direction === 'out' ? part : -part;
  }

  /** The signed company part of a payment that counts. */
  static company(spend: Spend): bigint {
    if (spend.status !== 'posted') return 0n;
    return spend.direction === 'out' ? spend.companyMinor : -spend.companyMinor;
  }
}
