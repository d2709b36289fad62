import { box, disc, line, path, row, shape, type Motif } from './shapes.ts';

/** Blocks of a modern city; `landmark` stands before them. */
const skyline =
  (landmark: Motif): Motif =>
  (palette, chance) => {
    const blocks = row(30, (i) => {
      const [w, h] = [16 + 16 * chance(), 40 + 105 * chance()];
      return (
        box(i * 22 - 8, 320 - h, w, h + 10, palette.ridges[i % 3] ?? '') +
        row(3, (k) => box(i * 22 - 3, 330 - h + 14 * k, 6, 4, palette.light)).join('')
      );
    });
    return (
      blocks.join('') +
      landmark(palette, chance) +
      box(0, 322, 640, 80, palette.ground) +
      row(10, (i) =>
        line(
          [
            [20 + i * 64, 338 + 14 * (i % 4)],
            [56 + i * 64, 338 + 14 * (i % 4)],
          ],
          palette.light,
          1.6,
        ),
      ).join('')
    );
  };

const pearlTower: Motif = ({ accent, light }) =>
  line(
    [
      [250, 322],
      [272, 210],
    ],
    accent,
    6,
  ) +
  line(
    [
      [300, 322],
      [278, 210],
    ],
    accent,
    6,
  ) +
  line(
    [
      [275, 322],
      [275, 90],
    ],
    accent,
    7,
  ) +
  line(
    [
      [275, 90],
      [275, 50],
    ],
    accent,
    3,
  ) +
  disc(275, 245, 27, accent) +
  disc(275, 150, 18, accent) +
  disc(275, 105, 8, accent) +
  box(252, 243, 46, 4, light) +
  path('M390 322L396 110Q402 96 408 110L414 322Z', accent);
const twistTower: Motif = ({ accent }) =>
  path('M292 322Q316 220 296 120H344Q324 220 348 322Z', accent) +
  line(
    [
      [320, 120],
      [320, 50],
    ],
    accent,
    4,
  ) +
  row(6, (i) =>
    line(
      [
        [298 + i, 140 + 28 * i],
        [342 - i, 140 + 28 * i],
      ],
      '#fff6e0',
      1.5,
    ),
  ).join('');
const bambooTower: Motif = ({ accent, light }) =>
  row(
    8,
    (i) =>
      shape(
        [
          [300 + i * 1.2, 300 - i * 26],
          [340 - i * 1.2, 300 - i * 26],
          [345 - i * 1.2, 274 - i * 26],
          [295 + i * 1.2, 274 - i * 26],
        ],
        accent,
      ) +
      line(
        [
          [296 + i, 274 - i * 26],
          [344 - i, 274 - i * 26],
        ],
        light,
        1.6,
      ),
  ).join('') +
  box(284, 296, 72, 28, accent) +
  line(
    [
      [320, 92],
      [320, 56],
    ],
    accent,
    4,
  );
const wheel: Motif = ({ accent, light }) =>
  `<circle cx="320" cy="205" r="98" fill="none" stroke="${accent}" stroke-width="6"/>` +
  row(16, (i) => {
    const [dx, dy] = [Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8)];
    return (
      line(
        [
          [320, 205],
          [320 + 98 * dx, 205 + 98 * dy],
        ],
        accent,
        1.4,
      ) + disc(320 + 98 * dx, 205 + 98 * dy, 7, light)
    );
  }).join('') +
  line(
    [
      [320, 205],
      [282, 322],
    ],
    accent,
    6,
  ) +
  line(
    [
      [320, 205],
      [358, 322],
    ],
    accent,
    6,
  );
const harbour: Motif = ({ accent, dark, ridges }) =>
  path('M0 322L0 205Q120 120 230 190T460 170T640 215V322Z', ridges[0]) +
  path('M395 322V128L412 92L429 128V322Z', accent) +
  path('M160 322V150L184 128L208 150V322Z', accent) +
  line(
    [
      [184, 128],
      [184, 96],
    ],
    dark,
    3,
  ) +
  row(5, (i) =>
    line(
      [
        [395, 150 + 34 * i],
        [429, 172 + 34 * i],
      ],
      ridges[0],
      2,
    ),
  ).join('');

/** The front that is left of a burnt church. */
const ruins: Motif = ({ light, dark, accent }) => {
  const storeys = [
    [210, 290, 220, 66],
    [232, 232, 176, 58],
    [262, 186, 116, 46],
  ] as const;
  const front = storeys.map(([x, y, w, h]) => {
    const doors = row(Math.round(w / 44), (i) => box(x + 14 + i * 44, y + 16, 16, h - 26, dark)).join('');
    return box(x, y, w, h, light) + box(x - 8, y - 4, w + 16, 6, accent) + doors;
  });
  const gable = path('M258 186L320 136L382 186Z', light) + disc(320, 168, 9, dark);
  const cross = path('M320 136V108M310 118H330', 'none', dark, 4);
  const steps = row(6, (i) => box(190 - 12 * i, 354 + 8 * i, 260 + 24 * i, 8, i % 2 ? accent : light)).join('');
  return front.join('') + gable + cross + steps;
};

export const cities = {
  shanghai: skyline(pearlTower),
  canton: skyline(twistTower),
  taipei: skyline(bambooTower),
  tianjin: skyline(wheel),
  hongKong: skyline(harbour),
  ruins,
};
