import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from '@knotwork/experiment';
import { standardPackages } from '@knotwork/standard';
import { publishedPackages } from './published.js';
import { COMMAND, readme } from './readme.js';

const { catalog } = installed(await standardPackages());
const packages = publishedPackages(fileURLToPath(new URL('../../../', import.meta.url)));
const textOf = (name: string): string => readme(packages.find(({ manifest }) => manifest.name === name)!, catalog);

test.each(packages.map((found) => [found.manifest.name, found] as const))(`the README of %s is what ${COMMAND} writes`, (name, found) => {
  if (readFileSync(join(found.folder, 'README.md'), 'utf8') !== readme(found, catalog)) throw new Error(`The README of ${name} is stale. Write all anew: ${COMMAND}`);
});

test('a plugin is shown with its formula, its place in a file, its options, what it claims, and its source', () => {
  const text = textOf('@knotwork/basis-b-spline');
  expect(text).toContain('\n    w_j^d = w_j^(d-1) / (t_(j+1) - t_(j+1-d))\n');
  expect(text).toContain('```yaml\nnetwork:\n  basis: { kind: b-spline }\n```');
  expect(text).toContain('| `degree` | `3` | a whole number from 0 to 7 | Degree of the pieces: 0 constant, 1 linear, 3 cubic |');
  expect(text).toMatch(/With the default options: support local: 4 of 8 live; .*error falls like h\^4/);
  expect(text).toContain('\nSource: C. de Boor (1972). ');
});

test('every plugin that comes with Knotwork stands in the README of its package', () => {
  for (const kind of catalog.kinds) {
    for (const { definition, package: from } of catalog.list(kind)) {
      if (packages.some(({ manifest }) => manifest.name === from)) expect([from, definition.name, textOf(from).includes(`\`${definition.name}\``)]).toEqual([from, definition.name, true]);
    }
  }
});

test('a package that is no plugin lists what it exports, by entry', () => {
  const text = textOf('@knotwork/numerics');
  expect(text).toContain('\n## Exports\n\n- `bandCholeskyFactor`: Factors a symmetric positive definite band matrix as A = L Lᵀ, in place; L has the band of A.\n');
  expect(text).toContain('\n## Exports of `@knotwork/numerics/tall`\n\n- `TallLeastSquares`: ');
  expect(text).not.toContain('LeastSquaresFit');
});

test('the words of the hand come after what a package is', () => {
  expect(textOf('@knotwork/arrays')).toContain('\n\nNamed arrays of numbers as files of NumPy.\n\nReads and writes `.npy` and `.npz`.\n\n## Exports');
});
