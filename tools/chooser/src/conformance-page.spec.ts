import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describedChecks } from '@knotwork/conformance';
import { COMMAND } from './chooser-page.js';
import { conformancePage, KNOWN_DEFECTS } from './conformance-page.js';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

test(`docs/conformance.md is what ${COMMAND} writes`, () => {
  if (read('docs/conformance.md') !== conformancePage()) throw new Error(`docs/conformance.md is stale. Write the pages anew: ${COMMAND}`);
});

test('every check and test that is said to find a defect is there', () => {
  const names = new Set(describedChecks().flatMap(({ checks }) => checks.map((check) => check.name)));
  expect(KNOWN_DEFECTS).toHaveLength(11);
  for (const { checks, tests = [] } of KNOWN_DEFECTS) {
    expect(checks.filter((name) => !names.has(name))).toEqual([]);
    for (const { file, name } of tests) expect([file, name, read(file).includes(`test('${name}'`)]).toEqual([file, name, true]);
  }
});
