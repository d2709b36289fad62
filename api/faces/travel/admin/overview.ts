import type { EntityManager } from '@mikro-orm/core';
import { html, type Html } from '#api/kernel/html.ts';
import type { Links } from '#api/kernel/links.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { Album } from '#domain/albums/album.entity.ts';
import { Comment } from '#domain/community/comment.entity.ts';
import { Post } from '#domain/community/post.entity.ts';
import { hasRole, type Actor } from '#domain/shared/actor.ts';

/** How many of everything there are, each the way to its list. */
export async function countEverything(em: EntityManager, link: Links['link'], actor: Actor): Promise<Html> {
  const cards = [
    ['/admin/posts', '帖子', await em.count(Post)],
    ['/admin/comments', '评论', await em.count(Comment)],
    ['/admin/works', '作品', await em.count(Album, { state: { $ne: 'DELETED' } })],
    ...(hasRole(actor, 'admin')
      ? ([['/admin/users', '用户', await em.count(User, { realm: 'travel' })]] as const)
      : []),
  ] as const;
  return html`<div class="cards">
    ${cards.map(
      ([path, name, count]) =>
        html`<a class="card" href="${link(path)}"><b>${String(count)}</b><span>${name}</span></a>`,
    )}
  </div>`;
}
