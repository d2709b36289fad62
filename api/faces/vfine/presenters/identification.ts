import { z } from 'zod';
import { maskCard } from '#domain/verification/id-card.ts';
import type { IdentityData } from '#domain/verification/identity.ts';
import type { Verification } from '#domain/verification/verification.entity.ts';
import { verificationMachine } from '#domain/verification/verification.machine.ts';
import { UploadLink, type LinkOf } from '../link-uploads.ts';
import { cardKey } from './real-name.ts';
import { presentTime } from './time.ts';

export const State = z.enum(verificationMachine.states);

export const IdentificationView = z.object({
  uuid: z.uuid().meta({ description: 'the applicant' }),
  name: z.string(),
  occupations: z.array(z.string()),
  id: z.string().meta({ description: 'number of the identity card', example: '1301**********1234' }),
  id_card_facade: cardKey,
  id_card_facade_link: UploadLink,
  id_card_obverse: cardKey,
  id_card_obverse_link: UploadLink,
  avatar: z.string(),
  music: z.string(),
  music_link: UploadLink,
  status: State,
  remark: z.string().nullable(),
  created_at: z.iso.datetime(),
  settled_at: z.iso.datetime().nullable(),
});

/** An application as operators see it, with its opened data; the number stays masked. */
export const presentIdentification = (
  verification: Verification,
  data: IdentityData,
  linkOf: LinkOf,
): z.input<typeof IdentificationView> => ({
  uuid: verification.user.unwrap().uuid,
  name: data.name,
  occupations: verification.occupations,
  id: maskCard(data.idCard),
  id_card_facade: data.idCardFacade,
  id_card_facade_link: linkOf(data.idCardFacade),
  id_card_obverse: data.idCardObverse,
  id_card_obverse_link: linkOf(data.idCardObverse),
  avatar: verification.avatar,
  music: verification.music,
  music_link: linkOf(verification.music),
  status: verification.status,
  remark: verification.remark ?? null,
  created_at: presentTime(verification.createdAt),
  settled_at: verification.settledAt ? presentTime(verification.settledAt) : null,
});
