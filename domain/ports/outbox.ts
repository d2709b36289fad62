/** A message that was not sent but kept, because no mail server or SMS gateway is set up. */
export interface OutboxEntry {
  id: string;
  channel: 'mail' | 'sms';
  to: string;
  subject: string;
  text: string;
  at: Date;
}

/** What would have been sent, for operators to read; newest first. */
export interface Outbox {
  add(entry: Omit<OutboxEntry, 'at'>): Promise<void>;
  list(limit: number): Promise<OutboxEntry[]>;
}
