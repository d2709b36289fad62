import type { KeyObject } from 'node:crypto';

/** A refusal as OSS words it. */
export class OssError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const escape = (text: string): string => text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const xmlOf = ({ code, message }: { code: string; message: string }): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escape(message)}</Message></Error>`;

/** What the store answers. */
export interface Answer {
  status: number;
  type?: string;
  body?: string | Buffer;
}

/** What signs callbacks, and where its public half lies. */
export interface Signer {
  key: KeyObject;
  keyUrl: string;
}
