import { below, box, disc, height, line, path, ridgeLine, row, shape, width, type Motif } from './shapes.ts';

/** Three ranges, each nearer, lower and darker. */
const mountains: Motif = ({ ridges }, chance) =>
  ridges
    .map((color, i) => {
      const ridge = ridgeLine(chance, 4, 4 + i);
      return below((x) => 175 + 55 * i - 95 * (ridge(x) - 0.3) * (1 - 0.2 * i), color, 4);
    })
    .join('');

const hills: Motif = ({ ridges }, chance) =>
  ridges
    .map((color, i) => {
      const ridge = ridgeLine(chance, 2, 3 + i);
      return below((x) => 225 + 45 * i - 60 * (ridge(x) - 0.3), color);
    })
    .join('');

/** A range of peaks, white above the snow line. */
const snowPeaks: Motif = (palette, chance) => {
  const peaks = row(7, (i) => ({
    x: 20 + i * 105 + 50 * (chance() - 0.5),
    y: 90 + 80 * chance(),
    w: 120 + 50 * chance(),
  }));
  return peaks
    .map(({ x, y, w }, i) => {
      const fill = palette.ridges[i % 2] ?? palette.dark;
      const depth = 34 + 14 * (i % 3);
      const snow: [number, number][] = [
        [x, y],
        [x + (w * depth) / 200, y + depth],
        [x + w * 0.1, y + depth * 0.75],
        [x + w * 0.02, y + depth * 1.2],
        [x - w * 0.09, y + depth * 0.8],
        [x - (w * depth) / 200, y + depth],
      ];
      return (
        shape(
          [
            [x, y],
            [x + w, y + 200],
            [x - w, y + 200],
          ],
          fill,
        ) + shape(snow, palette.light)
      );
    })
    .join('');
};

/** Steep rounded hills of limestone. */
const karst: Motif = ({ ridges }, chance) =>
  [0, 1, 2]
    .map((i) =>
      row(7 - i, (k) => {
        const [x, w, h] = [k * (100 + 15 * i) + 60 * chance(), 42 + 26 * chance(), 90 + 70 * chance() - 22 * i];
        const y = 303;
        return path(
          `M${x - w} ${y}C${x - w * 0.7} ${y - h * 1.15} ${x + w * 0.5} ${y - h * 1.3} ${x + w} ${y}Z`,
          ridges[i] ?? '',
        );
      }).join(''),
    )
    .join('');

/** Pillars of sandstone with pines on top. */
const pillars: Motif = ({ ridges, dark }, chance) =>
  [0, 1, 2]
    .map((i) =>
      row(8, (k) => {
        const [x, w, top] = [k * 86 + 50 * chance(), 13 + 10 * chance() + 4 * i, 90 + 110 * chance() + 25 * i];
        const stone = shape(
          [
            [x - w, height],
            [x - w * 0.8, top + 14],
            [x - w * 0.5, top],
            [x + w * 0.6, top + 4],
            [x + w * 0.9, top + 20],
            [x + w, height],
          ],
          ridges[i] ?? '',
        );
        return stone + (i === 2 ? row(4, (p) => disc(x - w * 0.5 + p * w * 0.35, top - 2, 7, dark)).join('') : '');
      }).join(''),
    )
    .join('');

/** Dunes: each crest has a lit and a shaded side. */
const dunes: Motif = ({ ridges, ground }, chance) =>
  [...ridges, ground]
    .map((color, i) => {
      const [y, peak] = [205 + 48 * i, 130 + 380 * chance()];
      const shade = ridges[Math.min(2, i + 1)] ?? color;
      const crest = `M0 ${y + 30}Q${peak * 0.6} ${y + 20} ${peak} ${y - 30}`;
      return (
        path(`${crest}Q${peak + 120} ${y + 25} ${width} ${y + 18}V${height}H0Z`, color) +
        (i < 3
          ? path(
              `M${peak} ${y - 30}Q${peak + 120} ${y + 25} ${width} ${y + 18}V${y + 60}Q${peak + 60} ${y + 60} ${peak} ${y - 30}Z`,
              shade,
            )
          : '')
      );
    })
    .join('');

/** Fields in steps, their edges lit. */
const terraces: Motif = ({ ridges, light }, chance) =>
  row(9, (i) => {
    const wave = ridgeLine(chance, 1, 4);
    const top = (x: number): number => 215 + 20 * i - 34 * wave(x);
    const edge = row(41, (k): [number, number] => [k * 16, top(k * 16)]);
    return below(top, ridges[i % 3] ?? '') + line(edge, light, 1.6);
  }).join('');

/** Two cliffs and the river between them. */
const gorge: Motif = ({ ridges, ground, light }, chance) => {
  const cliff = (side: number, i: number): string => {
    const at = (x: number): number => (side < 0 ? x : width - x);
    const reach = 250 - 45 * i;
    const edge = row(9, (k): [number, number] => [
      at(reach - 22 * k + 18 * (chance() - 0.5)),
      300 + 20 * i - k * (27 + 3 * i),
    ]);
    return shape([[at(-1), height], [at(reach + 14), height], ...edge, [at(-1), 70 + 35 * i]], ridges[i] ?? '');
  };
  const water = box(0, 288, width, height, ground);
  const shine = row(9, (i) =>
    line(
      [
        [230 + 90 * chance(), 300 + 10 * i],
        [330 + 100 * chance(), 300 + 10 * i],
      ],
      light,
      1.4,
    ),
  ).join('');
  return water + shine + [0, 1, 2].map((i) => cliff(-1, i) + cliff(1, i)).join('');
};

const waterfall: Motif = ({ ridges, light, ground }, chance) => {
  const fall = row(22, (i) => box(170 + i * 14, 185 + 10 * chance(), 9, 125, light)).join('');
  const rocks = row(12, (i) => disc(120 + i * 38, 316 + 8 * chance(), 12 + 12 * chance(), ridges[2])).join('');
  return (
    box(90, 178, 460, 140, ridges[1]) +
    below((x) => (x > 150 && x < 500 ? 182 : 168), ridges[1], 10) +
    fall +
    box(0, 312, width, 90, ground) +
    rocks
  );
};

/** Water up to `y`, with the glitter of small waves. */
const waterFrom =
  (y: number): Motif =>
  ({ ground, light }, chance) =>
    box(0, y, width, height - y, ground) +
    row(26, () => {
      const [x, at] = [width * chance(), y + 8 + (height - y - 12) * chance()];
      return line(
        [
          [x, at],
          [x + 14 + 40 * chance() * ((at - y) / 80), at],
        ],
        light,
        1.5,
      );
    }).join('');

const sea: Motif = (palette, chance) => waterFrom(225)(palette, chance);
const river: Motif = (palette, chance) => waterFrom(300)(palette, chance);

const meadow: Motif = ({ ground, ridges }, chance) => {
  const edge = ridgeLine(chance, 2, 3);
  const top = (x: number): number => 300 - 24 * edge(x);
  const grass = row(70, () => {
    const x = width * chance();
    const y = top(x) + 14 + 80 * chance();
    return line(
      [
        [x, y],
        [x + 3 * (chance() - 0.5), y - 7],
      ],
      ridges[2],
      1.5,
    );
  });
  return below(top, ground) + grass.join('');
};

/** Firs along the lower edge. */
const firs: Motif = ({ dark, ridges }, chance) =>
  row(26, (i) => {
    const [x, y, h] = [i * 26 + 12 * chance(), 330 + 50 * chance(), 52 + 40 * chance()];
    const tiers = [0, 1, 2].map((t) =>
      shape(
        [
          [x, y - h + t * h * 0.24],
          [x + h * (0.13 + 0.05 * t), y - h * 0.5 + t * h * 0.22],
          [x - h * (0.13 + 0.05 * t), y - h * 0.5 + t * h * 0.22],
        ],
        i % 3 ? dark : ridges[2],
      ),
    );
    return tiers.join('') + box(x - 2, y - 8, 4, 14, dark);
  }).join('');

const snowfall: Motif = ({ light }, chance) =>
  row(90, () => disc(width * chance(), 300 * chance(), 1.2 + 2 * chance(), light)).join('');

const clouds: Motif = ({ light }, chance) =>
  row(4, (i) => {
    const [x, y] = [70 + i * 150 + 50 * chance(), 205 + 40 * chance()];
    return `<g opacity="0.82">${box(x - 60, y, 150, 9, light)}${box(x - 20, y - 9, 90, 9, light)}${box(x - 90, y + 12, 120, 7, light)}</g>`;
  }).join('');

export const land = {
  mountains,
  hills,
  snowPeaks,
  karst,
  pillars,
  dunes,
  terraces,
  gorge,
  waterfall,
  sea,
  river,
  meadow,
  firs,
  snowfall,
  clouds,
};
