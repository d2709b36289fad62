import { ApplicationFailure, CancellationScope, isCancellation } from '@temporalio/workflow';
import type { ContactCodeRecords } from '#activities/business/contact-codes.ts';
import type { Messaging } from '#activities/io/messaging.ts';
import type { CodeToSend } from '#domain/accounts/contact-code.plan.ts';
import { open } from '../kernel/opening.ts';
import { business, io } from '../kernel/proxies.ts';
import { show } from '../kernel/standing.ts';

const { recordCode, recordDelivery } = business<ContactCodeRecords>();
// Somebody sits and waits: a code that is late is worth less than the news that it will not come.
const { sendCode } = io<Messaging>('12 seconds');

/** Records a code, has it delivered and says whether it was; checking and using it are transactions of their own. */
export async function contactVerification(request: CodeToSend): Promise<void> {
  const { codeId } = request;

  async function deliver(): Promise<void> {
    show({ stage: 'SENDING', details: 'A code is on its way; the gateway is tried for 12 seconds.' });
    await recordCode(request);
    try {
      await sendCode(request);
    } catch (error) {
      await CancellationScope.nonCancellable(() => recordDelivery({ codeId, isDelivered: false }));
      if (isCancellation(error)) throw error;
      show({ stage: 'UNDELIVERED', details: 'The mail server or gateway did not take the code; nobody has it.' });
      throw ApplicationFailure.nonRetryable('the code could not be sent', 'upstream_error', 'unavailable');
    }
    await recordDelivery({ codeId, isDelivered: true });
    show({ stage: 'SENT', details: 'The code was sent; it is good for thirty minutes.' });
  }

  await open(deliver);
}
