export const VENDORS = ['alipay', 'wechat', 'stripe'] as const;
/** Whoever speaks a protocol of its own, signed its own way. */
export type Vendor = (typeof VENDORS)[number];
export const SENDERS = ['card', 'travel', 'bank', 'wallets', 'sellers', ...VENDORS] as const;
export type Sender = (typeof SENDERS)[number];

type Base = { readonly id: string; readonly from: Sender };

/** What goes out of the world. Its id is its idempotency key: the same message may go out many times. */
export type Message =
  | (Base & { readonly kind: 'webhook'; readonly body: string })
  | (Base & { readonly kind: 'vendor'; readonly from: Vendor; readonly body: string })
  | (Base & { readonly kind: 'payments'; readonly body: string })
  | (Base & { readonly kind: 'files'; readonly submittedBy: string; readonly files: readonly { readonly name: string; readonly base64: string }[] });
