import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Audit } from '#domain/shared/audit.entity.ts';
import { buildVfine, type Vfine } from '#tests/kit/vfine.ts';

let world: Vfine;
beforeAll(async () => void (world = await buildVfine()));
afterAll(() => world.close());

const at = '/vfine/v1';
interface Node {
  id: number;
  name: string;
  real: boolean;
  parent: number | null;
  children?: Node[];
}
const categories = async (query: string) =>
  (await world.call(undefined, `GET ${at}/categories/${query}`)).body as { count: number; results: Node[] };

describe('GET /categories/', () => {
  test('answers the whole tree', async () => {
    const { results } = await categories('');
    expect(results.map(({ name, parent }) => [name, parent])).toEqual([
      ['风格', null],
      ['情绪', null],
      ['musician_style', null],
      ['career', null],
    ]);
    expect(results[0]).toMatchObject({ id: 1, real: false });
    expect(results[0]?.children?.[0]).toEqual({ id: 3, name: '摇滚', real: true, parent: 1, children: [] });
  });

  test.each([
    ['musician_style', { id: 234, name: 'Hip-Hop', real: true, parent: 219, children: [] }],
    ['风格', { id: 3, name: '摇滚', real: true, parent: 1, children: [] }],
  ])('answers what lies below %s', async (root, first) => {
    expect((await categories(`?root=${encodeURIComponent(root)}`)).results[0]).toEqual(first);
  });

  test('groups instruments below players', async () => {
    const { results } = await categories('?root=career');
    const players = results.find(({ name }) => name === '乐手');
    expect(players).toMatchObject({ id: 231, real: false, parent: 229 });
    expect(players?.children).toContainEqual({ id: 242, name: '手风琴', real: true, parent: 231, children: [] });
  });

  test('answers a flat list whole, or page by page', async () => {
    const all = await categories('?struct=flat');
    expect(all).toMatchObject({ next: null, previous: null });
    expect(all.results).toHaveLength(all.count);
    expect(new Set(all.results.map(({ id }) => id)).size).toBe(all.count);
    expect(all.results.every((one) => !('children' in one))).toBe(true);
    const styles = await categories(`?root=${encodeURIComponent('风格')}&struct=flat&page=2&page_size=2`);
    expect(styles).toMatchObject({ results: [{ name: '民谣' }, { name: '电子' }], next: expect.any(String) });
  });

  test('knows nothing below an unknown root', async () => {
    expect(await categories('?root=toString')).toMatchObject({ count: 0, results: [] });
  });

  test('refuses another structure', async () => {
    const reply = await world.call(undefined, `GET ${at}/categories/?struct=deep`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid_value' } });
  });
});

const add = async (body: object) => world.call(await world.buildOperator(), `POST ${at}/admin/banners/`, { ...body });
const shown = async (query: string) => (await world.call(undefined, `GET ${at}/banner/${query}`)).body;
const leave = (body: object) => world.call(undefined, `POST ${at}/suggestions/`, { ...body });
const read = async () => world.call(await world.buildOperator(), `GET ${at}/admin/suggestions/`);

describe('banners', () => {
  const banner = { href: 'x1.jpg', type: 'SLIDER', name: 'banne1' };

  test('are added, shown by type in their order, and removed', async () => {
    const first = (await add(banner)).body as { id: number };
    const second = await add({ ...banner, href: 'https://example.org/x2.jpg', name: 'banne2' });
    expect(second).toMatchObject({ status: 200, body: { id: expect.any(Number), name: 'banne2' } });
    await add({ ...banner, type: 'FOOT' });
    expect(await shown('?type=SLIDER')).toEqual({
      data: [banner, { href: 'https://example.org/x2.jpg', type: 'SLIDER', name: 'banne2' }],
    });
    expect(await shown('?type=NONE')).toEqual({ data: [] });
    expect(await shown('')).toMatchObject({ data: [{}, {}, { type: 'FOOT' }] });

    const operator = await world.buildOperator();
    const own = (await world.call(operator, `GET ${at}/admin/banners/`)).body;
    expect(own).toMatchObject({ data: [{ id: first.id, ...banner }, {}, {}] });
    const remove = () => world.call(operator, `DELETE ${at}/admin/banners/${first.id}/`);
    expect(await remove()).toMatchObject({ status: 204 });
    expect(await remove()).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect(await shown('?type=SLIDER')).toMatchObject({ data: [{ name: 'banne2' }] });
    expect(await world.em().find(Audit, { actor: operator.uuid })).toMatchObject([
      { action: 'banner.remove', subject: `banner:${first.id}`, before: 'SLIDER', after: null },
    ]);
  });

  test.each(['/default/a.jpg', 'x.jpg', 'http://a.cn/b?c=d:e'])('lead to %s', async (href) => {
    expect(await add({ ...banner, href, type: 'TEST' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['a script', { href: 'javascript:alert(1)' }, 'invalid_value'],
    ['a script behind a blank', { href: ' javascript:alert(1)' }, 'invalid_value'],
    ['a foreign host without a scheme', { href: '//evil.example/a' }, 'invalid_value'],
    ['a type in small letters', { type: 'slider' }, 'invalid_value'],
    ['an empty name', { name: '' }, 'invalid_value'],
    ['no address', { href: undefined }, 'missing_body_field'],
    ['no type', { type: undefined }, 'missing_body_field'],
    ['no name', { name: undefined }, 'missing_body_field'],
  ])('are refused with %s', async (_name, wrong, code) => {
    expect(await add({ ...banner, ...wrong })).toMatchObject({ status: 400, body: { code } });
  });

  test.each(['GET /admin/banners/', 'POST /admin/banners/', 'DELETE /admin/banners/1/'])(
    'are the operators’ own: %s',
    async (endpoint) => {
      const call = endpoint.replace(' ', ` ${at}`);
      expect(await world.call(undefined, call)).toMatchObject({ status: 401 });
      expect(await world.call(await world.buildUser(), call)).toMatchObject({ status: 403 });
    },
  );
});

describe('suggestions', () => {
  test('reach the operators, newest first', async () => {
    expect(await leave({ username: 'xx', text: 'xzcz' })).toMatchObject({ status: 200, body: {} });
    await leave({ username: 'yy', text: '更多民谣' });
    expect((await read()).body).toMatchObject({
      count: 2,
      results: [
        { username: 'yy', text: '更多民谣', created_at: expect.stringMatching(/Z$/) },
        { username: 'xx', text: 'xzcz' },
      ],
    });
  });

  test.each([
    ['no name', { text: 'x' }, { message: '缺少字段', code: 'missing_body_field' }],
    ['no text', { username: 'x' }, { message: '缺少字段', code: 'missing_body_field' }],
    ['an empty text', { username: 'x', text: '' }, { message: '传入参数不规范', code: 'invalid_value' }],
    ['a text too long', { username: 'x', text: 'x'.repeat(5001) }, { code: 'invalid_value' }],
    ['a name that is no text', { username: 1, text: 'x' }, { code: 'invalid_value' }],
  ])('are refused with %s', async (_name, body, answer) => {
    expect(await leave(body)).toMatchObject({ status: 400, body: answer });
  });

  test('are for operators only to read', async () => {
    const list = `GET ${at}/admin/suggestions/`;
    expect(await world.call(undefined, list)).toMatchObject({ status: 401 });
    expect(await world.call(await world.buildUser({ roles: ['manager'] }), list)).toMatchObject({ status: 403 });
  });
});
