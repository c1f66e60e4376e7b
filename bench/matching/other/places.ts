import type { Dice } from '../catalog.ts';

/** Names for the second kind of world: other chains, other firms, and shops abroad. */

export const TOWNS = ['北京', '上海', '广州', '深圳', '杭州', '合肥', '济南', '沈阳', '昆明', '福州', '宁波', '无锡'] as const;
export const CLASSES = [['二等座', 1], ['一等座', 1.6], ['商务座', 3.1]] as const;

/** Kept in one list with their spelling, so that a ticket may bear either. */
const FAMILY: readonly (readonly [string, string])[] = [['陈', 'CHEN'], ['林', 'LIN'], ['黄', 'HUANG'], ['吴', 'WU'], ['孙', 'SUN'], ['徐', 'XU'], ['马', 'MA'], ['胡', 'HU'], ['郭', 'GUO'], ['何', 'HE'], ['高', 'GAO'], ['罗', 'LUO'], ['郑', 'ZHENG'], ['欧阳', 'OUYANG']];
const GIVEN: readonly (readonly [string, string])[] = [['晓', 'XIAO'], ['明', 'MING'], ['丽', 'LI'], ['建', 'JIAN'], ['国', 'GUO'], ['华', 'HUA'], ['佳', 'JIA'], ['雪', 'XUE'], ['晨', 'CHEN'], ['东', 'DONG'], ['海', 'HAI'], ['燕', 'YAN'], ['飞', 'FEI'], ['雷', 'LEI'], ['琳', 'LIN'], ['凡', 'FAN'], ['一', 'YI'], ['航', 'HANG']];

export function nameOf(dice: Dice): { readonly name: string; readonly latin: string } {
  const [family, a, b] = [dice.pick(FAMILY), dice.pick(GIVEN), dice.pick(GIVEN)];
  return { name: family[0] + a[0] + b[0], latin: `${family[1]}/${a[1]}${b[1]}` };
}

/** What the payment says and who issues; `franchise`: each branch is a firm of its own. */
export type Venue = { readonly town: string; readonly label: string; readonly issuer: string; readonly price: number; readonly currency: string };

const INNS = ['和颐至尚', '宜必思', '城市便捷', '麗枫', '开元名庭', '美居', '秋果', '格林豪泰', '希岸', '君亭'];
const KITCHENS = ['大龙燚', '鼎泰丰', '南京大牌档', '巴奴', '九毛九', '避风塘', '永和大王', '和府捞面', 'Wagas', '太二', '喜家德', '云海肴', '吉野家', '庆丰包子'];
const ABROAD: readonly (readonly [string, string, string])[] = [['Tokyo', 'JPY', 'Hotel Gracery Shinjuku Kabukicho'], ['Singapore', 'SGD', 'Furama City Centre Singapore Pte Ltd'], ['Berlin', 'EUR', 'Motel One Berlin-Alexanderplatz GmbH'], ['Seattle', 'USD', 'Crowne Plaza Hotels & Resorts Seattle']];
const WORDS = ['启', '航', '卓', '越', '新', '锐', '联', '众', '百', '川', '华', '安', '美', '食', '天', '下'];
const firm = (dice: Dice): string => dice.pick(WORDS) + dice.pick(WORDS) + (dice.hit(0.5) ? dice.pick(WORDS) : '');
const ROADS = ['解放南路', '体育中心', '高铁站', '大悦城', '金融街', '软件园', '滨湖', '国际机场', '万象城', '老街'];

export function innsOf(dice: Dice): Venue[] {
  return TOWNS.flatMap((town) => Array.from({ length: 8 }, () => {
    const [brand, road] = [dice.pick(INNS), dice.pick(ROADS)];
    return { town, label: dice.pick([`${brand}酒店${town}${road}店`, `${brand}(${road}店)`, `${town}${brand}酒店`]), issuer: dice.hit(0.45) ? `${town}${brand}酒店有限公司` : `${town}${firm(dice)}${dice.pick(['酒店管理有限公司', '物业服务有限公司', '商务服务有限公司'])}`, price: 180 + dice.below(620), currency: 'CNY' };
  }));
}

export const abroadOf = (dice: Dice): Venue[] => ABROAD.map(([town, currency, issuer]) => ({ town, currency, issuer, label: issuer.toUpperCase().replace(/[^A-Z ]/g, '').slice(0, 22), price: currency === 'JPY' ? 12_000 + dice.below(9000) : 110 + dice.below(140) }));

export function kitchensOf(dice: Dice): Venue[] {
  return TOWNS.flatMap((town) => Array.from({ length: 16 }, () => {
    const [brand, road] = [dice.pick(KITCHENS), dice.pick(ROADS)];
    return { town, label: dice.pick([`${brand}(${road}店)`, `${brand}${town}${road}`, brand]), issuer: dice.hit(0.5) ? `${town}${brand}餐饮${dice.pick(['', '管理', '服务'])}有限公司` : `${town}${firm(dice)}餐饮${dice.pick(['管理', '店', '文化'])}有限公司`, price: 22 + dice.below(120), currency: 'CNY' };
  }));
}

export const CARRIERS = [['国航', '中国国际航空股份有限公司'], ['南航', '中国南方航空股份有限公司'], ['春秋航空', '春秋航空股份有限公司'], ['厦航', '厦门航空有限公司']] as const;
export const DESKS = [['携程商旅', '上海携程宏睿国际旅行社有限公司'], ['美团商旅', '北京三快在线科技有限公司'], ['航班管家', '深圳市活力天汇科技股份有限公司']] as const;
export const CABS = [['滴滴出行', ['滴滴出行科技有限公司', '北京小桔科技有限公司']], ['T3出行', ['南京领行科技股份有限公司']], ['高德打车', ['北京利程科技有限公司', '成都快行网络有限公司']]] as const;
export const HOME_SHOPS = ['沃尔玛', '屈臣氏', '网易严选', '叮咚买菜', '饿了么', '哔哩哔哩', '中石化', '大润发', '小红书'] as const;
