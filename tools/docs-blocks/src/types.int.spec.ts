import { expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.js';
import { details } from './page.js';
import { PROVEN_BY } from './proven-by.js';
import { typeFaults } from './type-faults.js';
import { isBuilt } from './workbench.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

(isBuilt(root) ? test : test.skip)('TypeScript of the documentation compiles, strictly', () => {
  // What another spec proves is compiled there.
  const isOurs = (block: { readonly page: string; readonly language: string } & Parameters<typeof details>[0]): boolean => details(block, 'by').length === 0 && !PROVEN_BY.some(({ page, language }) => page === block.page && language === block.language);
  expect(typeFaults(root, pages(root), isOurs).join('\n')).toBe('');
}, 120_000);
