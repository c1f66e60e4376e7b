import type { Dice } from '../catalog.ts';

/** Names for the third kind of world: a firm with people of many countries, foreign cards, and shops that a feed spells as it likes. */

export const CITIES: readonly (readonly [string, string])[] = [['上海', 'Shanghai'], ['北京', 'Beijing'], ['深圳', 'Shenzhen'], ['成都', 'Chengdu'], ['苏州', 'Suzhou'], ['大连', 'Dalian'], ['珠海', 'Zhuhai'], ['南昌', 'Nanchang'], ['兰州', 'Lanzhou'], ['海口', 'Haikou']];
export const FOREIGN = [
  { city: 'London', currency: 'GBP', rate: 9.1 }, { city: 'Osaka', currency: 'JPY', rate: 0.0478 }, { city: 'Chicago', currency: 'USD', rate: 7.15 }, { city: 'Munich', currency: 'EUR', rate: 7.71 },
] as const;
export type Foreign = (typeof FOREIGN)[number];

const FAMILY: readonly (readonly [string, string])[] = [['邓', 'DENG'], ['曹', 'CAO'], ['彭', 'PENG'], ['曾', 'ZENG'], ['叶', 'YE'], ['吕', 'LV'], ['苏', 'SU'], ['魏', 'WEI'], ['蒋', 'JIANG'], ['沈', 'SHEN'], ['司马', 'SIMA']];
const GIVEN: readonly (readonly [string, string])[] = [['子', 'ZI'], ['轩', 'XUAN'], ['梓', 'ZI'], ['涵', 'HAN'], ['宁', 'NING'], ['亮', 'LIANG'], ['庆', 'QING'], ['波', 'BO'], ['倩', 'QIAN'], ['玉', 'YU'], ['良', 'LIANG'], ['峰', 'FENG'], ['婷', 'TING']];
const WESTERN = ['Anna Keller', 'Tom Baker', 'Marie Dubois', 'Kenji Sato', 'Priya Nair', 'Lars Holm', 'Elena Rossi', 'John Miller'] as const;

export function personOf(dice: Dice): { readonly name: string; readonly printed: string } {
  if (dice.hit(0.12)) {
    const name = dice.pick(WESTERN);
    return { name, printed: `${name.split(' ')[1]}/${name.split(' ')[0]} MR`.toUpperCase() };
  }
  const [family, a, b] = [dice.pick(FAMILY), dice.pick(GIVEN), dice.hit(0.6) ? dice.pick(GIVEN) : (['', ''] as const)];
  return { name: family[0] + a[0] + b[0], printed: `${family[1]}/${a[1]}${b[1]}` };
}

/** `shown` are the ways in which feeds spell the shop. */
export type Place = { readonly city: string; readonly shown: readonly string[]; readonly firm: string; readonly price: number; readonly kind: 'hotel' | 'food' | 'goods' | 'parking' };

const STAYS: readonly (readonly [string, string])[] = [['瑞廷西郊', 'RUITING XIJIAO HOTEL'], ['凯里亚德', 'KYRIAD HOTEL'], ['智选假日', 'HOLIDAY INN EXPRESS'], ['首旅建国', 'JIANGUO HOTEL'], ['潮漫', 'ZHAOMAN HOTEL'], ['源宿', 'ELEMENT HOTEL'], ['兰欧', 'LANO HOTEL']];
const TABLES: readonly (readonly [string, string])[] = [['点都德', 'DIAN DOU DE'], ['胡桃里', 'WALNUT MUSIC REST'], ['赛百味', 'SUBWAY'], ['老盛昌汤包', 'LAOSHENGCHANG'], ['蛙来哒', 'WALAIDA'], ['半天妖烤鱼', 'BANTIANYAO'], ['苏小柳', 'SU XIAO LIU'], ['Peets Coffee', 'PEETS COFFEE'], ['M Stand', 'M STAND'], ['陈香贵', 'CHEN XIANG GUI']];
const GOODS: readonly (readonly [string, string])[] = [['史泰博', 'STAPLES'], ['圆通速递', 'YTO EXPRESS'], ['名片坊', 'CARDPRINT'], ['当当网', 'DANGDANG']];
const SYLLABLES = ['悦', '达', '锦', '程', '弘', '煜', '辰', '禾', '熙', '岚', '沐', '晟', '拓', '旭', '颐', '臻'];
const word = (dice: Dice): string => dice.pick(SYLLABLES) + dice.pick(SYLLABLES);
const TAILS = { hotel: ['酒店管理有限公司', '酒店有限责任公司', '商业运营管理有限公司', '置业有限公司'], food: ['餐饮管理有限公司', '餐饮有限公司', '食品有限公司', '商贸有限公司'], goods: ['商贸有限公司', '科技有限公司', '办公用品有限公司'], parking: ['停车管理有限公司', '物业管理有限公司'] } as const;

/** About half of all firms are called as their sign says; the others bear a name that nobody reads on the street. */
export function placesOf(dice: Dice): Place[] {
  const make = (kind: Place['kind'], brands: readonly (readonly [string, string])[], each: number): Place[] => CITIES.flatMap(([city, latin]) => Array.from({ length: each }, () => {
    const [brand, english] = dice.pick(brands);
    const branch = dice.pick(['东站店', '高新区店', '滨海店', '古城店', '世纪广场店']);
    const base = kind === 'hotel' ? 220 + dice.below(700) : kind === 'food' ? 18 + dice.below(160) : kind === 'parking' ? 5 + dice.below(40) : 12 + dice.below(400);
    const firm = `${dice.hit(0.7) ? city : ''}${dice.hit(0.5) ? brand : word(dice)}${dice.pick(TAILS[kind])}${dice.hit(0.1) ? `${city}分公司` : ''}`;
    return { city, kind, firm, price: base, shown: [`${brand}(${branch})`, `${brand}${kind === 'hotel' ? '酒店' : ''}${city}${branch}`, `${latin} ${english}`.toUpperCase().slice(0, 22), `${brand}`] };
  }));
  return [...make('hotel', STAYS, 6), ...make('food', TABLES, 14), ...make('goods', GOODS, 3), ...make('parking', [['停简单', 'TINGJIANDAN'], ['捷停车', 'JIESHUN PARKING']], 2)];
}

export const ABROAD_STAYS = ['Premier House Hotel', 'Grand Central Lodge', 'Riverside Suites', 'Park Plaza Hotel'] as const;
export const ABROAD_TABLES = ['The Copper Kettle', 'Blue Lantern Grill', 'Sakura Dining', 'Oak Barrel Tavern'] as const;
export const RIDES = [['哈啰打车', '上海哈啰普惠科技有限公司'], ['滴滴出行', '滴滴出行科技有限公司'], ['美团打车', '上海路团科技有限公司'], ['享道出行', '上海赛可出行科技服务有限公司']] as const;
export const AGENCIES = [['飞猪旅行', '浙江飞猪网络技术有限公司'], ['同程旅行', '同程网络科技股份有限公司'], ['Trip.com', '上海携程国际旅行社有限公司']] as const;
export const AIR = [['东方航空', '中国东方航空股份有限公司', 'CHINA EASTERN AIRLINES'], ['海南航空', '海南航空控股股份有限公司', 'HAINAN AIRLINES'], ['吉祥航空', '上海吉祥航空股份有限公司', 'JUNEYAO AIR']] as const;
export const AT_HOME = ['盒马', '山姆会员商店', '中国移动', '淘宝', '拼多多', '猫眼电影', '社区菜场', '永辉超市', 'APPLE.COM/BILL', '青桔单车'] as const;
