import type { z } from 'zod';
import type { Realm } from '#domain/shared/actor.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import type { Slice, Window } from '#domain/shared/slice.ts';
import {
  Said,
  type Access,
  type Context,
  type Endpoint,
  type Inputs,
  type ListDeclaration,
  type Method,
  type Operation,
  type RawAnswer,
  type RawDeclaration,
  type RouteDeclaration,
} from './declaration.ts';

export type InputPart = 'params' | 'query' | 'body';

/** What makes a face differ from another; a route never mentions envelopes, error statuses or cookies. */
export interface FaceDefinition<Q extends z.ZodObject> {
  name: Realm;
  title: string;
  /** Where the face lies on the common host. */
  prefix: string;
  /** The prefix its document prints, served on a host name of its own besides `/`. */
  printedPrefix: string;
  cookie: string;
  /** Where the cookie counts, if not only below the face. */
  cookiePath?: string;
  /** Response header that gives a new session's token to clients without cookies; they send it back as a bearer token. */
  tokenHeader?: string;
  /** Where its files lie on the common host, if not below the prefix; their operations begin with `/files`. */
  filesAt?: `${string}/files`;
  /** Pages whose visitors may change something here besides our own: what they send as Origin or Referer. */
  origins?: readonly string[];
  /** The mount serves `GET` routes that change something by `POST` too. */
  changesByPost?: true;
  paging: { query: Q; window(query: z.output<Q>): Window };
  envelope: {
    one(view: z.ZodType): z.ZodType;
    wrapOne(view: unknown, words: string | undefined): unknown;
    many(view: z.ZodType): z.ZodType;
    wrapMany(slice: Slice<unknown>, window: Window, url: URL): unknown;
  };
  /** The refusal for input that does not fit its schema. */
  misfit(part: InputPart, issues: z.core.$ZodIssue[]): DomainError;
  /** Face-wide texts of refusal codes. */
  texts: Record<string, string>;
  /** Status and body of a refusal; `text` is the documented one, where there is one. */
  refuse(error: DomainError, text: string | undefined): { status: number; body: unknown };
  /** The answer to a fault of ours. */
  fault(): { status: number; body: unknown };
  /** What is refused where only other methods are served. */
  wrongMethod(allowed: Method[]): DomainError;
}

type Handler = (context: never) => Promise<unknown>;
type AnyContext = Context<Inputs, Access, boolean>;
const run = (handler: Handler, context: AnyContext): Promise<unknown> =>
  (handler as (context: AnyContext) => Promise<unknown>)(context);

function split(endpoint: Endpoint): { method: Method; path: string } {
  const at = endpoint.indexOf(' ');
  return { method: endpoint.slice(0, at) as Method, path: endpoint.slice(at + 1) };
}

const routeOf =
  <Q extends z.ZodObject>({ name, envelope }: FaceDefinition<Q>) =>
  /** One answer in the face's envelope. */
  <I extends Inputs, A extends Access, O extends z.ZodType, F extends boolean = false>(
    endpoint: Endpoint,
    { handler, output, words, status = 200, example, ...declared }: RouteDeclaration<I, A, F, O>,
  ): Operation => {
    const answer = status === 204 ? undefined : envelope.one(output);
    return {
      ...declared,
      ...split(endpoint),
      face: name,
      kind: 'one',
      status,
      ...(answer && { answer }),
      ...(example !== undefined && { example: envelope.wrapOne(output.parse(example), words) }),
      async respond(context) {
        const result = await run(handler, context);
        const [view, text] = result instanceof Said ? [result.view, result.words] : [result, words];
        return answer ? { status, json: envelope.wrapOne(output.parse(view), text) } : { status };
      },
    };
  };

const listOf =
  <Q extends z.ZodObject>({ name, envelope, paging }: FaceDefinition<Q>) =>
  /** A page of a list; the window comes from the face's paging. */
  <I extends Inputs, A extends Access, O extends z.ZodType, F extends boolean = false>(
    endpoint: Endpoint,
    { handler, item, input, ...declared }: ListDeclaration<I, A, F, O>,
  ): Operation => ({
    ...declared,
    ...split(endpoint),
    input: { ...input, query: input?.query ? paging.query.extend(input.query.shape) : paging.query },
    face: name,
    kind: 'many',
    status: 200,
    answer: envelope.many(item),
    async respond(context, url) {
      const window = paging.window(context.query as z.output<Q>);
      const slice = (await run(handler, { ...context, window } as AnyContext)) as Slice<unknown>;
      const items = slice.items.map((one) => item.parse(one));
      return { status: 200, json: envelope.wrapMany({ items, total: slice.total }, window, url) };
    },
  });

const rawOf =
  <Q extends z.ZodObject>({ name }: FaceDefinition<Q>) =>
  /** An answer outside the envelope: a picture, a file, a redirect. */
  <I extends Inputs, A extends Access, F extends boolean = false>(
    endpoint: Endpoint,
    { handler, status = 200, type, ...declared }: RawDeclaration<I, A, F>,
  ): Operation => ({
    ...declared,
    ...split(endpoint),
    face: name,
    kind: 'raw',
    status,
    ...(type && { type }),
    respond: async (context) => ({ status, ...((await run(handler, context)) as RawAnswer) }),
  });

/** A face: its definition, and the three ways to declare an operation of it. */
export const defineFace = <Q extends z.ZodObject>(face: FaceDefinition<Q>) => ({
  ...face,
  route: routeOf(face),
  list: listOf(face),
  raw: rawOf(face),
});

/** A face without its ways to declare: what serving and describing need. */
export type Face = Omit<FaceDefinition<z.ZodObject>, 'paging'>;
