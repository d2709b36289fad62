import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { PictureReader } from '#domain/ports/picture-reader.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { User } from './user.entity.ts';

interface Deps {
  pictures: PictureReader;
  storage: FileStorage;
}

const largest = 5 * 1024 * 1024; // bytes
const side = 512; // px

/** One file a person, whatever its format: a new avatar replaces the old one in one step. */
export const avatarKeyOf = (userId: number): string => `avatars/${userId}`;

/**
 * Keeps a picture as somebody's avatar, drawn anew in its own format: nothing of the upload but its look is kept.
 * It is drawn before a transaction begins. Answers its path; refuses `file_refused` or `bad_picture`.
 */
export async function setAvatar(
  em: EntityManager,
  { pictures, storage }: Deps,
  userId: number,
  file: { path: string; size: number },
): Promise<string> {
  if (file.size === 0 || file.size > largest) throw new DomainError('invalid', 'file_refused');
  const { format, bytes } = await pictures.redraw(file.path, side);
  return em.transactional(async (unit) => {
    // Held, so that of two at once the row names the format of the file that stays.
    const user = await unit.findOneOrFail(User, userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await storage.put(avatarKeyOf(userId), bytes);
    user.avatar = `/media/avatars/${userId}.${format}`;
    return user.avatar;
  });
}
