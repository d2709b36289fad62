import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import type { AlbumRef } from './album-folder.ts';
import { albumKinds, albumMachine, type AlbumEvent } from './album.machine.ts';

const AlbumSchema = defineEntity({
  name: 'Album',
  indexes: [
    { properties: ['owner', 'kind', 'state'] },
    { properties: ['kind', 'isPublic', 'state'] },
    { properties: ['state', 'updatedAt'] },
  ],
  properties: {
    ...numbered,
    kind: p.enum(albumKinds),
    owner: () => p.manyToOne(User).ref().deleteRule('cascade'),
    state: p.enum(albumMachine.states).default('UNSTARTED'),
    title: p.string().length(200).default(''),
    description: p.text().default(''),
    isPublic: p.boolean().default(false),
    /** An operator keeps it from everybody but its owner. */
    isHidden: p.boolean().default(false),
    tag: p.integer().default(0),
    /** Run that owns the album, or owned it last; what an older run records is refused. */
    task: p.string().length(64).nullable(),
    /** How often it was queued. */
    runs: p.integer().default(0),
    /** Why the last run failed, as its owner may read it. */
    error: p.text().default(''),
    resultKey: p.string().length(200).nullable(),
    coverKey: p.string().length(200).nullable(),
    /** Of the finished result and its cover, px; 0 until then. */
    width: p.integer().default(0),
    height: p.integer().default(0),
    coverWidth: p.integer().default(0),
    coverHeight: p.integer().default(0),
    /** Bytes in the storage beside the pictures: of info.json, and of result and cover together. */
    infoSize: p.integer().default(0),
    resultSize: p.integer().default(0),
    /** An album that ended, and whose files are gone for certain. */
    isCleared: p.boolean().default(false),
  },
});

/** Pictures of somebody's that become a film or a long picture; its files lie in the storage below `movies/<id>/` or `photos/<id>/`. */
export class Album extends AlbumSchema.class {
  /** Moves the album along its life; the machine refuses what the life does not allow. */
  apply(event: AlbumEvent): void {
    this.state = albumMachine.next(this.state, event);
    this.updatedAt = new Date();
  }

  asRef(): AlbumRef {
    return { kind: this.kind, albumId: this.id };
  }
}
AlbumSchema.setClass(Album);
