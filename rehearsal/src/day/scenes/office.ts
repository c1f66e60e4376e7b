import { formatAmount, money, type Bilingual } from '@roundtrip/kernel';
import type { VendorAct } from '../../vendors/index.ts';
import { later, momentOf, type Scene } from '../scene.ts';

const shown = (fen: number): string => `¥${formatAmount(money(BigInt(fen), 'CNY'))}`;

function vendorStep(scene: Scene, act: VendorAct, what: Bilingual): void {
  scene.steps.push({ at: act.at, who: scene.person.name, what, act: { kind: 'vendor', act } });
}

/** A working lunch with the company's Alipay code, another that costs more than the company pays, one that is given back. */
function lunches(scene: Scene): void {
  const { chance, person, prefix } = scene;
  const lunch = { vendor: 'alipay', employee: person.number, what: '餐饮' } as const;
  const bill = (act: Extract<VendorAct, { readonly vendor: 'alipay' }>): void => {
    vendorStep(scene, act, { zh: `${act.merchant} ${shown(act.fen)}，企业码${act.refundOf ? '退款' : '支付'}`, en: `${act.merchant} ${shown(act.fen)}, ${act.refundOf ? 'back to' : 'by'} the Alipay company code` });
  };
  const [all, part, back] = [chance.int(2_400, 3_900), chance.int(4_600, 7_200), chance.int(1_800, 3_600)];
  bill({ ...lunch, key: `${prefix}A1`, at: momentOf(scene, -2, '12:10'), fen: all, ownFen: 0, merchant: '湖畔食堂' });
  bill({ ...lunch, key: `${prefix}A2`, at: momentOf(scene, -1, '12:15'), fen: part, ownFen: part - 4_000, merchant: '良渚面馆', pointer: true });
  const at = momentOf(scene, -1, '15:40');
  bill({ ...lunch, key: `${prefix}A3`, at, fen: back, ownFen: 0, merchant: '拾光咖啡' });
  bill({ ...lunch, key: `${prefix}A4`, at: later(scene, at, 35), fen: back, ownFen: 0, merchant: '拾光咖啡', refundOf: `${prefix}A3` });
}

/** A subscription on the Stripe card, captured for a little more than was held. */
function subscription(scene: Scene): void {
  const { chance, person, prefix } = scene;
  const key = `${prefix}S1`;
  const [fen, more] = [chance.int(90, 260) * 100, chance.int(1, 900)];
  const at = momentOf(scene, -2, '10:20');
  const merchant = { name: '云文档软件服务', mcc: '5734', city: person.homeCity, country: 'CN' };
  vendorStep(scene, { vendor: 'stripe', move: 'hold', key, at, fen, card: { id: `ic_demo${person.number}`, last4: person.cardTail, employeeNumber: person.number }, merchant }, { zh: `${merchant.name} ${shown(fen)}，Stripe 卡预授权`, en: `${merchant.name} ${shown(fen)}, held on the Stripe card` });
  vendorStep(scene, { vendor: 'stripe', move: 'capture', key: `${key}C`, at: later(scene, at, chance.int(200, 500)), fen: fen + more }, { zh: `${merchant.name} ${shown(fen + more)}，Stripe 卡入账`, en: `${merchant.name} ${shown(fen + more)}, captured from the Stripe card` });
}

/** Who stays in the office pays there through the company's own vendors; in finance the company also collects. */
export function officeSpending(scene: Scene): void {
  const { chance, prefix } = scene;
  lunches(scene);
  subscription(scene);
  const fen = chance.int(3_000, 9_000);
  vendorStep(scene, { vendor: 'wechat', key: `${prefix}X1`, at: momentOf(scene, -1, '17:30'), fen, openid: `oGuest${chance.digits(10)}` }, { zh: `微信收款 ${shown(fen)}`, en: `collects ${shown(fen)} by WeChat Pay` });
}
