import type { RuleDocument } from '../document.ts';

/** What holds in nearly every company: evidence first, nothing paid twice, some things never. */

const NEVER_MERCHANTS = ['KTV', '歌厅', '夜总会', '洗浴', '足浴', '足疗', '桑拿', '会所', '棋牌', '彩票', '高尔夫', 'casino', 'night club'];
const NEVER_GOODS = ['卷烟', '香烟', '购物卡', '预付卡', '礼品卡', '储值卡', '游戏充值', '黄金', '珠宝', '化妆品', '洗浴', '罚款', '滞纳金', 'gift card', 'cigarette'];

const TICKETED = ['flight', 'rail', 'coach', 'hotel'];
const WITHOUT_PAPER = ['per_diem', 'mileage'];

export const neverMerchants = (clause: string): RuleDocument => ({
  id: 'never-merchants', kind: 'flag', clause, title: { zh: '不予报销的商户', en: 'Merchants never reimbursed' }, onBreach: 'refuse',
  when: { merchant: NEVER_MERCHANTS }, reason: { zh: '娱乐休闲场所的消费不予报销', en: 'Spending in places of leisure is never reimbursed' },
});

export const neverGoods = (clause: string): RuleDocument => ({
  id: 'never-goods', kind: 'flag', clause, title: { zh: '不予报销的商品', en: 'Goods never reimbursed' }, onBreach: 'refuse',
  when: { goods: NEVER_GOODS }, reason: { zh: '这类商品或款项不予报销', en: 'Goods and charges of this kind are never reimbursed' },
});

export const evidence = (clause: string, smallWithout: string): readonly RuleDocument[] => [
  { id: 'invoice-travel', kind: 'invoice', clause, title: { zh: '交通、住宿须有票据', en: 'Travel and lodging need their paper' }, when: { category: TICKETED }, above: '0.00', onBreach: 'refuse' },
  {
    id: 'invoice-other', kind: 'invoice', clause, title: { zh: '须有发票', en: 'An invoice is needed' }, above: smallWithout, onBreach: 'refuse',
    when: { category: ['taxi', 'meal', 'visa', 'entertainment', 'telecom', 'office', 'courier', 'meeting', 'training', 'welfare', 'other'] },
  },
  { id: 'invoice-covers', kind: 'coverage', clause, title: { zh: '发票金额覆盖报销金额', en: 'The invoices cover the claim' }, onBreach: 'cut' },
  { id: 'invoice-title', kind: 'title', clause, title: { zh: '发票抬头为本公司', en: 'The invoice is made out to the company' }, onBreach: 'refuse' },
];

export const companyPaid = (clause: string): RuleDocument => ({ id: 'company-paid', kind: 'company-paid', clause, title: { zh: '公司已付的不再付给个人', en: 'Paid by the company' }, onBreach: 'cut' });

export const withoutPaper = (clause: string): RuleDocument => ({
  id: 'allowance-asks', kind: 'flag', clause, title: { zh: '补助类费用人工确认', en: 'Allowances are confirmed by a person' }, when: { category: WITHOUT_PAPER, amount: { from: '1000.01' } }, onBreach: 'approve',
});
