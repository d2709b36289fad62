/** `id` names the message: sending it again under the same id does no harm. */
interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** Sends mail; rejects where the server refuses or cannot be reached. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

interface TextMessage {
  id: string;
  to: string;
  text: string;
}

/** Sends text messages to phones; rejects where the gateway refuses or cannot be reached. */
export interface TextMessenger {
  send(message: TextMessage): Promise<void>;
}
