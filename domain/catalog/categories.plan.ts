/** A node of the catalogue; `real` tells what can be chosen from what only groups. */
export interface Category {
  id: number;
  name: string;
  real: boolean;
  parent: number | null;
  children: Category[];
}

/** `[id, name]`, and what lies below it. Ids are for good: works and musicians name them. */
type Entry = readonly [id: number, name: string, below?: readonly Entry[]];

const styles: Entry[] = [
  [3, '摇滚'],
  [4, '流行'],
  [5, '民谣'],
  [6, '电子'],
  [7, '古典'],
  [8, '爵士'],
  [9, '蓝调'],
  [10, '乡村'],
  [11, '说唱'],
  [12, '金属'],
  [13, '朋克'],
  [14, '雷鬼'],
  [15, '拉丁'],
  [16, '世界音乐'],
  [17, '新世纪'],
  [18, '中国风'],
  [19, '民乐'],
  [20, '原声'],
];

const moods: Entry[] = [
  [31, '欢快'],
  [32, '温暖'],
  [33, '浪漫'],
  [34, '平静'],
  [35, '忧伤'],
  [36, '紧张'],
  [37, '激昂'],
  [38, '神秘'],
  [39, '史诗'],
  [40, '幽默'],
];

const musicianStyles: Entry[] = [
  [234, 'Hip-Hop'],
  [235, 'Pop'],
  [236, 'Rock'],
  [237, 'Folk'],
  [238, 'Electronic'],
  [239, 'Jazz'],
  [240, 'R&B'],
  [241, 'Classical'],
];

const careers: Entry[] = [
  [
    230,
    '制作人',
    [
      [260, '作曲'],
      [261, '编曲'],
      [262, '作词'],
      [263, '混音'],
      [264, '录音'],
      [265, '声音设计'],
    ],
  ],
  [
    231,
    '乐手',
    [
      [242, '手风琴'],
      [243, '吉他'],
      [244, '贝斯'],
      [245, '鼓'],
      [246, '键盘'],
      [247, '钢琴'],
      [248, '小提琴'],
      [249, '大提琴'],
      [250, '萨克斯'],
      [251, '小号'],
      [252, '长笛'],
      [253, '二胡'],
      [254, '古筝'],
      [255, '琵琶'],
      [256, '竹笛'],
    ],
  ],
  [
    232,
    '歌手',
    [
      [270, '主唱'],
      [271, '和声'],
    ],
  ],
];

const grow = ([id, name, below = []]: Entry, parent: number | null = null): Category => ({
  id,
  name,
  real: below.length === 0,
  parent,
  children: below.map((entry) => grow(entry, id)),
});

/** The whole catalogue, by its roots. */
const categories: readonly Category[] = [
  grow([1, '风格', styles]),
  grow([2, '情绪', moods]),
  grow([219, 'musician_style', musicianStyles]),
  grow([229, 'career', careers]),
];

/** What lies below a root, nothing below an unknown one; without a name the roots themselves. */
export const categoriesBelow = (root?: string): readonly Category[] =>
  root ? (categories.find(({ name }) => name === root)?.children ?? []) : categories;

/** Each before what lies below it. */
export const flatten = (tree: readonly Category[]): Category[] =>
  tree.flatMap((one) => [one, ...flatten(one.children)]);

const byId = new Map(flatten(categories).map((one) => [one.id, one]));

/** The node of this number, or undefined. */
export const categoryOf = (id: number): Category | undefined => byId.get(id);

/** A node and all that lies below it; nothing of an unknown one. */
export const within = (id: number): number[] =>
  flatten([categoryOf(id)].filter((one) => one !== undefined)).map((one) => one.id);
