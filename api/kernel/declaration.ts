import type { Readable } from 'node:stream';
import type { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import type { Actor, Role } from '#domain/shared/actor.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import type { Flows } from './flows.ts';
import type { Links } from './links.ts';
import type { Ports } from './ports.ts';
import type { RateName } from './rates.ts';
import type { SessionControl } from './session.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Method and path as the contract prints them, parameters as `:name`. */
export type Endpoint = `${Method} /${string}`;
/** `basic` is HTTP basic with the credentials of the operators' log reader; `musician` lets no operator pass. */
export type Access = 'none' | 'user' | 'basic' | 'musician' | Role;

export interface Inputs {
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The handler gets the body as the text it is: a signature covers every byte of it. */
  rawBody?: true;
  /** Name of the multipart field that holds a file, or `*` for any. */
  file?: string;
}
type Parsed<I, K extends 'params' | 'query' | 'body'> =
  I extends Record<K, infer S> ? (S extends z.ZodType ? z.output<S> : undefined) : undefined;

/** An uploaded file, lying in a folder that is removed after the answer. */
export interface Upload {
  path: string;
  name: string;
  size: number;
}

export interface Context<I, A extends Access, F> extends Links {
  em: EntityManager;
  actor: A extends 'none' | 'basic' ? Actor | undefined : Actor;
  params: Parsed<I, 'params'>;
  query: Parsed<I, 'query'>;
  body: Parsed<I, 'body'>;
  file: Upload | undefined;
  session: SessionControl;
  /** Names a new thing; a second try under the same `Idempotency-Key` gets the same names in the same order. */
  newId(): string;
  /** A later try under its `Idempotency-Key`: what it finds done may be its own doing. */
  isRetry: boolean;
  ports: Ports;
  flows: F extends true ? Flows : undefined;
  request: { id: string; address: string; method: string; url: string; header(name: string): string };
}

/** What every declaration says. */
interface Declared<I, A extends Access, F> {
  summary: string;
  description?: string;
  /** An operation that no document has. */
  ours?: true;
  auth: A;
  input?: I;
  /**
   * A GET that changes something: guarded against foreign pages, and served by POST too. A `look`, of whatever method, changes
   * only the audit: it is one each time, so that no answer is kept for who asks again under a key.
   */
  changes?: true | 'look';
  /** Whoever asks proves itself by a signature over the request; a cookie counts for nothing, so that no page can misuse one. */
  signed?: true;
  /** Origins of foreign pages that may ask this with the caller's cookie. */
  origins?(ports: Ports): readonly string[];
  /** Waits for something slow, a model or another service, and holds no transaction meanwhile; what it writes then, it writes in one of its own. */
  withoutTransaction?: true;
  /** An `Idempotency-Key` is accepted by everything that changes something; this needs one: it moves money. */
  idempotent?: 'required';
  /** Gives the handler processes instead of a transaction: a request either begins a process or writes, never both. */
  flows?: F;
  rate?: RateName;
  /** Pages of operators inside a face: whoever is logged in there counts, not who is logged in to the face. */
  staff?: true;
  /** How this operation refuses, where it is not in the face's shape. */
  refuse?(error: DomainError, links: Links): RawAnswer;
  /** The document's text for each refusal code, where it differs from the face's; `{}` stands for the error's own message. */
  refusals?: Record<string, string>;
}

export interface RouteDeclaration<I extends Inputs, A extends Access, F, O extends z.ZodType> extends Declared<
  I,
  A,
  F
> {
  status?: 200 | 201 | 204;
  output: O;
  /** The documented success text. */
  words?: string;
  example?: z.input<O>;
  handler(context: Context<I, A, F>): Promise<z.input<O> | Said<z.input<O>>>;
}

export interface ListDeclaration<I extends Inputs, A extends Access, F, O extends z.ZodType> extends Declared<I, A, F> {
  item: O;
  handler(context: Context<I, A, F> & { window: Window }): Promise<Slice<z.input<O>>>;
}

/** An answer outside the face's envelope. */
export interface RawAnswer {
  status?: number;
  type?: string;
  body?: Buffer | Readable | string;
  headers?: Record<string, string>;
}

export interface RawDeclaration<I extends Inputs, A extends Access, F> extends Declared<I, A, F> {
  /** Of a success; 200 without. */
  status?: 200 | 302;
  /** Media type of the answer, for the API description; a redirect has none. */
  type?: string;
  handler(context: Context<I, A, F>): Promise<RawAnswer>;
}

/** A success whose text the handler chose. */
export class Said<T> {
  readonly words: string;
  readonly view: T;
  constructor(words: string, view: T) {
    this.words = words;
    this.view = view;
  }
}
export const say = <T>(words: string, view: T): Said<T> => new Said(words, view);

/** Whether asking for it may change something. */
export const changes = ({ method, changes: declared }: Pick<Operation, 'method' | 'changes'>): boolean =>
  method !== 'GET' || declared !== undefined;

/** A declaration with its types forgotten: what mounting, describing and testing read. */
export interface Operation extends Declared<Inputs, Access, boolean> {
  face: string;
  method: Method;
  path: string;
  kind: 'one' | 'many' | 'raw';
  status: number;
  /** Schema of the whole answer, envelope included; none for a raw one. */
  answer?: z.ZodType;
  type?: string;
  example?: unknown;
  /** Runs the handler and puts its result into the face's envelope. */
  respond(context: Context<Inputs, Access, boolean>, url: URL): Promise<RawAnswer & { json?: unknown }>;
}
