import { makeKeys } from '../../rehearsal/src/alipay/wire.ts';

/** Made once a process: keys take long, and which ones they are changes nothing that a run does. */
export const KEYS = { app: makeKeys(), alipay: makeKeys(), merchant: makeKeys(), wechat: makeKeys() };
