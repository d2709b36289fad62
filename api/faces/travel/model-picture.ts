import type { Upload } from '#api/kernel/declaration.ts';
import { DomainError } from '#domain/shared/errors.ts';

const largest = 10 * 1024 * 1024; // bytes
const noPicture = '未获取到image';

/** What every picture model says of a picture that is missing, empty, too big or none. */
export const pictureRefusals = { file_missing: noPicture, bad_picture: noPicture };

/** The path of the uploaded picture; the model looks at its content. */
export function pictureOf(file: Upload | undefined): string {
  if (file === undefined || file.size === 0 || file.size > largest) throw new DomainError('invalid', 'file_missing');
  return file.path;
}
