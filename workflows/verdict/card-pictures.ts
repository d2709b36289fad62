import { patched } from '@temporalio/workflow';
import type { CardPictures } from '#activities/io/card-pictures.ts';
import { lasting } from '../kernel/proxies.ts';

const { removeCardPictures } = lasting<CardPictures>();

/** Removes the pictures of a card that nobody compares any more; runs that ended before this change kept them. */
export async function removeCards(userUuid: string): Promise<void> {
  if (patched('cards-removed')) await removeCardPictures({ userUuid });
}
