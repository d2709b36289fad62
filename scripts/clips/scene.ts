import { z } from 'zod';

/** Who speaks how, for espeak-ng. */
const VoiceSchema = z.strictObject({
  voice: z.string(),
  pitch: z.int().min(0).max(99),
  speed: z.int(), // words a minute
});
export type Voice = z.infer<typeof VoiceSchema>;

const RoleSchema = VoiceSchema.extend({
  name: z.string(),
  x: z.number(), // px, of the middle
  skin: z.string(),
  hair: z.string(),
  clothes: z.string(),
  look: z.enum(['cap', 'bun', 'long', 'antenna']),
  dubber: VoiceSchema.optional(), // who speaks the role in the demo's dubbing
});
export type Role = z.infer<typeof RoleSchema>;

/** A clip as data: what stands behind and before the roles, and who says what. */
export const SceneSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  backdrop: z.array(z.string()), // SVG of 640 x 360
  front: z.array(z.string()),
  roles: z.array(RoleSchema).length(2),
  lines: z.array(z.strictObject({ role: z.int().min(0).max(1), text: z.string() })),
});
export type Scene = z.infer<typeof SceneSchema>;

/** What one frame shows besides the scene. */
export interface Pose {
  mouths: number[]; // 0 closed … 3 wide open, by role
  blinks: boolean[];
  closeUp: number | null; // of whom
}

const headY = 178;

const hats: Record<Role['look'], (role: Role) => string> = {
  cap: ({ hair }) =>
    `<path d='M-52-20q4-50 52-50t52 50z' fill='${hair}'/><rect x='-58' y='-26' width='116' height='12' rx='6' fill='${hair}'/><circle cy='-72' r='7' fill='#c8402c'/>`,
  bun: ({ hair }) =>
    `<path d='M-52-8q0-56 52-56t52 56q-20-26-52-26t-52 26z' fill='${hair}'/><circle cy='-72' r='17' fill='${hair}'/><rect x='-28' y='-66' width='56' height='6' rx='3' fill='#d9a441'/>`,
  long: ({ hair }) => `<path d='M-52-8q0-58 52-58t52 58q-24-28-52-28t-52 28z' fill='${hair}'/>`,
  antenna: ({ hair }) =>
    `<path d='M0-54v-30' stroke='${hair}' stroke-width='6'/><circle cy='-90' r='9' fill='#f2c14e'/><rect x='-64' y='-14' width='14' height='34' rx='6' fill='${hair}'/><rect x='50' y='-14' width='14' height='34' rx='6' fill='${hair}'/>`,
};

const behind = ({ look, hair }: Role): string =>
  look === 'long' ? `<path d='M-54-10q-14 90-4 120h116q10-30-4-120z' fill='${hair}'/>` : '';

const eye = (x: number, isShut: boolean): string =>
  isShut
    ? `<path d='M${x - 9} -2q9 6 18 0' stroke='#2a211d' stroke-width='4' fill='none'/>`
    : `<ellipse cx='${x}' cy='-3' rx='6' ry='8' fill='#2a211d'/><circle cx='${x + 2}' cy='-6' r='2' fill='#ffffff'/>`;

function figure(role: Role, mouth: number, isShut: boolean): string {
  const open = [2, 6, 10, 15][mouth] ?? 2;
  return [
    `<g transform='translate(${role.x} ${headY})'>`,
    behind(role),
    `<path d='M-78 190q-2-112 78-112t78 112z' fill='${role.clothes}'/>`,
    `<rect x='-16' y='44' width='32' height='44' fill='${role.skin}'/>`,
    `<ellipse rx='52' ry='56' fill='${role.skin}'/>`,
    hats[role.look](role),
    eye(-20, isShut),
    eye(20, isShut),
    `<g fill='#e98b7a' fill-opacity='.45'><circle cx='-33' cy='16' r='9'/><circle cx='33' cy='16' r='9'/></g>`,
    `<ellipse cy='28' rx='${15 - open / 3}' ry='${open}' fill='#8c2f2b'/>`,
    '</g>',
  ].join('');
}

/** Where a close-up looks: a third of the picture, around a head. */
const windowOf = (role: Role): string => `${role.x - 160} ${headY - 96} 320 180`;

/** One frame as SVG, 640 x 360. */
export function drawScene(scene: Scene, { mouths, blinks, closeUp }: Pose): string {
  const near = closeUp === null ? undefined : scene.roles[closeUp];
  const view = near === undefined ? '0 0 640 360' : windowOf(near);
  const figures = scene.roles.map((role, i) => figure(role, mouths[i] ?? 0, blinks[i] ?? false));
  const parts = [...scene.backdrop, ...figures, ...scene.front];
  return `<svg xmlns='http://www.w3.org/2000/svg' width='640' height='360' viewBox='${view}'>${parts.join('')}</svg>`;
}

/** A role alone, square, as a picture of it. */
export const drawRole = (scene: Scene, role: Role): string =>
  `<svg xmlns='http://www.w3.org/2000/svg' width='320' height='320' viewBox='${role.x - 90} ${headY - 106} 180 180'>${scene.backdrop.join('')}${figure(role, 1, false)}</svg>`;
