import { musicianApplication, realNameRequest } from '../identities.ts';
import { anyMail, anyPhone, type Vfine } from '../vfine.ts';
import { unique } from '../world.ts';
import { password, plain, type Cast, type Scenes } from './scene.ts';

const at = '/vfine/v1';

/** A phone to which a code was sent. */
async function codeAt({ call, lastCode }: Vfine) {
  const phone = anyPhone();
  await call(undefined, `PUT ${at}/auth/send/`, { phone });
  return { phone, code: lastCode() };
}

async function verifiedPhone(world: Vfine): Promise<string> {
  const sent = await codeAt(world);
  await world.call(undefined, `PUT ${at}/auth/verify/`, sent);
  return sent.phone;
}

async function messageTo({ world, owner }: Cast): Promise<number> {
  const given = { title: 'a', content: 'b', receiver: owner.uuid };
  const { body } = await world.call(await world.buildOperator(), `POST ${at}/messages/`, given);
  return (body as { id: number }).id;
}

async function bannerOf({ call, buildOperator }: Vfine): Promise<number> {
  const given = { href: '/a.jpg', type: 'SLIDER', name: unique('b') };
  const { body } = await call(await buildOperator(), `POST ${at}/admin/banners/`, given);
  return (body as { id: number }).id;
}

async function groupOf({ call, buildOperator }: Vfine): Promise<string> {
  const name = unique('g');
  await call(await buildOperator(), `POST ${at}/groups/`, { name });
  return name;
}

/** Accounts, people, catalogue and verification. */
export const peopleScenes: Scenes = {
  'POST /users/login': async ({ world }) => {
    const email = anyMail();
    await world.buildUser({ email, password });
    return { given: { email, password } };
  },
  'PUT /users/logout': plain,
  'GET /captcha/': plain,
  'PUT /auth/send/': () => ({ given: { phone: anyPhone() } }),
  'PUT /auth/verify/': async ({ world }) => ({ given: await codeAt(world) }),
  'POST /users/': async ({ world }) => ({ given: { phone: await verifiedPhone(world), password } }),
  'GET /users/check': () => ({ query: { phone: anyPhone() } }),
  'GET /users/profile': plain,
  'PUT /users/profile': () => ({ given: { name: 'a' } }),
  'GET /users/check-password': () => ({ query: { password } }),
  'PUT /users/password': () => ({ given: { old_password: password, new_password: 'another horse' } }),
  'PUT /users/change-phone': () => ({ given: { phone: anyPhone(), password } }),
  'PUT /users/change-email': () => ({ given: { email: anyMail(), password } }),
  'PUT /users/forget-password/': async ({ world }) => {
    const phone = await verifiedPhone(world);
    await world.buildUser({ phone });
    return { given: { phone, password } };
  },
  'PUT /users/update-relation': async ({ world }) => ({
    given: { type: 'FOLLOW', uuid: (await world.buildMusician()).uuid },
  }),
  'GET /users/followers': plain,
  'GET /users/following': plain,
  'GET /users/:uuid/': ({ owner }) => ({ params: { uuid: owner.uuid } }),
  'GET /mps/': plain,
  'POST /mps/star/': async ({ world }) => ({ given: { pk: (await world.buildMusician()).uuid } }),
  'DELETE /mps/star/': async ({ world }) => ({ given: { pk: (await world.buildMusician()).uuid } }),
  'GET /messages/': plain,
  'GET /messages/count/': plain,
  'DELETE /messages/:id/': async (cast) => ({ params: { id: await messageTo(cast) } }),
  'PUT /messages/:id/read/': async (cast) => ({ params: { id: await messageTo(cast) } }),
  'POST /messages/': ({ owner }) => ({ given: { title: 'a', content: 'b', receiver: owner.uuid } }),
  'PUT /mps/identification': () => ({ given: musicianApplication() }),
  'GET /mps/identification': plain,
  'DELETE /mps/identification': async ({ world, owner }) => {
    await world.call(owner, `PUT ${at}/mps/identification`, musicianApplication());
    return {};
  },
  'GET /admin/identifications/': plain,
  'POST /admin/identifications/:uuid/review': async ({ world }) => {
    const applicant = await world.buildUser();
    await world.call(applicant, `PUT ${at}/mps/identification`, musicianApplication());
    return { params: { uuid: applicant.uuid }, given: { verdict: 'approve' } };
  },
  'GET /categories/': plain,
  'GET /banner/': plain,
  'GET /admin/banners/': plain,
  'POST /admin/banners/': () => ({ given: { href: '/a.jpg', type: 'SLIDER', name: 'a' } }),
  'DELETE /admin/banners/:id/': async ({ world }) => ({ params: { id: await bannerOf(world) } }),
  'POST /groups/': () => ({ given: { name: unique('g') } }),
  'PUT /groups/add-user': async ({ world, owner }) => ({
    given: { user_id: owner.uuid, group_name: await groupOf(world) },
  }),
  'POST /suggestions/': () => ({ given: { username: 'a', text: 'b' } }),
  'GET /admin/suggestions/': plain,
  'GET /users/real_name/': async ({ world, owner }) => {
    await world.call(owner, `POST ${at}/users/real_name/`, realNameRequest());
    return {};
  },
  'POST /users/real_name/': () => ({ given: realNameRequest() }),
  'PATCH /users/:uuid/real_name/': async ({ world, owner }) => {
    await world.call(owner, `POST ${at}/users/real_name/`, realNameRequest());
    return { params: { uuid: owner.uuid }, given: { status: 'SUCCESS' } };
  },
  'GET /real_name/': plain,
};
