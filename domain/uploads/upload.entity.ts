import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { identity } from '#domain/shared/columns.ts';

const UploadSchema = defineEntity({
  name: 'Upload',
  indexes: [{ properties: ['user', 'createdAt'] }],
  properties: {
    ...identity,
    user: () => p.manyToOne(User).ref().deleteRule('cascade'),
    key: p.string().length(1000).unique(),
    sizeBytes: p.integer(),
    mimeType: p.string().length(200).default(''),
    /** Who told of it: the store itself, or we found it there because its callback was lost. */
    toldBy: p.enum(['CALLBACK', 'FOUND']),
  },
});

/** One object that somebody has put into the object store. */
export class Upload extends UploadSchema.class {}
UploadSchema.setClass(Upload);

const UploadPermitSchema = defineEntity({
  name: 'UploadPermission',
  tableName: 'upload_permission',
  properties: {
    id: p.bigint().primary().autoincrement(),
    user: () => p.manyToOne(User).ref().deleteRule('cascade').index(),
    dir: p.string().length(100).unique(),
    expiresAt: p.datetime().index(),
  },
});

/** A folder that somebody may upload to; it goes when nothing can arrive any more. */
export class UploadPermission extends UploadPermitSchema.class {}
UploadPermitSchema.setClass(UploadPermission);
