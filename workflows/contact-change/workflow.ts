import type { ContactChangeRecords } from '#activities/business/contact-changes.ts';
import type { Messaging } from '#activities/io/messaging.ts';
import { open } from '../kernel/opening.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';
import type { ContactChange } from './contract.ts';

const { recordContactChange } = business<ContactChangeRecords>();
const { sendWarning } = io<Messaging>();

/** Records a change of contacts, then tells every address the account had before: a stolen session shows itself. */
export async function contactChange(request: ContactChange): Promise<void> {
  const { changeId, realm, former } = request;
  await open(() => recordContactChange(request));
  show({ stage: 'TELLING', details: 'The contacts are changed; the former ones are being told.' });
  const { phone, email } = former;
  const told = await Promise.allSettled([
    ...(phone === null ? [] : [sendWarning({ id: `${changeId}-phone`, realm, contact: { phone } })]),
    ...(email === null ? [] : [sendWarning({ id: `${changeId}-email`, realm, contact: { email } })]),
  ]);
  for (const one of told) if (one.status === 'rejected') throw one.reason; // when the other was told, too
  show({ stage: 'TOLD', details: `The contacts are changed; ${told.length} former ones were told.` });
}
