import { expect, test } from 'vitest';
import fc from 'fast-check';
import { LODGING_CAPS } from './data/lodging-caps.ts';
import { PROVINCES } from './data/places.ts';
import { gazetteer } from './places.ts';

const { find } = gazetteer([{ name: '东京', aliases: ['Tokyo', '東京'] }]);

test.each([
  ['上海', ['上海', '上海*']], ['上海市', ['上海', '上海*']], ['Shanghai', ['上海', '上海*']], ['SHANGHAI ', ['上海', '上海*']], ['Shanghai, China', ['上海', '上海*']],
  ['北京市海淀区', ['北京', '北京*']], ['南通', ['南通', '江苏*']], ['江苏省南通市', ['南通', '江苏*']], ['江苏南通', ['南通', '江苏*']], ['南通市崇川区', ['南通', '江苏*']],
  ['Xi’an', ['西安', '陕西*']], ["Xi'an", ['西安', '陕西*']], ['吉林', ['吉林市', '吉林*']], ['吉林省', ['吉林*']], ['吉林省吉林市', ['吉林市', '吉林*']],
  ['海南', ['海南*']], ['海南州', ['海南州', '青海*']], ['海南藏族自治州', ['海南州', '青海*']], ['海南省三亚市', ['三亚', '海南*']], ['三亚(亚龙湾)', ['三亚', '海南*']],
  ['内蒙古自治区包头市', ['包头', '内蒙古*']], ['广西壮族自治区', ['广西*']], ['恩施土家族苗族自治州', ['恩施', '湖北*']], ['天津市滨海新区', ['滨海新区', '天津', '天津*']],
  ['重庆', ['重庆', '重庆*']], ['万州', ['万州', '重庆*']], ['香港', ['香港', '香港*']], ['Tokyo', ['东京']], ['东京', ['东京']],
])('%s lies in %j', (text, chain) => {
  expect(find(text)?.chain).toEqual(chain);
});

test.each(['', 'Atlantis', '某地', 'London', '区', '*'])('%s is nowhere that we know', (text) => {
  expect(find(text)).toBeNull();
});

test('every place of the lodging table is known, in its own province', () => {
  const own = new Set(['大连', '青岛', '宁波', '厦门', '深圳']);
  for (const [province, place] of LODGING_CAPS) {
    const named = ['全市', '全省', '其他地区', '6个中心城区', '9个中心城区'].includes(place) ? province : place;
    const found = find(named);
    expect(found, place).not.toBeNull();
    if (!own.has(province)) expect(found?.chain.at(-1), place).toBe(`${province}*`);
  }
});

test('no city is listed under two provinces', () => {
  const names = Object.values(PROVINCES).flatMap((cities) => cities.split(' ').filter(Boolean)).flatMap((entry) => entry.split('='));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('any text is answered, and always alike', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
    expect(find(text)).toEqual(gazetteer([{ name: '东京', aliases: ['Tokyo', '東京'] }]).find(text));
  }), { numRuns: 300 });
});
