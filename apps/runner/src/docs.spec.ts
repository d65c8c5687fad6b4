import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed, MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { prepareStudy, readStudy, studyCatalog, StudyFolder } from '@knotwork/studies';
import { FileComposer } from '@knotwork/workspace';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** Blocks of code of one language in a page. */
const blocks = (page: string, language: string): string[] => [...read(page).matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map((m) => m[1]!);

test('code in the README and the docs is the code of the examples, which run', () => {
  const hat = read('examples/custom-basis/hat-basis.mjs');
  expect(blocks('README.md', 'js')).toEqual([hat, read('examples/from-code.mjs')]);
  expect(blocks('docs/write-a-basis.md', 'js')).toEqual([hat]);
});

test('the page about the experiment file begins with one that is valid, also with every comment that holds a line of it uncommented', async () => {
  const page = read('docs/experiment-file.md');
  const [file] = blocks('docs/experiment-file.md', 'yaml');
  expect(page.indexOf('```yaml')).toBeLessThan(page.indexOf('## '));
  const composer = new FileComposer(await standardPackages(), [given(tokens.place, new MemoryPlace())]);
  const alternatives = [...file!.matchAll(/^( +)# (?=\w+: )/gm)];
  expect(alternatives.length).toBeGreaterThan(2);
  const texts = [file!, ...alternatives.map(({ index, 0: all, 1: indent }) => `${file!.slice(0, index)}${indent}${file!.slice(index + all.length)}`)];
  for (const text of texts) {
    const { experiment } = await composer.compose({ file: 'examples/of-the-page.yaml', text, overrides: [], again: false, cwd: root });
    expect(experiment.name).toBe('concrete');
  }
});

test('the study of the page about studies is valid, and says what the page shows', async () => {
  const page = read('docs/studies.md');
  const text = blocks('docs/studies.md', 'yaml')[0]!;
  const file = readStudy(text, 'bases.yaml', studyCatalog());
  const base = { file: 'bases.yaml', folder: root, text: file.written.base as Readonly<Record<string, unknown>> };
  const folder = new StudyFolder(join(root, 'studies/of-the-page'));
  const digest = { sha256: (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex') };
  const { says } = await prepareStudy({ file, base, folder, composer: new FileComposer(await standardPackages()), digest, mixedVersions: false });
  // The hash of the plan is that of every default there is.
  const unhashed = (line: string): string => line.replace(/[0-9a-f]{12}$/, '');
  const shown = page.split('\n').map(unhashed);
  for (const line of says) expect(shown).toContain(unhashed(line));
});

test('the keys of fair comparison on that page make a study whose arms are as large and may choose as often', async () => {
  const [whole, keys] = blocks('docs/studies.md', 'yaml') as [string, string];
  const text = `${whole.slice(0, whole.indexOf('factors:'))}${keys}seeds: 1..10\nmetric: rmse\n`;
  const file = readStudy(text, 'fair.yaml', studyCatalog());
  const base = { file: 'fair.yaml', folder: root, text: file.written.base as Readonly<Record<string, unknown>> };
  const digest = { sha256: (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex') };
  const { says, record } = await prepareStudy({ file, base, folder: new StudyFolder(join(root, 'studies/of-the-page')), composer: new FileComposer(await standardPackages()), digest, mixedVersions: false });
  expect(says[0]).toMatch(/^bases: 2 arms x 2 combinations to choose from x 10 seeds = 40 trials, /);
  expect(record.plan.sizes!.map(({ arm, variant }) => `${arm} ${variant}`)).toEqual(['kan two', 'kan three', 'mlp tanh', 'mlp silu']);
  for (const { equal } of record.plan.sizes!) expect(Math.abs(equal!.reached / equal!.asked - 1)).toBeLessThan(0.1);
});

test('the study of that page that stops arms is valid, and says what the page shows', async () => {
  const [whole, , keys] = blocks('docs/studies.md', 'yaml') as [string, string, string];
  const text = `${whole.slice(0, whole.indexOf('factors:')).replace('name: bases', 'name: early')}${keys}metric: rmse\n`;
  const file = readStudy(text, 'early.yaml', studyCatalog());
  const base = { file: 'early.yaml', folder: root, text: file.written.base as Readonly<Record<string, unknown>> };
  const digest = { sha256: (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex') };
  const { says } = await prepareStudy({ file, base, folder: new StudyFolder(join(root, 'studies/of-the-page')), composer: new FileComposer(await standardPackages()), digest, mixedVersions: false });
  const unhashed = (line: string): string => line.replace(/[0-9a-f]{12}$/, '');
  const shown = read('docs/studies.md').split('\n').map(unhashed);
  expect(says[0]).toMatch(/^early: 9 arms, stopped in 2 rounds: /);
  for (const line of says) expect(shown).toContain(unhashed(line));
});

test('links between the pages lead somewhere', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/data/README.md', ...['docs', 'docs/choose', 'docs/plugins'].flatMap((folder) => readdirSync(join(root, folder)).filter((f) => f.endsWith('.md')).map((f) => `${folder}/${f}`))];
  for (const page of pages) {
    for (const [, target] of read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^https?:/.test(target!)) continue;
      const path = join(root, page, '..', target!);
      expect(() => readFileSync(path.endsWith('/') ? join(path, readdirSync(path)[0]!) : path)).not.toThrow();
    }
  }
});

test('every option of a plugin that files can name stands in the page about the file', async () => {
  const catalog = installed(await standardPackages()).catalog;
  const page = read('docs/experiment-file.md');
  for (const kind of ['dataset', 'stage', 'loss', 'optimizer', 'grid', 'edge', 'engine', 'initializer', 'basis', 'regularizer'] as const) {
    for (const { definition } of catalog.list(kind)) {
      for (const option of Object.keys(definition.options.shape)) {
        expect([`${kind} ${definition.name}: ${option}`, new RegExp(`\\b${option}\\b`).test(page)]).toEqual([`${kind} ${definition.name}: ${option}`, true]);
      }
    }
  }
});
