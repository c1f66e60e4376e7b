export { makeCamt053, makeCamt054 } from './camt.ts';
export type { CamtAccount, CamtDetail, CamtEntry, CamtNotice, CamtStatement } from './camt.ts';
export { makeCardCsv } from './card-csv.ts';
export { makePain002 } from './pain002.ts';
export type { PainAnswer } from './pain002.ts';
export { makeAlipayBill, makeWechatBill } from './wallets.ts';
export type { WalletBill } from './wallets.ts';
