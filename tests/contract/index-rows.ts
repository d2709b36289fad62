import { readFileSync } from 'node:fs';

/** One endpoint of a document: `GET|POST` is one row and two operations. */
export interface Row {
  id: string;
  operations: string[];
}

/** How paths are compared: parameters by place, not by name, and without the last slash. */
export const shapeOf = (method: string, path: string): string =>
  `${method} ${path.replace(/\{[^}]*\}|:\w+/g, '{}').replace(/(?<=.)\/$/, '')}`;

/** The endpoint index of a face, as kept in docs/contracts. */
export function readIndex(face: string): Row[] {
  const [, ...lines] = readFileSync(`docs/contracts/${face}.tsv`, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [id = '', methods = '', path = ''] = line.split('\t');
    return { id, operations: methods.split('|').map((method) => shapeOf(method, path)) };
  });
}

/** Row ids of a list like `1-5 7`. */
export const ids = (prefix: string, list: string): string[] =>
  list.split(' ').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => `${prefix}-${String(from + i).padStart(3, '0')}`);
  });
