import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { changes, type Method, type Operation } from './declaration.ts';
import type { FaceModule } from './mount.ts';
import { z } from 'zod';
import { staffCookie } from './staff.ts';

const pathOf = (path: string): string => path.replace(/[:*](\w+)/g, '{$1}');

function requestBody({ input, method }: Operation): ZodOpenApiOperationObject['requestBody'] {
  if (input?.file) {
    const field = input.file === '*' ? 'file' : input.file;
    const schema = {
      type: 'object' as const,
      properties: { [field]: { type: 'string' as const, format: 'binary' } },
      required: [field],
    };
    return { content: { 'multipart/form-data': { schema } } };
  }
  if (!input?.body || method === 'GET') return undefined;
  return {
    content: {
      'application/json': { schema: input.body },
      'application/x-www-form-urlencoded': { schema: input.body },
    },
  };
}

const keyDescription =
  'Asked again with the same key within a day, the first answer is repeated, marked by `Idempotency-Replayed: true`. 400: malformed or missing; 409: the first request is under way; 422: the key belongs to another request.';
const key = z.string().meta({ example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"', description: keyDescription });
const keys = {
  optional: z.object({ 'Idempotency-Key': key.exactOptional().meta({ param: { id: 'IdempotencyKey' } }) }),
  required: z.object({ 'Idempotency-Key': key.meta({ param: { id: 'RequiredIdempotencyKey' } }) }),
};

function requestParams(operation: Operation): Pick<ZodOpenApiOperationObject, 'requestParams'> {
  const { params, query } = operation.input ?? {};
  const header = changes(operation) ? keys[operation.idempotent ?? 'optional'] : undefined;
  if (!params && !query && !header) return {};
  return { requestParams: { ...(params && { path: params }), ...(query && { query }), ...(header && { header }) } };
}

function success({ status, answer, type, example }: Operation): ZodOpenApiResponsesObject {
  const code = String(status) as '200';
  if (type)
    return {
      [code]: { description: 'the file', content: { [type]: { schema: { type: 'string', format: 'binary' } } } },
    };
  if (!answer) return { [code]: { description: status === 302 ? 'leads to the address in `Location`' : 'done' } };
  const content = { 'application/json': { schema: answer, ...(example !== undefined && { example }) } };
  return { [code]: { description: 'success', content } };
}

function describe({ face }: FaceModule, operation: Operation, method: Method): ZodOpenApiOperationObject {
  const { summary, description, auth, refusals } = operation;
  const ours = operation.ours === true || method !== operation.method;
  const body = method === 'GET' ? undefined : requestBody({ ...operation, method });
  return {
    summary,
    ...(description && { description }),
    operationId: `${method.toLowerCase()}${operation.path.replace(/[^a-zA-Z0-9]+(\w)?/g, (_, c: string | undefined) => (c ?? '').toUpperCase())}`,
    ...(ours && { 'x-ours': true }),
    ...requestParams(operation),
    ...(body && { requestBody: body }),
    responses: {
      ...success(operation),
      ...(refusals && {
        '4XX': {
          description: Object.entries(refusals)
            .map(([code, text]) => `${code}: ${text}`)
            .join(' · '),
        },
      }),
    },
    security:
      auth === 'none' ? [] : [{ [auth === 'basic' ? 'basic' : operation.staff ? staffCookie : face.cookie]: [] }],
    ...(auth !== 'none' && auth !== 'user' && auth !== 'basic' && { 'x-role': auth }),
  };
}

const cookie = (name: string) => ({ [name]: { type: 'apiKey', in: 'cookie', name } as const });

/** Only those that the face uses. */
function schemesOf({ face, operations }: FaceModule) {
  return {
    ...cookie(face.cookie),
    ...(operations.some(({ staff }) => staff) && cookie(staffCookie)),
    ...(operations.some(({ auth }) => auth === 'basic') && { basic: { type: 'http', scheme: 'basic' } as const }),
  };
}

/** The OpenAPI 3.1 document of a face, from the same declarations that serve it; paths are relative to its prefix. */
export function documentFace(module: FaceModule): unknown {
  const { face, operations } = module;
  const paths: NonNullable<ZodOpenApiObject['paths']> = {};
  for (const operation of operations) {
    const methods: Method[] = operation.changes && face.changesByPost ? [operation.method, 'POST'] : [operation.method];
    const item = (paths[pathOf(operation.path)] ??= {});
    for (const method of methods) item[method.toLowerCase() as 'get'] ??= describe(module, operation, method);
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: face.title, version: '1.0.0' },
    servers: [{ url: face.prefix }],
    paths,
    components: { securitySchemes: schemesOf(module) },
  });
}
