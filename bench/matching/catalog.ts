/** Names and prices that the made-up company-quarters are drawn from. */

export type Dice = {
  /** 0 ≤ x < 1 */
  chance(): number;
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
  hit(probability: number): boolean;
};

/** Mulberry32: small, seeded, the same on every machine. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(chance() * n);
  return { chance, below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T, hit: (probability) => chance() < probability };
}

export const CITIES = ['北京', '上海', '杭州', '深圳', '广州', '成都', '武汉', '西安', '南京', '重庆', '苏州', '长沙', '青岛', '厦门', '天津', '郑州'] as const;
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'.split('');
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建文志国春梅鑫宇浩然子涵雨欣思远嘉怡俊辰'.split('');

export const personName = (dice: Dice): string => dice.pick(SURNAMES) + dice.pick(GIVEN) + (dice.hit(0.7) ? dice.pick(GIVEN) : '');

/** What a payment calls a shop and who stands on its invoices; some brands sell through a firm whose name has nothing in common with theirs. */
export type Shop = { readonly brand: string; readonly seller: string; readonly goods: string; readonly kind: 'hotel' | 'meal' | 'shop'; readonly city: string; readonly scale: number };

const HOTELS = ['全季', '亚朵', '汉庭', '如家', '维也纳', '锦江之星', '桔子', '丽枫', '希尔顿欢朋', '假日'];
const MEALS = ['外婆家', '绿茶', '海底捞', '西贝莜面村', '老乡鸡', '真功夫', '星点咖啡', '瑞幸', '木屋烧烤', '湘村小馆', '川味坊', '粤来顺', '张记面馆', '同福楼', '小满餐厅'];
const SHOPS = ['办公伙伴', '晨光文具', '京东', '得力', '顺丰速运', '图文快印'];
const SPOTS = ['站前', '新城', '滨江', '中山路', '人民路', '科技园', '会展中心', '万达', '西湖', '解放路', '机场', '大学城'];
const FIRMS = ['瑞', '恒', '盛', '鼎', '泰', '和', '嘉', '诚', '信', '源', '隆', '润', '博', '凯', '益', '腾'];
const firmWord = (dice: Dice): string => dice.pick(FIRMS) + dice.pick(FIRMS) + dice.pick(FIRMS);

function aShop(dice: Dice, kind: Shop['kind'], city: string): Shop {
  const word = dice.pick(kind === 'hotel' ? HOTELS : kind === 'meal' ? MEALS : SHOPS);
  const spot = dice.pick(SPOTS);
  const tail = { hotel: '酒店', meal: dice.hit(0.5) ? '店' : '', shop: '' }[kind];
  const brand = dice.pick([`${word}${tail}(${city}${spot}店)`, `${city}${word}${tail}`, `${word}${spot}${tail}`]);
  const firm = { hotel: '酒店管理有限公司', meal: '餐饮管理有限公司', shop: '商贸有限公司' }[kind];
  const seller = dice.hit(0.55) ? `${city}${word}${dice.hit(0.5) ? spot : ''}${firm}` : `${city}${firmWord(dice)}${dice.hit(0.6) ? firm : '有限公司'}`;
  const goods = { hotel: '*住宿服务*住宿费', meal: '*餐饮服务*餐费', shop: dice.pick(['*文具*办公用品', '*物流辅助服务*收派服务费', '*印刷品*打印费']) }[kind];
  return { brand, seller, goods, kind, city, scale: { hotel: 260 + dice.below(400), meal: 18 + dice.below(160), shop: 12 + dice.below(300) }[kind] };
}

export function shopsOf(dice: Dice): Shop[] {
  return CITIES.flatMap((city) => [
    ...Array.from({ length: 12 }, () => aShop(dice, 'hotel', city)), ...Array.from({ length: 30 }, () => aShop(dice, 'meal', city)), ...Array.from({ length: 6 }, () => aShop(dice, 'shop', city)),
  ]);
}

/** The rail tariff has few prices, so many tickets cost the same. */
export const railFare = (from: string, to: string): number => {
  const distance = Math.abs(CITIES.indexOf(from as never) * 7 - CITIES.indexOf(to as never) * 7) + 3;
  return Math.round(distance * 6.3) + (distance % 2 === 0 ? 0 : 0.5) + 20;
};

export const RIDE_BRANDS = [
  { brand: '滴滴出行', seller: '北京小桔科技有限公司' }, { brand: '高德打车', seller: '武汉尊享时代汽车租赁有限公司' }, { brand: '曹操出行', seller: '杭州优行科技有限公司' }, { brand: '滴滴出行', seller: '滴滴出行科技有限公司' },
] as const;
export const AIRLINES = ['中国国际航空股份有限公司', '中国东方航空股份有限公司', '中国南方航空股份有限公司', '海南航空控股股份有限公司'] as const;
export const AGENTS = [{ brand: '携程旅行网', seller: '上海赫程国际旅行社有限公司' }, { brand: '飞猪', seller: '浙江飞猪网络技术有限公司' }, { brand: '同程旅行', seller: '同程国际旅行社有限公司' }] as const;
export const PRIVATE_PLACES = ['盒马鲜生', '永辉超市', '优衣库', '万达影城', '美团外卖', '淘宝', '拼多多', '中国移动', '加油站', '孩子王'] as const;
