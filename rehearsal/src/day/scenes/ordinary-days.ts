import { fapiao } from '../invoices.ts';
import { handOver, later, momentOf, payByCard, payByPhone, refundToPhone, yuan, type Scene } from '../scene.ts';
import { eat } from './trips.ts';

const home = (scene: Scene): string => scene.person.homeCity;

/** A taxi that gave no invoice, and a lunch that did. */
export function taxiWithoutInvoice(scene: Scene): void {
  const { chance } = scene;
  payByPhone(scene, 'wechatpay', { amount: yuan(chance.int(38, 64)), merchant: '城市出租汽车', at: momentOf(scene, -1, '09:10'), city: home(scene), mcc: '4121', description: '出租车 滨江→未来科技城' });
  eat(scene, { day: -1, wall: '12:20', place: '运河人家餐厅', city: home(scene), amount: yuan(chance.int(32, 48)), wallet: 'wechatpay', form: 'photo' });
}

/** A private coffee, office supplies for the company, and a cable that went back. */
export function coffeeAndSupplies(scene: Scene): void {
  const { chance } = scene;
  const shop = '文汇办公用品有限公司';
  payByPhone(scene, 'wechatpay', { amount: yuan(chance.int(26, 38)), merchant: '拾光咖啡', at: momentOf(scene, -1, '10:05'), city: home(scene), mcc: '5814', description: '拿铁' });
  const at = momentOf(scene, -1, '15:25');
  const total = yuan(chance.int(120, 240), 50);
  payByPhone(scene, 'alipay', { amount: total, merchant: shop, at, city: home(scene), mcc: '5943', description: '办公用品' });
  const issued = later(scene, at, scene.chance.int(20, 70));
  handOver(scene, issued, [{ form: 'pdf', invoice: fapiao(scene, { seller: shop, total, at: issued, goods: { name: '*文具*办公用品', quantity: '1', ratePercent: 13n } }) }]);
  const cable = payByPhone(scene, 'alipay', { amount: yuan(chance.int(58, 88)), merchant: '云购数码旗舰店', at: momentOf(scene, -2, '20:10'), city: home(scene), mcc: '5732', description: '转接线' });
  refundToPhone(scene, cable, { at: momentOf(scene, -1, '18:00'), amount: cable.amount });
}

/** The same lunch for the same money on two days, each with its invoice. */
export function equalLunches(scene: Scene): void {
  const amount = yuan(scene.chance.int(56, 74));
  eat(scene, { day: -2, wall: '12:30', place: '湖畔简餐餐厅', city: home(scene), amount, wallet: 'alipay', form: 'xml' });
  eat(scene, { day: -1, wall: '12:25', place: '湖畔简餐餐厅', city: home(scene), amount, wallet: 'alipay', form: 'pdf' });
}

/** Dinner with a customer on the corporate card. */
export function customerDinner(scene: Scene): void {
  const place = '听涛阁酒楼有限公司';
  const amount = yuan(scene.chance.int(58, 88) * 10);
  const at = momentOf(scene, -1, '19:50');
  payByCard(scene, { amount, merchant: place, at, city: home(scene), mcc: '5812' });
  const issued = later(scene, at, 20);
  handOver(scene, issued, [{ form: 'ofd', invoice: fapiao(scene, { seller: place, total: amount, at: issued, goods: { name: '*餐饮服务*餐费', ratePercent: 6n } }) }]);
}
