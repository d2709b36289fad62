import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { requireRoom } from '#domain/accounts/require-room.ts';
import type { PictureFormat, PictureReader } from '#domain/ports/picture-reader.ts';
import type { FileStorage } from '#domain/ports/storage.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { infoFile, markerOf, uploadKeyOf, type AlbumRef } from './album-folder.ts';
import { AlbumUpload, pictureEndings } from './album-upload.entity.ts';
import type { Album } from './album.entity.ts';
import { isGone } from './album.machine.ts';
import { holdAlbum } from './find-albums.ts';

export interface GivenFile {
  path: string;
  name: string;
  size: number; // bytes
}

interface Deps {
  pictures: PictureReader;
  storage: FileStorage;
  /** Of one person's works, in bytes. */
  quotaBytes: number;
}

const largestPicture = 20 * 1024 * 1024; // bytes
const largestInfo = 256 * 1024; // bytes
const mostPictures = 50;
const ofPictures = 'select coalesce(sum(u.size), 0) from album_upload u where u.album_id = a.id';
const keeping = `select coalesce(sum(a.info_size + a.result_size + (${ofPictures})), 0) as kept from album a
  where a.owner_id = ? and a.state not in ('EXPIRED', 'DELETED')`;
const longestName = 255; // bytes

const refusal = (reason: string) => new DomainError('invalid', 'file_refused', reason);

/** The bare name in one spelling, without control characters; a name is data and never becomes a path. */
export function cleanName(name: string): string {
  const bare = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  const clean = Buffer.from(bare.replace(/[\p{Cc}\p{Cs}]/gu, ''));
  if (clean.length <= longestName) return clean.toString();
  return clean
    .subarray(0, longestName)
    .toString()
    .replace(/\ufffd+$/u, ''); // the last character may be cut
}

/** Microseconds since 1970 and six digits of chance, so that nobody finds a picture by counting. */
function freshName(ending: string): string {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
  return `${micros}${String(randomInt(1_000_000)).padStart(6, '0')}.${ending}`;
}

/** The album for adding to, held; without its folder it is refused as not there. */
async function openFolder(em: EntityManager, storage: FileStorage, ref: AlbumRef): Promise<Album> {
  const album = await holdAlbum(em, ref);
  if (isGone(album.state) || !(await storage.stat(markerOf(ref)))) throw new DomainError('not_found', 'no_such_album');
  album.updatedAt = new Date();
  return album;
}

async function addInfo(
  em: EntityManager,
  { storage, quotaBytes }: Deps,
  ref: AlbumRef,
  { path, size }: GivenFile,
): Promise<string> {
  if (size > largestInfo) throw refusal(`${infoFile} is larger than 256 KB`);
  const album = await openFolder(em, storage, ref);
  await requireRoom(em, album.owner.id, { keeping, more: size - album.infoSize, quotaBytes });
  await storage.putFile(uploadKeyOf(ref, infoFile), path);
  album.infoSize = size;
  return infoFile;
}

interface GivenPicture extends GivenFile {
  format: PictureFormat;
}

async function addPicture(
  em: EntityManager,
  { storage, quotaBytes }: Deps,
  ref: AlbumRef,
  { path, name, size, format }: GivenPicture,
): Promise<string> {
  const album = await openFolder(em, storage, ref);
  if ((await em.count(AlbumUpload, { album })) >= mostPictures) throw refusal('an album has at most 50 pictures');
  await requireRoom(em, album.owner.id, { keeping, more: size, quotaBytes });
  const stored = freshName(pictureEndings[format]);
  await storage.putFile(uploadKeyOf(ref, stored), path);
  em.create(AlbumUpload, { album, file: stored, name, size, format });
  return stored;
}

/**
 * Keeps a picture, or info.json in place of the former one, and answers its name in the album's folder.
 * A picture is told by its content, before a transaction begins; refuses `file_refused`, `no_room`, or `no_such_album`
 * where the folder is gone.
 */
export async function addUpload(em: EntityManager, deps: Deps, ref: AlbumRef, file: GivenFile): Promise<string> {
  const name = cleanName(file.name);
  if (file.size === 0) throw refusal('an empty file');
  if (name === infoFile) return em.transactional((unit) => addInfo(unit, deps, ref, file));
  if (file.size > largestPicture) throw refusal('a picture is larger than 20 MB');
  const { format } = await deps.pictures.inspect(file.path);
  return em.transactional((unit) => addPicture(unit, deps, ref, { ...file, name, format }));
}
