import { expect, test } from '@jest/globals';
import { FsTree } from 'nx/src/generators/tree';
import { pageBlocks } from './fixtures/page-blocks.js';
import { workspace } from './fixtures/workspace-copy.js';
import { basis } from './generators.js';

const tree = new FsTree(workspace, false);
basis(tree, { name: 'my-basis', skipInstall: true });
const contents = (path: string): string => tree.read(path, 'utf8')!;

test('the page lists the files that the generator writes', () => {
  const created = tree.listChanges().filter(({ type }) => type === 'CREATE').map(({ path }) => path);
  expect(pageBlocks('text').at(-1)).toBe(`${created.sort().join('\n')}\n`);
});

test('the line of code that it changes is the one on the page', () => {
  expect(contents('packages/standard/src/standard-packages.ts')).toContain(`\n${pageBlocks('ts').at(-1)}`);
});

test('the generated basis is the one that the page explains, but for its name', () => {
  const code = (text: string): string[] => text.slice(text.indexOf('options: '), text.lastIndexOf('});')).replace(/ *\/\/.*\n/g, '')
    .replace(/describe\('.*'\)/, '').split(/\s+/).filter((word) => word !== '');
  const [explained] = pageBlocks('js');
  // The letters of the formula's comment, and a method in place of an arrow: all else is the same.
  const asMethod = explained!.slice(0, explained!.indexOf('export default')).replace('features: (x, grid, { intervals }) => {', 'features(x, grid, { intervals }) {')
    .replaceAll(/\bt\b/g, 's');
  expect(code(contents('packages/basis-my-basis/src/my-basis.ts'))).toEqual(code(asMethod));
});
