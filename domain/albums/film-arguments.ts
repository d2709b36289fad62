import { z } from 'zod';
import { cleanName } from '#domain/albums/add-upload.ts';
import type { FilmPicture } from '#domain/albums/picture.plan.ts';
import { poemKinds, type PoemKind } from '#domain/albums/poem.plan.ts';
import { DomainError } from '#domain/shared/errors.ts';

// A NUL is text for JSON, but not for a database.
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .transform((value) => value.replaceAll('\0', ''))
    .default('');

/** What the client says about its work in info.json: `public` (or `share`), `tag`, `poem`, `captions` and `places` are additions to the documented shape. */
const InfoSchema = z.looseObject({
  factors: z
    .array(
      z.looseObject({ types: z.array(z.string().max(100)).max(20), values: z.array(z.number().min(0).max(1)).max(20) }),
    )
    .exactOptional(),
  images: z.array(z.string().min(1).max(255)).exactOptional(),
  title: text(200),
  description: text(2000),
  captions: z.array(z.string().max(200)).exactOptional(),
  places: z.boolean().exactOptional(),
  public: z.boolean().exactOptional(),
  share: z.boolean().exactOptional(),
  tag: z.int32().min(0).exactOptional(),
  poem: z.enum(poemKinds).exactOptional(),
});
type Info = z.infer<typeof InfoSchema>;

/** An uploaded picture: its storage key and the name it had at its owner's. */
export interface Upload {
  key: string;
  name: string;
}

/** A film's arguments after stage 101: everything checked, pictures in film order. */
export interface FilmArguments {
  title: string;
  description: string;
  isPublic?: boolean; // unsaid: as it is
  tag?: number;
  poem?: PoemKind;
  hidesPlaces?: true; // a long picture shall not say where its pictures were taken
  pictures: FilmPicture[];
}

/** No work has more pictures than this. */
const mostPictures = 50;

const refusal = (message: string): DomainError => new DomainError('invalid', 'bad_arguments', message);

/** Checks info.json against the uploads (in upload order). Without info.json a film has all of them and no title. */
export function readFilmArguments(
  info: string | undefined,
  uploads: readonly Upload[],
  most = mostPictures,
): FilmArguments {
  const { factors, images, captions, title, description, tag, poem, places, ...sharing } =
    info === undefined ? emptyInfo : parseInfo(info);
  const count = (images ?? uploads).length;
  if (count === 0) throw refusal('没有图片');
  if (count > most) throw refusal(`info.json：images 有 ${count} 张图片，最多 ${most} 张`);
  const chosen = images === undefined ? uploads : chooseUploads(images, uploads);
  expectAsMany('factors', factors, chosen);
  expectAsMany('captions', captions, chosen);
  const pictures = chosen.map(({ key, name }, i) => {
    const caption = captions?.[i] ?? '';
    return { key, name, labels: labelsOf(factors?.[i], i), ...(caption !== '' && { caption }) };
  });
  const isPublic = sharing.public ?? sharing.share;
  const more = {
    ...(isPublic !== undefined && { isPublic }),
    ...(tag !== undefined && { tag }),
    ...(poem && { poem }),
    ...(places === false && { hidesPlaces: true as const }),
  };
  return { title, description, pictures, ...more };
}

function expectAsMany(name: string, list: readonly unknown[] | undefined, chosen: readonly unknown[]): void {
  if (list !== undefined && list.length !== chosen.length)
    throw refusal(`info.json：${name} 有 ${list.length} 项，images 有 ${chosen.length} 项，数量应相同`);
}

const emptyInfo: Info = { title: '', description: '' };

function parseInfo(text: string): Info {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw refusal('info.json：不是有效的 JSON');
  }
  const result = InfoSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const words = [fieldName(issue?.path ?? []), complaintOf(issue)].filter((word) => word !== '');
  throw refusal(`info.json：${words.join(' ')}`);
}

const fieldName = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('');

const typeNames: Record<string, string> = {
  string: '字符串',
  number: '数字',
  int: '整数',
  array: '数组',
  object: '对象',
  boolean: 'true 或 false',
};

function complaintOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') return `类型错误，应为${typeNames[issue.expected] ?? issue.expected}`;
  if (issue?.code === 'too_big') return `超出上限 ${String(issue.maximum)}`;
  if (issue?.code === 'too_small') return `低于下限 ${String(issue.minimum)}`;
  return '内容有误';
}

/** Each image's upload: by its name on the server, else the latest one that had this name at its owner's. */
function chooseUploads(images: readonly string[], uploads: readonly Upload[]): Upload[] {
  const byKey = new Map(uploads.map((upload) => [cleanName(upload.key), upload]));
  const byName = new Map(uploads.map((upload) => [cleanName(upload.name), upload]));
  return images.map((image, i) => {
    const name = cleanName(image);
    const found = byKey.get(name) ?? byName.get(name);
    if (found === undefined) throw refusal(`info.json：images[${i}] 找不到文件 ${name}`);
    return found;
  });
}

function labelsOf(factor: NonNullable<Info['factors']>[number] | undefined, index: number): FilmPicture['labels'] {
  if (factor === undefined) return [];
  const { types, values } = factor;
  if (types.length !== values.length)
    throw refusal(
      `info.json：factors[${index}] 的 types 有 ${types.length} 项，values 有 ${values.length} 项，数量应相同`,
    );
  return types.map((label, i) => ({ label, value: values[i] ?? 0 })).toSorted((a, b) => b.value - a.value);
}
