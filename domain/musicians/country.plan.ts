export const countries = ['China', 'Overseas'] as const;
export type Country = (typeof countries)[number];

/** How people of China write their country, in a location of their own form; naming none counts as here. */
export const homeNames: readonly string[] = ['', '中国', 'China'];

/** Whether somebody works in China or overseas, by what the location says. */
export function countryOf(location: unknown): Country {
  const { country } = Object(location) as { country?: unknown };
  return homeNames.some((name) => name === (country ?? '')) ? 'China' : 'Overseas';
}
