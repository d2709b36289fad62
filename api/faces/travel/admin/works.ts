import { z } from 'zod';
import { beginOnce } from '#api/kernel/flows.ts';
import { html } from '#api/kernel/html.ts';
import type { Album } from '#domain/albums/album.entity.ts';
import type { AlbumState } from '#domain/albums/album.machine.ts';
import { findAnyAlbum, moderateAlbum, searchAlbums, type Moderation } from '#domain/albums/moderate-album.ts';
import { albumRemoval } from '#workflows/album-removal/contract.ts';
import { travel } from '../face.ts';
import { Flag, Whole } from '../inputs.ts';
import { presentTime } from '../presenters/times.ts';
import { stateWords } from '../words.ts';
import { act, formFields, Id, leadBack, office, requireToken } from './door.ts';
import { marks, number, text, time, type Button } from './list.ts';
import { listPage } from './list-page.ts';

const list = '/admin/works';
const wordsOf = (state: AlbumState): string => stateWords[state].message;
const kinds = { movie: '影集', photo: '长图' };

function buttonsOf({ id, isPublic, isHidden, tag }: Pick<Album, 'id' | 'isPublic' | 'isHidden' | 'tag'>): Button[] {
  const set = (label: string, name: string, value: boolean): Button => ({
    label,
    action: `${list}/${id}/${name}`,
    fields: { value: String(value) },
  });
  const tagField = html`<input type="number" name="tag" value="${String(tag)}" min="0" aria-label="标签" />`;
  return [
    set(isPublic ? '取消分享' : '分享', 'share', !isPublic),
    set(isHidden ? '取消隐藏' : '隐藏', 'hide', !isHidden),
    { label: '设标签', action: `${list}/${id}/tag`, own: tagField },
    { label: '删除', action: `${list}/${id}/delete`, isAlarm: true },
  ];
}

const moderate = <B extends z.ZodRawShape>(
  name: 'share' | 'hide' | 'tag',
  of: { summary: string; body: B; change(body: z.output<z.ZodObject<B>>): Moderation },
) =>
  act(`POST /admin/works/:id/${name}`, {
    ...of,
    auth: 'manager',
    list,
    async perform({ em, params: { id }, body }) {
      const change = of.change(body as z.output<z.ZodObject<B>>);
      const [key] = Object.keys(change) as (keyof Moderation)[];
      const former = await moderateAlbum(em, id, change);
      const told = key && { before: String(former[key]), after: String(change[key]) };
      return { action: `album.${name}`, subject: `album:${id}`, ...told };
    },
  });

export const workOffice = [
  listPage(list, {
    summary: 'Films and long pictures, newest first',
    auth: 'manager',
    title: '作品',
    search: searchAlbums,
    hint: '标题、编号或作者 uid',
    heads: ['编号', '作品', '作者', '状态', '标签', '创建时间'],
    cells: (album) => [
      number(album.id),
      text(album.title || '（无标题）', kinds[album.kind]),
      text(album.owner.$.uname ?? '', String(album.owner.id)),
      marks(
        [wordsOf(album.state), album.state === 'FAILED'],
        album.isPublic && ['已分享'],
        album.isHidden && ['已隐藏', true],
      ),
      number(album.tag),
      time(presentTime(album.createdAt)),
    ],
    buttons: buttonsOf,
  }),

  moderate('share', {
    summary: 'Show a work to everybody, or to its owner alone again',
    body: { value: Flag },
    change: ({ value }) => ({ isPublic: value }),
  }),
  moderate('hide', {
    summary: 'Keep a work from everybody but its owner, shared or not',
    body: { value: Flag },
    change: ({ value }) => ({ isHidden: value }),
  }),
  moderate('tag', {
    summary: 'File a work under a tag',
    body: { tag: Whole },
    change: ({ tag }) => ({ tag }),
  }),

  travel.raw('POST /admin/works/:id/delete', {
    ...office,
    summary: 'Delete a work as its owner would; the process leaves the audit row',
    auth: 'manager',
    flows: true,
    input: { params: Id, body: z.object(formFields) },
    async handler(asked) {
      const { em, actor, flows, params, body, request } = asked;
      requireToken(asked, body.csrf);
      const album = (await findAnyAlbum(em, params.id)).asRef();
      await beginOnce(flows, albumRemoval, { album, by: { actor: actor.uuid, requestId: request.id } });
      return leadBack(asked, list, body.back);
    },
  }),
];
