import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { User } from '#domain/accounts/user.entity.ts';
import { Post } from '#domain/community/post.entity.ts';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildUser } from '#tests/kit/factories.ts';
import { buildTravel, type Travel } from '#tests/kit/travel.ts';

const password = 'correct horse battery';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let world: Travel;
let browser: Browser;
let page: Page;
let operator: User;
let traveller: User;
const troubles: string[] = [];

beforeAll(async () => {
  world = await buildTravel();
  operator = await buildUser(world, { realm: 'ops', uname: 'keeper', roles: ['admin'], password });
  traveller = await world.traveller({ uname: '旅人<b>', phone: '13900003333', email: 'traveller@example.org' });
  browser = await chromium.launch({ timeout: 100_000, executablePath: '/usr/bin/chromium', args: flags });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
  page.setDefaultTimeout(100_000);
  page.on('dialog', (dialog) => void troubles.push(`dialog: ${dialog.message()}`));
  page.on('console', (line) => void (line.type() === 'error' && troubles.push(line.text())));
  page.on('pageerror', (error) => void troubles.push(error.message));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await world.close();
});
beforeEach(() => void (troubles.length = 0));

const open = (path: string) => page.goto(`${world.base}/travel${path}`);
/** Clicks and waits for the page that comes: a click alone waits until the server has begun to answer. */
async function follow(target: Locator): Promise<void> {
  const loaded = page.waitForEvent('load');
  await target.click();
  await loaded;
}
const click = (name: string, row?: string): Promise<void> => {
  const within = row === undefined ? page : page.getByRole('row').filter({ hasText: row });
  return follow(within.getByRole('button', { name, exact: true }));
};
/** Keeps a picture of the page for people to look at, where a folder is named. */
const look = async (name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};
const audits = (action: string) => world.em().find(Audit, { action });

async function enter(name: string, given: string): Promise<void> {
  await open('/admin/');
  await page.getByLabel('用户名').fill(name);
  await page.getByLabel('密码').fill(given);
  await click('登录');
}

test('a wrong password is told, a right one opens the office', async () => {
  await enter('keeper', 'wrong');
  expect(await page.getByRole('alert').textContent()).toBe('用户名或密码错误。');
  await look('login');
  troubles.length = 0; // the browser calls a 403 an error
  await enter('keeper', password);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('概览');
  await look('overview');
  expect(await audits('office.enter')).toMatchObject([{ actor: operator.uuid, realm: 'ops' }]);
  expect(troubles).toEqual([]);
});

test('posts are listed as text, searched, paged, and deleted with an audit row', async () => {
  const em = world.em();
  for (let i = 0; i < 25; i++)
    em.create(Post, { author: traveller.id, title: `第 ${i} 篇`, type: 1, text: '正文' } as never);
  em.create(Post, { author: traveller.id, title: '<script>alert(1)</script>', type: 1, text: '" onload="x' } as never);
  await em.flush();
  await open('/admin/');
  await follow(page.getByRole('link', { name: '帖子', exact: true }));
  await look('posts');
  expect(await page.getByText('<script>alert(1)</script>').isVisible()).toBe(true);
  expect(await page.getByText('共 26 条').isVisible()).toBe(true);
  await follow(page.getByRole('link', { name: '下一页' }));
  expect(await page.getByText('第 2 / 2 页').isVisible()).toBe(true);
  await page.getByRole('searchbox').or(page.getByLabel('标题或内容')).fill('<script>');
  await click('搜索');
  expect(await page.locator('tbody tr').count()).toBe(1);
  await click('删除', '<script>');
  expect(await page.getByText('没有内容').isVisible()).toBe(true);
  expect(await world.em().count(Post)).toBe(25);
  expect(await audits('post.delete')).toMatchObject([
    { actor: operator.uuid, subject: expect.stringMatching(/^post:\d+$/) },
  ]);
  expect(troubles).toEqual([]);
});

test('comments are listed with what they are about, and deleted', async () => {
  const album = await world.album(traveller, 'FINISHED', { isPublic: true });
  await world.call(traveller, `POST /travel/movie/${album.id}/comment/new`, { text: '不友好的评论' });
  await open('/admin/comments');
  expect(await page.getByText(`作品 ${album.id}`).isVisible()).toBe(true);
  await click('删除', '不友好的评论');
  expect(await page.getByText('没有内容').isVisible()).toBe(true);
  expect(await audits('comment.delete')).toHaveLength(1);
});

test('works are hidden, filed, shared and deleted', async () => {
  const { id } = await world.album(traveller, 'FINISHED', { title: '春日长江', isPublic: true });
  await open('/admin/works?q=春日');
  await click('隐藏', '春日长江');
  expect(await page.getByText('已隐藏').isVisible()).toBe(true);
  expect((await world.row(id)).isHidden).toBe(true);
  await page.getByLabel('标签').fill('7');
  await click('设标签', '春日长江');
  await click('取消分享', '春日长江');
  expect(await world.row(id)).toMatchObject({ tag: 7, isPublic: false, isHidden: true });
  await look('works');
  await click('删除', '春日长江');
  expect((await world.row(id)).state).toBe('DELETED');
  expect(await audits('album.hide')).toMatchObject([{ subject: `album:${id}`, before: 'false', after: 'true' }]);
  expect(await audits('album.delete')).toMatchObject([{ actor: operator.uuid, subject: `album:${id}` }]);
  await follow(page.getByRole('link', { name: '任务' }));
  expect(await page.getByText(`album-removal:${id}`).isVisible()).toBe(true);
  await look('tasks');
  expect(troubles).toEqual([]);
});

test('an account is found, disabled, shut out, and enabled again', async () => {
  await world.tokenOf(traveller);
  await open('/admin/users?q=13900003333');
  await look('users');
  await click('停用', '13900003333');
  expect(await page.getByText('已停用').isVisible()).toBe(true);
  expect((await world.call(traveller, 'GET /travel/user/info')).status).toBe(403);
  expect((await world.em().findOneOrFail(User, traveller.id)).disabledAt).toBeInstanceOf(Date);
  await click('启用', '13900003333');
  expect(await page.getByText('已停用').count()).toBe(0);
  await follow(page.getByRole('link', { name: '操作记录' }));
  expect(await page.getByText('user.disable').isVisible()).toBe(true);
  await look('audit');
  expect(troubles).toEqual([]);
});

test('the office fits a narrow screen, and is left by a button', async () => {
  await page.setViewportSize({ width: 420, height: 800 });
  await open('/admin/posts');
  await look('narrow');
  await click('退出登录');
  expect(await page.getByLabel('密码').isVisible()).toBe(true);
  await open('/admin/posts');
  expect(new URL(page.url()).pathname).toBe('/travel/admin/');
});
