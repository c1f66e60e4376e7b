export { makeAlipayBill, makeCamt053, makeCamt054, makeCardCsv, makePain002, makeWechatBill } from './statements/index.ts';
export type { CamtAccount, CamtDetail, CamtEntry, CamtNotice, CamtStatement, PainAnswer, WalletBill } from './statements/index.ts';
