import { afterEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stagePages } from './stage-pages.js';

let folder = '';
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

/** A repository with these files. */
function repository(files: Readonly<Record<string, string>>): string {
  folder = mkdtempSync(join(tmpdir(), 'knotwork-stage-'));
  for (const [file, text] of Object.entries({ 'README.md': '# Home\n', ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
const staged = (page: string): string => readFileSync(join(folder, 'out', page), 'utf8');

test('links between pages lead to where these stand in the site', () => {
  const root = repository({
    'README.md': '# Home\n\n[a](docs/concepts.md#x) [b](CONTRIBUTING.md)\n', 'docs/concepts.md': '# Concepts\n\n[home](../README.md) [c](choose/bases.md) [d](decisions/)\n',
    'docs/studies.md': '# Studies\n\n## Fair comparison\n', 'docs/choose/bases.md': '# Bases\n\n[up](../concepts.md)\n', 'docs/decisions/0001-a.md': '# First\n', 'docs/decisions/0002-b.md': '# Second\n', 'CONTRIBUTING.md': '# Contributing\n',
    'docs/plugins/index.md': '# Plugins\n', 'docs/plugins/loss.md': '# A loss\n',
  });
  const { sidebar, pages, files } = stagePages(root, join(root, 'out'));
  expect(staged('index.md')).toContain('[a](./concepts.md#x) [b](./contributing.md)');
  expect(staged('concepts.md')).toContain('[home](./index.md) [c](./choose/bases.md) [d](./decisions/index.md)');
  expect(staged('choose/bases.md')).toContain('[up](../concepts.md)');
  expect(staged('decisions/index.md')).toBe('# Decisions\n\n- [First](./0001-a.md)\n- [Second](./0002-b.md)\n');
  expect([pages, files]).toEqual([9, 1]);
  expect(sidebar.map(({ text, items }) => [text, items!.map((item) => [item.text, item.link])])).toEqual([
    ['Begin', [['Concepts', '/concepts']]], ['Guides', [['Studies', '/studies'], ['Comparing fairly', '/studies#fair-comparison']]], ['Choose', [['Bases', '/choose/bases']]], ['Write plugins', [['Plugins', '/plugins/'], ['A loss', '/plugins/loss']]],
    ['Decisions', [['First', '/decisions/0001-a'], ['Second', '/decisions/0002-b']]],
    ['The project', [['Contributing', '/contributing']]],
  ]);
});

test('a file that a page points to is a page, with its own links, which the search leaves out; a picture is copied', () => {
  const root = repository({
    'docs/concepts.md': '# Concepts\n\n[code](../packages/a.ts) [read](../tools/README.md) ![p](figures/p.svg)\n', 'packages/a.ts': 'const a = `\n```\n`;\n',
    'tools/README.md': '# Tools\n\n[back](../docs/concepts.md) [more](b.yaml)\n', 'tools/b.yaml': 'b: 1\n', 'docs/figures/p.svg': '<svg/>',
  });
  stagePages(root, join(root, 'out'));
  expect(staged('concepts.md')).toContain('[code](./files/packages/a.ts.md) [read](./files/tools/README.md) ![p](./figures/p.svg)');
  expect(staged('files/packages/a.ts.md')).toBe('---\nsearch: false\n---\n\n# a.ts\n\n`packages/a.ts`\n\n````ts\nconst a = `\n```\n`;\n````\n');
  expect(staged('files/tools/README.md')).toContain('[back](../../concepts.md) [more](./b.yaml.md)');
  expect(staged('files/tools/README.md')).toMatch(/^---\nsearch: false\n---\n/);
  expect(staged('files/tools/b.yaml.md')).toContain('```yaml\nb: 1\n```');
  expect(staged('figures/p.svg')).toBe('<svg/>');
});

test('what was staged before is gone', () => {
  const root = repository({ 'out/old.md': '# Old\n' });
  stagePages(root, join(root, 'out'));
  expect(existsSync(join(root, 'out/old.md'))).toBe(false);
});

test.each([['docs/concepts.md', 'gone.md', 'docs/concepts.md points to gone.md'], ['README.md', '../outside.md', 'README.md points to ../outside.md']])('%s must not point to %s', (page, target, message) => {
  const root = repository({ [page]: `# Page\n\n[a](${target})\n` });
  expect(() => stagePages(root, join(root, 'out'))).toThrow(`${message}, and that is not there.`);
});

test('a page without a title is an error', () => {
  const root = repository({ 'docs/concepts.md': 'Text.\n' });
  expect(() => stagePages(root, join(root, 'out'))).toThrow('docs/concepts.md has no title: begin it with "# ".');
});
