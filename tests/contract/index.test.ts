import { z } from 'zod';
import { faceModules } from '#api/faces.ts';
import type { Operation } from '#api/kernel/declaration.ts';
import { readIndex, shapeOf } from './index-rows.ts';
import { notBuilt } from './not-built.ts';

const faces = ['travel', 'vfine', 'piaxi', 'okman', 'qu'];
const moduleOf = (name: string) => faceModules.find(({ face }) => face.name === name);
const operationsOf = (name: string): readonly Operation[] => moduleOf(name)?.operations ?? [];
const missingOf = (name: string): string[] => (notBuilt[name] ?? []).flatMap(([, rows]) => rows);

describe.each(faces)('the face %s', (name) => {
  const rows = readIndex(name);
  const declared = new Set(operationsOf(name).map(({ method, path }) => shapeOf(method, path)));
  const byPost = moduleOf(name)?.face.changesByPost === true; // what changes something by GET is served by POST too
  const served = new Set([
    ...declared,
    ...operationsOf(name).flatMap(({ changes, path }) => (byPost && changes ? [shapeOf('POST', path)] : [])),
  ]);
  const documented = new Set(rows.flatMap(({ operations }) => operations));

  test('declares nothing twice', () => {
    expect(operationsOf(name)).toHaveLength(declared.size);
  });

  test('serves every documented endpoint but those listed as not built', () => {
    const absent = rows.filter(({ operations }) => !operations.every((one) => served.has(one)));
    expect(absent.map(({ id }) => id)).toEqual(missingOf(name).toSorted());
  });

  test('lists nothing as not built twice, or that no document has', () => {
    const known = rows.map(({ id }) => id);
    expect(missingOf(name).filter((id) => !known.includes(id))).toEqual([]);
    expect(new Set(missingOf(name)).size).toBe(missingOf(name).length);
  });

  test('marks as ours what no document has, and nothing else', () => {
    const unmarked = operationsOf(name).filter(
      ({ method, path, ours }) => documented.has(shapeOf(method, path)) === (ours === true),
    );
    expect(unmarked.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});

test('all other faces are ours altogether', () => {
  const others = faceModules.filter(({ face }) => !faces.includes(face.name));
  expect(others.map(({ face }) => face.name)).toEqual(['ops']);
  expect(others.flatMap(({ operations }) => operations).every(({ ours }) => ours === true)).toBe(true);
});

/** Every schema inside a schema that gives an example. */
function exemplified(schema: z.ZodType): z.ZodType[] {
  const own = schema.meta()?.example === undefined ? [] : [schema];
  const { innerType, element } = schema.def as { innerType?: z.ZodType; element?: z.ZodType };
  const inner = [innerType, element, ...(schema instanceof z.ZodObject ? Object.values(schema.shape) : [])];
  return [...own, ...inner.flatMap((one) => (one instanceof z.ZodType ? exemplified(one) : []))];
}

describe('every example fits its schema', () => {
  const all = faceModules.flatMap(({ operations }) => operations);
  const whole = all.filter(({ example }) => example !== undefined);
  const parts = all.flatMap(({ face, method, path, answer, input }) =>
    [answer, input?.body, input?.query, input?.params].flatMap((schema) =>
      schema ? exemplified(schema).map((one) => [`${face} ${method} ${path}`, one] as const) : [],
    ),
  );

  test.each(whole.map((one) => [`${one.face} ${one.method} ${one.path}`, one] as const))('%s', (_name, operation) => {
    expect(operation.answer?.safeParse(operation.example)).toMatchObject({ success: true });
  });

  test.each(parts)('a part of %s', (_name, schema) => {
    expect(schema.safeParse(schema.meta()?.example)).toMatchObject({ success: true });
  });
});
