import type { Bilingual, Instant } from '@roundtrip/kernel';
import type { CardStatus, CardTransaction } from '../card/index.ts';
import type { Delivery } from '../sellers/index.ts';
import type { TravelOrder } from '../travel/index.ts';
import type { VendorAct } from '../vendors/index.ts';
import type { WalletPayment } from '../wallets/index.ts';

/** What one part of the world does at one moment. Plain values, so that a day can be compared with another and played again. */
export type Act =
  | { readonly kind: 'card'; readonly transaction: CardTransaction; readonly status: CardStatus }
  | { readonly kind: 'wallet'; readonly payment: WalletPayment }
  | { readonly kind: 'travel'; readonly order: TravelOrder }
  | { readonly kind: 'vendor'; readonly act: VendorAct }
  | { readonly kind: 'papers'; readonly delivery: Delivery };

/** `at`: when the outside learns of it. Never before it happened. */
export type Step = { readonly at: Instant; readonly who: string; readonly what: Bilingual; readonly act: Act };
