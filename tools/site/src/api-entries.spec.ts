import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiEntries } from './api-entries.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('entries are called as they are imported, and their sources are there', () => {
  const entries = apiEntries(root).map(({ name, path }) => [name, path] as const);
  expect(entries).toEqual(expect.arrayContaining([['knotwork', 'apps/runner/src/library/index.ts'], ['@knotwork/plugin', 'packages/plugin/src/index.ts'], ['@knotwork/plugin/engine', 'packages/plugin/src/engine/index.ts']]));
  expect(entries.filter(([, path]) => !existsSync(root + path))).toEqual([]);
  expect(entries.filter(([name]) => name.endsWith('package.json') || name === '@knotwork/plugin/zod')).toEqual([]);
});
