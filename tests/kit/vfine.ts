import { createContactChangeRecords } from '#activities/business/contact-changes.ts';
import { createContactCodeRecords } from '#activities/business/contact-codes.ts';
import { createMessageRecords } from '#activities/business/messages.ts';
import { createRealNameRecords } from '#activities/business/real-names.ts';
import { createVerificationRecords } from '#activities/business/verification.ts';
import { createCardPictures } from '#activities/io/card-pictures.ts';
import { createMessaging } from '#activities/io/messaging.ts';
import { vfineFace } from '#api/faces/vfine/index.ts';
import type { CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import { User } from '#domain/accounts/user.entity.ts';
import { DomainError } from '#domain/shared/errors.ts';
import type { Application } from '#domain/verification/application.plan.ts';
import { readActing, readDecision } from '#domain/verification/decision.plan.ts';
import { contactChange } from '#workflows/contact-change/contract.ts';
import { contactVerification } from '#workflows/contact-verification/contract.ts';
import { musicianVerification, review, withdraw } from '#workflows/musician-verification/contract.ts';
import * as realName from '#workflows/real-name-verification/contract.ts';
import type { RealNameRequest } from '#domain/verification/real-name.plan.ts';
import { asActivity } from './activity.ts';
import { buildUser, buildWork } from './factories.ts';
import { openReviews, putUpload } from './reviews.ts';
import { buildWorld, unique, type World, type WorldOptions } from './world.ts';

let phones = 0;
/** A phone that nobody has yet. */
export const anyPhone = (): string => `+86139${String(10_000_000 + phones++)}`;
export const anyMail = (): string => `${unique('m')}@example.org`;

/** A clock that a test moves by hand. */
function handClock() {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    forward: (minutes: number) => void (offset += minutes * 60_000),
    reset: () => void (offset = 0),
  };
}

interface Gateway {
  sent: { to: string; text: string }[];
  isDown: boolean;
}

/** The process of a code, driven by hand: the real activities, one after the other. */
function openCodes(world: World, gateway: Gateway, isLimited: boolean): void {
  const { orm, ports } = world;
  const take = async ({ to, text }: { to: string; text: string }) => {
    if (gateway.isDown) throw new Error('no answer');
    gateway.sent.push({ to, text });
  };
  const records = createContactCodeRecords({ ...ports, orm, settings: { RATE_LIMITS: isLimited } });
  const { sendCode } = createMessaging({ ...ports, mailer: { send: take }, texts: { send: take } });
  world.flows.onBegin(contactVerification, async (request: CodeToSend, { id }) => {
    const { codeId } = request;
    await records.recordCode(request);
    const isDelivered = await sendCode(request).then(
      () => true,
      () => false,
    );
    await records.recordDelivery({ codeId, isDelivered });
    if (!isDelivered) throw new DomainError('unavailable', 'upstream_error');
    queueMicrotask(() => world.flows.end(id));
  });
}

/** The process of an application, driven by hand: the real activities, within a run that has an id. */
function openApplications(world: World): void {
  const { orm, ports, flows } = world;
  const records = createVerificationRecords({ ...ports, orm });
  const { recordMessage } = createMessageRecords({ orm });
  const { removeCardPictures } = createCardPictures({ ...ports, orm });
  flows.onBegin(musicianVerification, async (application: Application, { id, runId }) => {
    const { verificationId, userUuid } = application;
    const within = asActivity({ workflowExecution: { workflowId: id, runId } });
    await within.run(() => records.recordApplication(application));
    flows.answer(id, review, async (input) => {
      const { verdict, ...said } = readDecision(input);
      await within.run(() => records.recordOutcome({ verificationId, event: verdict, ...said }));
      await removeCardPictures({ userUuid });
      const key = verdict === 'approve' ? 'SUCCESS_TO_MUSICIAN' : 'FAIL_TO_MUSICIAN';
      await recordMessage({ eventKey: `verification:${verificationId}`, userUuid, key });
      flows.end(id);
      return verdict === 'approve' ? 'APPROVED' : 'REFUSED';
    });
    flows.answer(id, withdraw, async (said) => {
      await within.run(() => records.recordOutcome({ verificationId, event: 'withdraw', ...readActing(said) }));
      await removeCardPictures({ userUuid });
      flows.end(id);
      return 'WITHDRAWN';
    });
  });
}

/** The process of a real-name request, driven by hand as well. */
function openRealNames(world: World): void {
  const { orm, ports, flows } = world;
  const records = createRealNameRecords({ ...ports, orm });
  const { recordMessage } = createMessageRecords({ orm });
  const { removeCardPictures } = createCardPictures({ ...ports, orm });
  flows.onBegin(realName.realNameVerification, async (request: RealNameRequest, { id, runId }) => {
    const { realNameId, userUuid } = request;
    const within = asActivity({ workflowExecution: { workflowId: id, runId } });
    await within.run(() => records.recordRealName(request));
    flows.answer(id, realName.review, async (input) => {
      const { verdict, ...said } = readDecision(input);
      const state = verdict === 'approve' ? 'SUCCESS' : 'FAIL';
      await within.run(() => records.recordRealNameEnd({ realNameId, event: verdict, ...said }));
      await removeCardPictures({ userUuid });
      await recordMessage({ eventKey: `real-name:${realNameId}`, userUuid, key: `${state}_TO_REAL_NAME` });
      flows.end(id);
      return state;
    });
  });
}

/** V.Fine over HTTP with its processes driven by hand. */
export async function buildVfine(options: Omit<WorldOptions, 'modules'> & { areCodesLimited?: boolean } = {}) {
  const clock = handClock();
  const world = await buildWorld({ ...options, modules: [vfineFace], ports: { clock, ...options.ports } });
  const gateway: Gateway = { sent: [], isDown: false };
  openCodes(world, gateway, options.areCodesLimited ?? false);
  openApplications(world);
  world.flows.onBegin(contactChange, createContactChangeRecords(world).recordContactChange);
  openRealNames(world);
  openReviews(world);

  return {
    ...world,
    clock,
    gateway,
    /** The code of the last message that was sent. */
    lastCode: (): string => /\d{6}/.exec(gateway.sent.at(-1)?.text ?? '')?.[0] ?? '',
    buildUser: (person: Omit<Parameters<typeof buildUser>[1], 'realm'> = {}) =>
      buildUser(world, { realm: 'vfine', ...person }),
    async buildMusician(fields: Partial<Record<keyof User, unknown>> = {}): Promise<User> {
      const em = world.em();
      const user = await em.findOneOrFail(User, (await buildUser(world, { realm: 'vfine' })).id);
      em.assign(user, { type: 'MUSICIAN', musicianType: 'SINGER', ...fields } as never);
      await em.flush();
      return user;
    },
    buildWork: (given: Parameters<typeof buildWork>[1]) => buildWork(world, given),
    putUpload: (user: User, content?: string, type?: string) => putUpload(world, user, content, type),
    buildOperator: () => buildUser(world, { realm: 'ops', roles: ['admin'] }),
  };
}
export type Vfine = Awaited<ReturnType<typeof buildVfine>>;
