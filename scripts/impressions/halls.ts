import { box, disc, line, path, ridgeLine, roof, row, shape, type Motif } from './shapes.ts';

/** A wall with merlons and watchtowers along a ridge. */
const greatWall: Motif = ({ light, dark, ridges }, chance) => {
  const ridge = ridgeLine(chance, 2, 4);
  const top = (x: number): number => 300 - 80 * ridge(x);
  const hill = row(81, (i): [number, number] => [i * 8, top(i * 8) + 8]);
  const wall = row(81, (i): [number, number] => [i * 8, top(i * 8)]);
  const merlons = row(64, (i) => box(i * 10, top(i * 10) - 9, 5, 6, light)).join('');
  const towers = [90, 285, 500].map((x) => {
    const y = top(x);
    return (
      box(x - 17, y - 38, 34, 44, light) +
      row(4, (i) => box(x - 17 + i * 10, y - 44, 5, 7, light)).join('') +
      box(x - 9, y - 26, 5, 8, dark) +
      box(x + 4, y - 26, 5, 8, dark)
    );
  });
  return shape([...hill, [640, 400], [0, 400]], ridges[2]) + line(wall, light, 11) + merlons + towers.join('');
};

/** The round hall of three roofs. */
const templeOfHeaven: Motif = ({ accent, dark, light }) => {
  const terraces = [0, 1, 2].map((i) => box(200 - 22 * i, 330 + 13 * i, 240 + 44 * i, 13, i % 2 ? '#e9dfcc' : light));
  const storeys = [0, 1, 2].map((i) => {
    const [y, w] = [316 - 52 * i, 190 - 44 * i];
    return box(320 - w * 0.36, y - 30, w * 0.72, 44, accent) + roof(320, y - 20, w, 34, dark);
  });
  return terraces.join('') + storeys.join('') + path('M320 150L312 184H328Z', accent) + disc(320, 150, 5, accent);
};

/** A tower of halls, each storey smaller. */
const hallTower =
  (x: number, base: number, storeys: number, w: number): Motif =>
  ({ dark, accent, light }) =>
    box(x - w * 0.62, base, w * 1.24, 16, light) +
    row(storeys, (i) => {
      const [y, wide] = [base - i * 40, w * (1 - 0.2 * i)];
      const pillars = row(5, (k) => box(x - wide * 0.36 + k * wide * 0.17, y - 26, 4, 26, light)).join('');
      return box(x - wide * 0.38, y - 26, wide * 0.76, 28, accent) + pillars + roof(x, y - 18, wide, 28, dark);
    }).join('');

/** A slender pagoda. */
const pagodaAt =
  (x: number, base: number, storeys: number, w: number): Motif =>
  ({ dark, accent }) =>
    row(storeys, (i) => {
      const [y, wide] = [base - i * 20, w * (1 - (0.6 * i) / storeys)];
      return (
        box(x - wide * 0.3, y - 20, wide * 0.6, 20, accent) +
        path(
          `M${x - wide * 0.55} ${y - 17}Q${x - wide * 0.3} ${y - 18} ${x - wide * 0.26} ${y - 24}H${x + wide * 0.26}Q${x + wide * 0.3} ${y - 18} ${x + wide * 0.55} ${y - 17}L${x + wide * 0.4} ${y - 13}H${x - wide * 0.4}Z`,
          dark,
        )
      );
    }).join('') +
    line(
      [
        [x, base - storeys * 20],
        [x, base - storeys * 20 - 24],
      ],
      dark,
      3,
    );

export const halls = {
  greatWall,
  templeOfHeaven,
  craneTower: hallTower(320, 318, 4, 220),
  lakeTower: hallTower(450, 316, 3, 150),
  bellTower: hallTower(320, 330, 2, 250),
  tallPagoda: pagodaAt(320, 345, 11, 96),
  templePagoda: pagodaAt(180, 330, 9, 70),
};
