import { z } from 'zod';
import { maskCard } from '#domain/verification/id-card.ts';
import type { IdentityData } from '#domain/verification/identity.ts';
import type { RealName } from '#domain/verification/real-name.entity.ts';
import { realNameMachine } from '#domain/verification/real-name.machine.ts';
import { UploadLink, type LinkOf } from '../link-uploads.ts';
import { presentTime } from './time.ts';

export const cardKey = z.string().meta({ description: 'empty when the picture was removed: after the verdict' });
const keys = {
  created_at: z.iso.datetime(),
  name: z.string(),
  id_card: z.string().meta({ description: 'masked', example: '1234**********1234' }),
  id_card_facade: cardKey,
  id_card_obverse: cardKey,
};

export const RealNameView = z.object({ status: z.enum(realNameMachine.states), ...keys });
export const WaitingView = z.object({
  user: z.object({ uuid: z.uuid(), name: z.string() }),
  ...keys,
  id_card_facade_link: UploadLink,
  id_card_obverse_link: UploadLink,
});

const presentKeys = ({ createdAt }: RealName, { name, idCard, idCardFacade, idCardObverse }: IdentityData) => ({
  created_at: presentTime(createdAt),
  name,
  id_card: maskCard(idCard),
  id_card_facade: idCardFacade,
  id_card_obverse: idCardObverse,
});

/** A request with its opened data; the number stays masked. */
export const presentRealName = (request: RealName, data: IdentityData): z.input<typeof RealNameView> => ({
  status: request.status,
  ...presentKeys(request, data),
});

/** A request as operators see it who have to decide. */
export function presentWaiting(request: RealName, data: IdentityData, linkOf: LinkOf): z.input<typeof WaitingView> {
  const { uuid, name } = request.user.unwrap();
  return {
    user: { uuid, name },
    ...presentKeys(request, data),
    id_card_facade_link: linkOf(data.idCardFacade),
    id_card_obverse_link: linkOf(data.idCardObverse),
  };
}
