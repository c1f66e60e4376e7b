import { POLICY_FORMAT, type PolicyDocument, type RuleDocument } from '../document.ts';
import { companyPaid, evidence, neverGoods, neverMerchants, withoutPaper } from './common.ts';

const grades = (executive: string, manager: string, staff: string) => ({ byGrade: { executive, manager, staff } });

const caps: readonly RuleDocument[] = [
  {
    id: 'hotel-cap', kind: 'cap', per: 'night', clause: '第五条', title: { zh: '住宿标准', en: 'Hotel standard' }, when: { category: ['hotel'] }, onBreach: 'cut',
    table: {
      hit: 'first',
      rows: [
        { id: 'tier1', label: { zh: '一线城市', en: 'first-tier cities' }, when: { city: ['@tier1'] }, then: grades('1000.00', '700.00', '500.00') },
        { id: 'sanya-peak', label: { zh: '三亚旺季', en: 'Sanya, peak season' }, when: { city: ['三亚'], season: { from: '10-01', to: '04-30' } }, then: grades('1000.00', '720.00', '500.00') },
        { id: 'summer-peak', label: { zh: '海滨与高原旺季', en: 'seaside and highland, peak season' }, when: { city: ['青岛', '大连', '烟台', '威海', '秦皇岛', '拉萨', '西宁'], season: { from: '07-01', to: '09-30' } }, then: grades('900.00', '650.00', '480.00') },
        { id: 'tier2', label: { zh: '新一线与省会', en: 'second-tier cities' }, when: { city: ['@tier2'] }, then: grades('800.00', '550.00', '400.00') },
        { id: 'hk-macau', label: { zh: '港澳', en: 'Hong Kong and Macau' }, when: { city: ['香港', '澳门'] }, then: grades('1800.00', '1400.00', '1200.00') },
        { id: 'others', label: { zh: '其他城市', en: 'other cities' }, when: { city: ['@mainland'] }, then: grades('600.00', '450.00', '350.00') },
      ],
    },
  },
  {
    id: 'flight-cabin', kind: 'class', clause: '第六条', title: { zh: '飞机舱位', en: 'Flight cabin' }, when: { category: ['flight'] }, onBreach: 'approve',
    table: { rows: [{ id: 'cabin', then: { byGrade: { executive: ['economy', 'premium_economy', 'business'], manager: ['economy', 'premium_economy'], staff: ['economy'] } } }] },
  },
  {
    id: 'rail-seat', kind: 'class', clause: '第六条', title: { zh: '火车席别', en: 'Rail seat' }, when: { category: ['rail'] }, onBreach: 'approve',
    table: {
      rows: [{
        id: 'seat',
        then: {
          byGrade: {
            executive: ['standing', 'hard_seat', 'soft_seat', 'second', 'hard_sleeper', 'soft_sleeper', 'first_seat', 'business_seat'],
            manager: ['standing', 'hard_seat', 'soft_seat', 'second', 'hard_sleeper', 'soft_sleeper', 'first_seat'],
            staff: ['standing', 'hard_seat', 'second', 'hard_sleeper'],
          },
        },
      }],
    },
  },
  { id: 'meal-day', kind: 'cap', per: 'day', clause: '第七条', title: { zh: '餐费每日标准', en: 'Meals of a day' }, when: { category: ['meal'] }, onBreach: 'cut', table: { rows: [{ id: 'meal', then: grades('200.00', '150.00', '120.00') }] } },
  { id: 'taxi-day', kind: 'cap', per: 'day', clause: '第七条', title: { zh: '市内交通每日标准', en: 'Local transport of a day' }, when: { category: ['taxi'] }, onBreach: 'approve', table: { rows: [{ id: 'taxi', then: grades('500.00', '300.00', '200.00') }] } },
  { id: 'mileage-km', kind: 'cap', per: 'km', clause: '第七条', title: { zh: '私车公用标准', en: 'Own car' }, when: { category: ['mileage'] }, onBreach: 'cut', table: { rows: [{ id: 'km', then: '1.50' }] } },
  { id: 'telecom-cap', kind: 'cap', per: 'expense', clause: '第八条', title: { zh: '通讯费标准', en: 'Telecom' }, when: { category: ['telecom'] }, onBreach: 'cut', table: { rows: [{ id: 'telecom', then: grades('300.00', '200.00', '100.00') }] } },
  { id: 'entertainment-guests', kind: 'guests', clause: '第九条', title: { zh: '招待须写明客人', en: 'Guests are named' }, when: { category: ['entertainment'] }, atLeast: 1, onBreach: 'approve' },
  { id: 'entertainment-cap', kind: 'cap', per: 'attendee', clause: '第九条', title: { zh: '招待人均标准', en: 'Entertainment a guest' }, when: { category: ['entertainment'] }, onBreach: 'approve', table: { rows: [{ id: 'guest', then: grades('500.00', '300.00', '200.00') }] } },
];

/** 民企常用: what private companies in China commonly write down; a start that a company makes its own. */
export const CN_PRIVATE_COMPANY: PolicyDocument = {
  format: POLICY_FORMAT,
  version: 'cn-private-company-1',
  title: { zh: '差旅与费用报销制度(民企常用)', en: 'Travel and expenses (common in private companies)' },
  effectiveFrom: '2026-01-01',
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  grades: [
    { code: 'executive', title: { zh: '高管', en: 'Executive' }, aliases: ['高管', '总监', '总经理', '副总', '总裁', 'director', 'vp', 'svp', 'ceo', 'cfo', 'cto', 'coo', 'M4', 'M5', 'E'] },
    { code: 'manager', title: { zh: '经理', en: 'Manager' }, aliases: ['经理', '主管', '部门经理', 'lead', 'M', 'M1', 'M2', 'M3'] },
    { code: 'staff', title: { zh: '员工', en: 'Staff' }, aliases: ['员工', '普通员工', 'employee', 'P', 'S', '*'] },
  ],
  cityLists: {
    tier1: ['北京', '上海', '广州', '深圳'],
    tier2: [
      '天津', '重庆', '杭州', '南京', '苏州', '无锡', '宁波', '成都', '武汉', '西安', '长沙', '郑州', '青岛', '济南', '大连', '沈阳', '厦门', '福州', '合肥', '东莞', '佛山', '珠海', '昆明',
      '哈尔滨', '长春', '石家庄', '太原', '南昌', '南宁', '海口', '三亚', '贵阳', '兰州', '西宁', '银川', '呼和浩特', '乌鲁木齐', '拉萨',
    ],
    mainland: [
      '北京*', '上海*', '天津*', '重庆*', '河北*', '山西*', '内蒙古*', '辽宁*', '吉林*', '黑龙江*', '江苏*', '浙江*', '安徽*', '福建*', '江西*', '山东*', '河南*', '湖北*', '湖南*', '广东*', '广西*',
      '海南*', '四川*', '贵州*', '云南*', '西藏*', '陕西*', '甘肃*', '青海*', '宁夏*', '新疆*',
    ],
  },
  rules: [
    ...caps,
    neverMerchants('第十条'),
    neverGoods('第十条'),
    ...evidence('第十一条', '50.00'),
    { id: 'age-soft', kind: 'age', clause: '第十二条', title: { zh: '报销时限 90 天', en: 'Within 90 days' }, daysMax: 90, onBreach: 'approve' },
    { id: 'age-hard', kind: 'age', clause: '第十二条', title: { zh: '报销时限一年', en: 'Within a year' }, daysMax: 365, onBreach: 'refuse' },
    companyPaid('第十三条'),
    withoutPaper('第十四条'),
    { id: 'large', kind: 'flag', clause: '第十四条', title: { zh: '大额费用人工审批', en: 'Large amounts are decided by a person' }, when: { amount: { from: '10000.00' } }, onBreach: 'approve' },
    { id: 'office-large', kind: 'flag', clause: '第十四条', title: { zh: '千元以上办公采购人工审批', en: 'Office purchases from 1,000 are decided by a person' }, when: { category: ['office'], amount: { from: '1000.00' } }, onBreach: 'approve' },
    {
      id: 'unusual', kind: 'flag', clause: '第十四条', title: { zh: '此类费用逐笔审批', en: 'Such expenses are decided one by one' },
      when: { category: ['other', 'welfare', 'training', 'meeting', 'visa'] }, onBreach: 'approve',
    },
  ],
};
