import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { defects } from './defects.ts';
import { root, withDefect } from './plant.ts';

test.each(defects.map((defect) => [defect.name, defect] as const))(
  'there is still a place for: %s',
  (_name, defect) => {
    expect(() => withDefect(readFileSync(join(root, defect.file), 'utf8'), defect)).not.toThrow();
    for (const file of defect.tests) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
  },
);
