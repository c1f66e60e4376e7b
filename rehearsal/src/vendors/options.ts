import type { KeyPair } from '../alipay/wire.ts';
import type { WechatKeys } from '../wechat/wire.ts';

/** What the company and its payment vendors have agreed on: numbers, and whose keys are whose. */
export type VendorOptions = {
  readonly alipay: { readonly installation: string; readonly appId: string; readonly enterpriseId: string; readonly appPublicKey: string; readonly keys: KeyPair };
  readonly wechat: {
    readonly installation: string; readonly mchid: string; readonly appid: string; readonly apiV3Key: string; readonly merchantSerial: string; readonly merchantPublicKey: string; readonly keys: WechatKeys;
  };
  readonly stripe: { readonly installation: string; readonly webhookSecret: string };
};
