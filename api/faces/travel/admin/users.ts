import { disableAccount, enableAccount, searchAccounts } from '#domain/accounts/manage-accounts.ts';
import { presentTime } from '../presenters/times.ts';
import { act } from './door.ts';
import { marks, number, text, time } from './list.ts';
import { listPage } from './list-page.ts';

const realm = 'travel';
const list = '/admin/users';

export const userOffice = [
  listPage(list, {
    summary: 'Accounts, newest first; found by part of the name, by uid, phone or e-mail',
    auth: 'admin',
    title: '用户',
    search: (em, words, window) => searchAccounts(em, realm, words, window),
    hint: '用户名、uid、手机或邮箱',
    heads: ['uid', '用户名', '手机', '邮箱', '状态', '注册时间'],
    cells: (user) => [
      number(user.id),
      text(user.uname ?? '', user.intro.slice(0, 100)),
      text(user.phone ?? ''),
      text(user.email ?? ''),
      marks(user.disabledAt ? ['已停用', true] : ['正常']),
      time(presentTime(user.createdAt)),
    ],
    buttons: ({ id, disabledAt }) => [
      disabledAt
        ? { label: '启用', action: `${list}/${id}/enable` }
        : { label: '停用', action: `${list}/${id}/disable`, isAlarm: true },
    ],
  }),

  act('POST /admin/users/:id/disable', {
    summary: 'Disable an account: its sessions end, and it cannot log in',
    auth: 'admin',
    body: {},
    list,
    async perform({ em, params: { id } }) {
      await disableAccount(em, realm, id);
      return { action: 'user.disable', subject: `user:${id}` };
    },
  }),

  act('POST /admin/users/:id/enable', {
    summary: 'Enable an account again',
    auth: 'admin',
    body: {},
    list,
    async perform({ em, params: { id } }) {
      await enableAccount(em, realm, id);
      return { action: 'user.enable', subject: `user:${id}` };
    },
  }),
];
