import { z } from 'zod';
import { answerFile, storedFile } from '#api/kernel/file-answer.ts';
import { changeProfile, changesContact, contactsOf } from '#domain/accounts/change-profile.ts';
import { requirePassword } from '#domain/accounts/change-password.ts';
import { avatarKeyOf, setAvatar } from '#domain/accounts/set-avatar.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import { contactChange } from '#workflows/contact-change/contract.ts';
import { checkProfile } from '../accounts.ts';
import { travel } from '../face.ts';
import { GivenText, Text } from '../inputs.ts';
import { presentProfile, ProfileView } from '../presenters/users.ts';
import { badInput, done, got } from '../words.ts';

const noPicture = '未获取到avatar';
const AvatarFile = z.object({ file: z.string().regex(/^[1-9]\d{0,8}\.(jpe?g|png|webp)$/, 'no_such_path') });

export const profileRoutes = [
  travel.route('GET /user/info', {
    summary: 'The own profile',
    auth: 'user',
    output: ProfileView,
    words: got,
    handler: async ({ em, actor, link }) => presentProfile(await em.findOneOrFail(User, actor.id), link),
  }),

  travel.route('POST /user/info', {
    summary: 'Change the own profile; what is left out stays',
    description:
      'An empty intro clears it. A changed phone or e-mail is told to the former ones; where the operator asks for it, it needs the password in the additional field `password`.',
    auth: 'user',
    flows: true,
    rate: 'send',
    input: { body: z.object({ gender: Text, phone: Text, email: Text, intro: GivenText, password: Text }) },
    output: ProfileView,
    words: done,
    refusals: {
      invalid_input: badInput,
      phone_taken: badInput,
      email_taken: badInput,
      duplicate: badInput,
      phone_malformed: '手机号格式不正确',
      wrong_password: '密码错误',
      profile_moved: '资料已被修改，请重试',
    },
    async handler({ em, actor, ports, flows, newId, body, link, request: { address } }) {
      const change = checkProfile(body);
      const user = await em.findOneOrFail(User, actor.id);
      const { id: userId, realm } = user;
      if (changesContact(user, change)) {
        if (ports.settings.confirmContactChange)
          await requirePassword(em, ports, { user, password: body.password, address });
        await flows.begin(contactChange, { changeId: newId(), realm, userId, change, former: contactsOf(user) });
      } else await em.transactional((unit) => changeProfile(unit, userId, change));
      return presentProfile(await em.refreshOrFail(user), link);
    },
  }),

  travel.route('POST /user/avatar', {
    summary: 'Put up an avatar in place of the former one',
    description:
      'JPEG, PNG or WebP by content, at most 5 MB; kept in its own format within 512 × 512 px, without metadata. Served at /media/avatars/{uid}.{jpeg|png|webp}.',
    auth: 'user',
    withoutTransaction: true,
    rate: 'upload',
    input: { file: 'avatar' },
    output: z.object({ avatar: z.string() }),
    words: '成功地修改了头像',
    refusals: { file_missing: noPicture, file_refused: noPicture, bad_picture: noPicture },
    async handler({ em, actor, ports, file, link }) {
      if (!file) throw new DomainError('invalid', 'file_missing');
      return { avatar: link(await setAvatar(em, ports, actor.id, file)) };
    },
  }),

  travel.raw('GET /media/avatars/:file', {
    summary: 'Somebody’s avatar',
    ours: true,
    auth: 'none',
    input: { params: AvatarFile },
    type: 'application/octet-stream',
    async handler({ em, params: { file }, ports, request }) {
      const [uid = '', ending = ''] = file.split('.');
      const format = ending.replace('jpg', 'jpeg');
      const user = await em.findOne(User, { id: Number(uid), avatar: `/media/avatars/${uid}.${format}` });
      const picture =
        user && (await storedFile(ports.storage, avatarKeyOf(user.id), { type: `image/${format}`, name: file }));
      if (!picture) throw new DomainError('not_found', 'no_such_path');
      return answerFile(request, picture);
    },
  }),
];
