import { box, disc, flat, line, path, roof, row, shape, type Motif, type Palette, type Spot } from './shapes.ts';

/** A white house with a dark stepped gable; its foot is at y = 302. */
function house(x: number, w: number, h: number, { light, dark }: Palette): string {
  const y = 300 - h;
  const across = [-5 / w, 0.12, 0.3, 0.5, 0.7, 0.88, 1 + 5 / w];
  const up = [-4, 12, 12, 26, 12, 12, -4];
  const gable = across.map((share, i): Spot => [x + w * share, y - (up[i] ?? 0)]);
  const wall: Spot[] = [
    [x, 302],
    [x, y],
    [x + w * 0.5, y - 20],
    [x + w, y],
    [x + w, 302],
  ];
  const windows = [0.2, 0.6].map((share) => box(x + w * share, y + 14, 11, 14, dark)).join('');
  return shape(wall, light) + shape(gable, dark) + windows;
}

/** Houses along a canal, a bridge of one arch. */
const waterTown: Motif = (palette, chance) => {
  const { light, dark, ground } = palette;
  const houses = row(9, (i) => house(i * 74 - 20, 62 + 14 * chance(), 48 + 34 * chance(), palette)).join('');
  const bridge =
    path('M180 330Q320 210 460 330H420Q320 250 220 330Z', light, dark, 2) + path('M220 330Q320 252 420 330Z', ground);
  const waves = row(8, (i) => flat(30 + i * 80, 70 + i * 80, 345 + 12 * (i % 3), light)).join('');
  return houses + box(0, 300, 640, 100, ground) + bridge + waves;
};

/** Two low round houses of earth. */
const roundHouses: Motif = ({ dark, light, accent }) =>
  [
    [200, 330, 120],
    [450, 352, 95],
  ]
    .map(([x = 0, y = 0, r = 0]) => {
      const front = path(`M${x - r} ${y - r * 0.5}V${y}Q${x} ${y + r * 0.32} ${x + r} ${y}V${y - r * 0.5}Z`, accent);
      const top = `<ellipse cx="${x}" cy="${y - r * 0.5}" rx="${r * 1.12}" ry="${r * 0.3}" fill="${dark}"/><ellipse cx="${x}" cy="${y - r * 0.52}" rx="${r * 0.62}" ry="${r * 0.14}" fill="${light}"/>`;
      return front + row(5, (i) => box(x - r * 0.66 + i * r * 0.3, y - r * 0.1, 9, 12, dark)).join('') + top;
    })
    .join('');

const yurts: Motif = ({ light, accent, dark }) =>
  [
    [150, 330, 46],
    [265, 348, 36],
    [500, 342, 52],
  ]
    .map(
      ([x = 0, y = 0, r = 0]) =>
        box(x - r, y - r * 0.62, 2 * r, r * 0.62, light) +
        path(`M${x - r * 1.08} ${y - r * 0.6}Q${x} ${y - r * 1.5} ${x + r * 1.08} ${y - r * 0.6}Z`, light) +
        box(x - r, y - r * 0.62, 2 * r, 5, accent) +
        box(x - 8, y - r * 0.5, 16, r * 0.5, accent) +
        disc(x, y - r * 1.07, 5, dark),
    )
    .join('');

/** White below, red above, on its hill. */
const potala: Motif = ({ light, accent, dark, ridges }) => {
  const hill = shape(
    [
      [60, 400],
      [150, 320],
      [500, 315],
      [600, 400],
    ],
    ridges[2],
  );
  const blocks = [
    [150, 250, 340, 76, light],
    [190, 222, 270, 40, light],
    [245, 170, 150, 90, accent],
    [270, 150, 100, 30, accent],
    [120, 280, 60, 50, light],
    [470, 276, 60, 52, light],
  ] as const;
  const windows = row(4, (r) => row(14, (c) => box(168 + c * 23, 236 + r * 20, 6, 8, dark)).join('')).join('');
  const redWindows = row(3, (r) => row(6, (c) => box(258 + c * 22, 182 + r * 20, 7, 9, '#f3d9a0')).join('')).join('');
  return (
    hill +
    blocks
      .map(([x, y, w, h, c]) =>
        shape(
          [
            [x - 5, y + h],
            [x, y],
            [x + w, y],
            [x + w + 5, y + h],
          ],
          c,
        ),
      )
      .join('') +
    windows +
    redWindows +
    row(3, (i) => box(286 + i * 26, 140, 14, 11, '#e3b04b')).join('')
  );
};

/** A boat with battened sails. */
const junk: Motif = ({ accent, dark }) =>
  path('M430 338Q480 356 545 334L535 354H445Z', dark) +
  [
    [470, 300, 34, 90],
    [510, 305, 24, 70],
  ]
    .map(
      ([x = 0, y = 0, w = 0, h = 0]) =>
        path(`M${x} ${y + 34}V${y + 34 - h}Q${x + w} ${y - h * 0.5} ${x + w} ${y + 26}Z`, accent) +
        row(4, (i) =>
          line(
            [
              [x, y + 20 - i * h * 0.2],
              [x + w * 0.85, y + 20 - i * h * 0.17],
            ],
            dark,
            1.4,
          ),
        ).join(''),
    )
    .join('');

/** The same in the middle of a river. */
const boatBetweenCliffs: Motif = (palette, chance) => `<g transform="translate(-165 -12)">${junk(palette, chance)}</g>`;

const palms: Motif = ({ dark }) =>
  [
    [90, 390, 150],
    [150, 395, 110],
    [560, 395, 165],
  ]
    .map(
      ([x = 0, y = 0, h = 0]) =>
        path(
          `M${x - 5} ${y}Q${x + 8} ${y - h / 2} ${x + 22} ${y - h}L${x + 27} ${y - h}Q${x + 16} ${y - h / 2} ${x + 6} ${y}Z`,
          dark,
        ) +
        row(7, (i) => {
          const a = (-200 + i * 37) * (Math.PI / 180);
          const [tx, ty] = [x + 24 + 62 * Math.cos(a), y - h + 40 * Math.sin(a) + 18];
          return path(
            `M${x + 24} ${y - h}Q${(x + 24 + tx) / 2} ${y - h + 46 * Math.sin(a) - 14} ${tx} ${ty}Q${(x + 24 + tx) / 2} ${y - h + 46 * Math.sin(a) + 2} ${x + 24} ${y - h}Z`,
            dark,
          );
        }).join(''),
    )
    .join('');

/** A caravan on the near dune. */
const camels: Motif = ({ dark }) =>
  row(4, (i) => {
    const [x, y] = [170 + i * 84, 322 - i * 5];
    return path(
      `M${x} ${y}q4 -12 10 -14q4 -10 9 0q6 -2 9 -10q6 0 8 12q8 2 12 -14l8 -3l1 6l-6 3q-2 18 -12 22l-2 20h-4l-1 -18h-18l-1 18h-4l-2 -20z`,
      dark,
    );
  }).join('');

const lighthouse: Motif = ({ light, accent, ridges }) =>
  path('M420 400L440 300Q520 262 600 280L640 300V400Z', ridges[2]) +
  shape(
    [
      [520, 282],
      [528, 170],
      [556, 170],
      [564, 282],
    ],
    light,
  ) +
  [190, 226, 260].map((y) => box(526 - (y - 190) / 20, y, 32 + (y - 190) / 10, 12, accent)).join('') +
  box(524, 154, 36, 16, accent) +
  path('M522 154L542 134L562 154Z', accent);

/** Steps up a holy mountain, through a gate. */
const stairway: Motif = ({ light, accent, dark, ridges }) =>
  shape(
    [
      [150, 400],
      [320, 120],
      [490, 400],
    ],
    ridges[2],
  ) +
  shape(
    [
      [270, 400],
      [313, 190],
      [327, 190],
      [370, 400],
    ],
    light,
  ) +
  row(20, (i) =>
    line(
      [
        [271 + i * 2.05, 394 - i * 10],
        [369 - i * 2.05, 394 - i * 10],
      ],
      dark,
      1,
    ),
  ).join('') +
  box(296, 166, 48, 26, accent) +
  roof(320, 172, 66, 20, dark);

export const works = {
  waterTown,
  roundHouses,
  yurts,
  potala,
  junk,
  boatBetweenCliffs,
  palms,
  camels,
  lighthouse,
  stairway,
};
