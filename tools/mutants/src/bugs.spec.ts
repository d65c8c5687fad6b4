import { expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMutant } from './apply-mutant.js';
import { readMutant } from './read-mutant.js';
import { sourcesOf } from './tree-copy.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bugs = join(root, 'tools/mutants/bugs');
const sources = sourcesOf(root);

/** Paths of the specs of a package, from its folder. */
function specsOf(folder: string): readonly string[] {
  const home = ['packages', 'apps', 'tools'].map((name) => join(root, name, folder, 'src')).find((path) => existsSync(path));
  return home === undefined ? [] : readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.spec.ts')).map((name) => join('src', name));
}

// Whoever moves a piece of source or a spec learns here, and not hours later, that a mutant names it.
test.each(readdirSync(bugs).map((file) => [basename(file, '.mutant')]))('mutant %s applies, and the specs that should notice are there', (name) => {
  const mutant = readMutant(name, readFileSync(join(bugs, `${name}.mutant`), 'utf8'));
  expect(applyMutant(mutant, sources).size).toBeGreaterThan(0);
  for (const { folder, files } of mutant.specs) {
    const there = specsOf(folder);
    expect([folder, there.length]).not.toEqual([folder, 0]);
    expect(files.filter((part) => !there.some((spec) => spec.includes(part)))).toEqual([]);
  }
});
