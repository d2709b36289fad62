import { z } from 'zod';
import type { Message } from '#domain/accounts/message.entity.ts';
import { presentTime } from './time.ts';

export const MessageView = z.object({
  id: z.int(),
  type: z.string().meta({ example: 'SYSTEM' }),
  title: z.string().meta({ example: 'SUCCESS_TO_MUSICIAN' }),
  content: z.string().meta({ example: 'SUCCESS_TO_MUSICIAN' }),
  args: z.record(z.string(), z.string()),
  read: z.boolean(),
  created_at: z.iso.datetime(),
});

/** What an operator is told of a message just written. */
export const WrittenView = MessageView.omit({ type: true, args: true });

export const presentMessage = ({
  id,
  type,
  title,
  content,
  args,
  read,
  createdAt,
}: Message): z.input<typeof MessageView> => ({
  id,
  type,
  title,
  content,
  args,
  read,
  created_at: presentTime(createdAt),
});
