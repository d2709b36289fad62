import { createPlaces } from '#adapters/places/places.ts';

const places = createPlaces();
const find = async (latitude: number, longitude: number): Promise<string | undefined> => {
  const found = await places.find({ latitude, longitude });
  return found && Object.values(found).join(' ');
};

describe('finds the county of a WGS-84 point', () => {
  test.each([
    ['Zhongshan Park, Beijing: west of it without the conversion of datum', 39.91, 116.39, '北京市 北京市 东城区'],
    ['People’s Square', 31.23, 121.47, '上海市 上海市 黄浦区'],
    ['Chongming, from a file in UTF8Encoding', 31.63, 121.4, '上海市 上海市 崇明区'],
    ['Tianjin', 39.1256, 117.1902, '天津市 天津市 和平区'],
    ['Jiefangbei', 29.5571, 106.577, '重庆市 重庆市 渝中区'],
    ['Guangzhou', 23.13, 113.26, '广东省 广州市 越秀区'],
    ['West Lake', 30.259, 120.151, '浙江省 杭州市 西湖区'],
    ['Chengdu', 30.657, 104.08, '四川省 成都市 锦江区'],
    ['the Potala', 29.6555, 91.118, '西藏自治区 拉萨市 城关区'],
    ['Ürümqi', 43.79, 87.61, '新疆维吾尔自治区 乌鲁木齐市 天山区'],
    ['Dunhuang', 40.14, 94.66, '甘肃省 酒泉市 敦煌市'],
    ['Sanya', 18.25, 109.51, '海南省 三亚市 吉阳区'],
    ['Cangzhou, from a file without codes', 38.3, 116.84, '河北省 沧州市 运河区'],
    ['the Peak district of Hong Kong', 22.2976, 114.1722, '香港特别行政区 香港特别行政区 油尖旺区'],
    ['Macau', 22.1975, 113.5408, '澳门特别行政区 澳门特别行政区 花王堂区'],
    ['Taipei, in simplified characters', 25.0339, 121.5645, '台湾省 台北市 信义区'],
    ['a county directly under its province', 35.07, 112.6, '河南省 济源市 济源市'],
    ['a city without counties', 23.02, 113.75, '广东省 东莞市 东莞市'],
    ['an island far off', 16.8333, 112.3333, '海南省 三沙市 三沙市'],
    ['a pier before the coast', 36.0585, 120.3205, '山东省 青岛市 市南区'],
  ])('%s', async (_name, latitude, longitude, place) => {
    expect(await find(latitude, longitude)).toBe(place);
  });
});

describe('uses the names of today', () => {
  test.each([
    ['a county that became a city', 25.71, 104.47, '贵州省 六盘水市 盘州市'],
    ['districts that merged', 40.09, 113.3, '山西省 大同市 平城区'],
    ['a city that went to another prefecture', 43.5, 124.82, '吉林省 长春市 公主岭市'],
    ['a prefecture that went into another', 36.21, 117.67, '山东省 济南市 莱芜区'],
  ])('%s', async (_name, latitude, longitude, place) => {
    expect(await find(latitude, longitude)).toBe(place);
  });
});

describe('tells both sides of a border apart', () => {
  test.each([
    [
      'Luohu and Lo Wu',
      [22.532, 114.113, '广东省 深圳市 罗湖区'],
      [22.5283, 114.1132, '香港特别行政区 香港特别行政区 北区'],
    ],
    [
      'Gongbei and Portas do Cerco',
      [22.221, 113.548, '广东省 珠海市 香洲区'],
      [22.214, 113.5495, '澳门特别行政区 澳门特别行政区 花地玛堂区'],
    ],
    ['Heihe and Blagoveshchensk', [50.245, 127.49, '黑龙江省 黑河市 爱辉区'], [50.2658, 127.5356, undefined]],
    ['Dandong and Sinuiju', [40.124, 124.394, '辽宁省 丹东市 振兴区'], [40.1, 124.4, undefined]],
  ] as [string, [number, number, string], [number, number, string | undefined]][])('%s', async (_name, here, there) => {
    expect(await find(here[0], here[1])).toBe(here[2]);
    expect(await find(there[0], there[1])).toBe(there[2]);
  });
});

test.each([
  ['the Yellow Sea', 35, 122.5],
  ['the middle of the Lingdingyang', 22.27, 113.78],
  ['Tokyo', 35.68, 139.76],
  ['Hanoi', 21.03, 105.85],
  ['Kathmandu', 27.71, 85.32],
  ['Ulaanbaatar', 47.9, 106.9],
  ['New York', 40.7, -74],
  ['where cameras without reception are', 0, 0],
  ['the North Pole', 90, 180],
  ['the South Pole', -90, -180],
])('finds nothing for %s', async (_name, latitude, longitude) => {
  expect(await find(latitude, longitude)).toBeUndefined();
});

test('leaves no gap between neighbours: points inland always have a county', async () => {
  const missing: string[] = [];
  for (let latitude = 26; latitude < 36; latitude += 0.173)
    for (let longitude = 100; longitude < 117; longitude += 0.211)
      if ((await find(latitude, longitude)) === undefined) missing.push(`${latitude} ${longitude}`);
  expect(missing).toEqual([]);
});
