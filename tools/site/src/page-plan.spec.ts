import { expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, SECTIONS, sectionsOf, sitePath } from './page-plan.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('every page of the documentation stands in the side bar, once', () => {
  const pages = sectionsOf(root).flatMap(filesOf);
  expect(new Set(pages).size).toBe(pages.length);
  // What builds the site, and what is installed for it, is no page.
  const folders = ['docs', ...readdirSync(join(root, 'docs'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'site').map(({ name }) => `docs/${name}`)];
  const there = folders.flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`));
  expect(there.length).toBeGreaterThan(80);
  expect(there.filter((page) => !pages.includes(page))).toEqual([]);
});

test('pages that are named are there, but for those of plugins, which come by themselves', () => {
  const pages = new Set(sectionsOf(root).flatMap(filesOf));
  const named = SECTIONS.flatMap(filesOf).filter((page) => !page.endsWith('/*') && !page.startsWith('docs/plugins/'));
  expect(named.filter((page) => !pages.has(page))).toEqual([]);
});

test('a star stands for the pages of a folder that are not named, by name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'knotwork-plan-'));
  try {
    for (const file of ['docs/a.md', 'docs/k/c.md', 'docs/k/b.md', 'docs/k/d.md', 'docs/k/e.svg']) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    const sections = [{ title: 'One', pages: ['docs/k/c.md', { text: 'Part', page: 'docs/k/b.md', heading: 'x' }, 'docs/a.md', 'docs/k/*'] }, { title: 'None', pages: ['docs/none.md', 'docs/nothing/*', { text: 'Gone', page: 'docs/none.md', heading: 'x' }] }];
    expect(sectionsOf(folder, sections)).toEqual([{ title: 'One', pages: ['docs/k/c.md', { text: 'Part', page: 'docs/k/b.md', heading: 'x' }, 'docs/a.md', 'docs/k/b.md', 'docs/k/d.md'] }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('addresses are short', () => {
  expect(['README.md', 'docs/grids.md', 'docs/choose/bases.md', 'CONTRIBUTING.md'].map(sitePath)).toEqual(['index.md', 'grids.md', 'choose/bases.md', 'contributing.md']);
});
