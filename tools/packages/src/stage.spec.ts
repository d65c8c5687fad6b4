import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { faultsOfFiles } from './faults-of-files.js';
import { publishedPackages } from './published.js';
import { NotPublishable, stage } from './stage.js';

let root: string;
const put = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};
const manifest = {
  name: '@knotwork/thing', version: '0.1.0', description: 'A thing', license: 'MIT', author: 'We', type: 'module', engines: { node: '>=20' },
  exports: { './package.json': './package.json', '.': { '@knotwork/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
  imports: { '#part': { '@knotwork/source': './src/part.ts', node: './dist/part.js', default: 'mapped/part' } },
  files: ['dist'], keywords: ['kan'], publishConfig: { access: 'public' }, scripts: { prepack: 'no' }, sideEffects: ['./src/part.ts', './dist/part.js'], nx: { tags: [] },
  dependencies: { used: '1.0.0', mapped: '1.0.0', unused: '1.0.0' }, devDependencies: { tool: '1.0.0' },
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stage-'));
  mkdirSync(join(root, 'apps'));
  put({
    LICENSE: 'MIT', 'packages/thing/package.json': JSON.stringify(manifest), 'packages/thing/README.md': '# thing',
    'packages/thing/src/index.ts': '', 'packages/thing/src/part.ts': '', 'packages/thing/src/alone.ts': '', 'packages/thing/src/index.spec.ts': '', 'packages/thing/src/fixtures/data.ts': '',
    'packages/thing/dist/index.js': "/** Of code. */\nexport * from './part.js';\nimport 'used';\n//# sourceMappingURL=index.js.map\n", 'packages/thing/dist/index.d.ts': "/** Of types. */\nexport * from './part.js';\n//# sourceMappingURL=index.d.ts.map",
    'packages/thing/dist/part.js': 'export const a = /* @__PURE__ */ f();', 'packages/thing/dist/part.d.ts': 'export declare const a: number;', 'packages/thing/dist/alone.js': '', 'packages/thing/dist/alone.d.ts': '',
    'packages/thing/dist/gone.js': 'of a source that is gone', 'packages/thing/dist/tsconfig.lib.tsbuildinfo': '{}', 'packages/thing/dist/index.js.map': '{}',
    'packages/private/package.json': '{ "name": "p", "private": true }', 'packages/python/README.md': '',
  });
});
afterEach(() => { rmSync(root, { recursive: true }); });
const staged = (bundle: (out: string) => void = () => { throw new Error('no bundle'); }): string => {
  const [found, ...others] = publishedPackages(root);
  expect(others).toEqual([]);
  stage(found!, root, join(root, 'out'), bundle);
  return join(root, 'out');
};
const files = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();

test('what is published is what entries reach, without comments in code, maps, build information, and what sources left that are gone', () => {
  const out = staged();
  expect(files(out)).toEqual(['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js', 'dist/part.d.ts', 'dist/part.js', 'package.json']);
  expect(readFileSync(join(out, 'dist/index.js'), 'utf8')).toBe('export * from "./part.js";\nimport "used";\n');
  expect(readFileSync(join(out, 'dist/part.js'), 'utf8')).toBe('export const a = /* @__PURE__ */ f();\n');
  expect(readFileSync(join(out, 'dist/index.d.ts'), 'utf8')).toBe("/** Of types. */\nexport * from './part.js';\n");
});

test('declarations name what modules were compiled to, where sources name them by .ts', () => {
  put({ 'packages/thing/dist/index.d.ts': "export * from './part.ts';\nexport type A = import('./part.ts').A;" });
  const out = staged();
  expect(readFileSync(join(out, 'dist/index.d.ts'), 'utf8')).toBe("export * from './part.js';\nexport type A = import('./part.js').A;");
  expect(files(out)).toContain('dist/part.d.ts');
});

test('its package.json has nothing of the source tree, and no dependency that is not imported', () => {
  const { nx: _nx, scripts: _scripts, devDependencies: _dev, ...rest } = manifest;
  expect(JSON.parse(readFileSync(join(staged(), 'package.json'), 'utf8'))).toEqual({
    ...rest, exports: { './package.json': './package.json', '.': { types: './dist/index.d.ts', default: './dist/index.js' } }, sideEffects: ['./dist/part.js'], dependencies: { used: '1.0.0', mapped: '1.0.0' },
    imports: { '#part': { node: './dist/part.js', default: 'mapped/part' } },
  });
});

test('a tree that is not built, and a package without a README, are refused with what to do', () => {
  rmSync(join(root, 'packages/thing/dist/part.d.ts'));
  expect(staged).toThrow(new NotPublishable('packages/thing/src/part.ts was not compiled. Build first: npm run build'));
  put({ 'packages/thing/dist/part.d.ts': '' });
  rmSync(join(root, 'packages/thing/README.md'));
  expect(staged).toThrow(new NotPublishable('@knotwork/thing has no README.md. Write it: npm run docs:packages'));
});

test('of a package with a bundle, the bundle is made anew and bin is copied', () => {
  put({ 'packages/thing/package.json': JSON.stringify({ ...manifest, files: ['bin', 'bundle', 'dist'], bin: { thing: './bin/thing.js' } }), 'packages/thing/bin/thing.js': 'run', 'packages/thing/bundle/old.js': 'old' });
  const out = staged((folder) => { put({ [`${folder.slice(root.length + 1)}/main.js`]: 'new' }); });
  expect(files(out).filter((path) => /^b/.test(path))).toEqual(['bin/thing.js', 'bundle/main.js']);
  rmSync(join(root, 'packages/thing/bin/thing.js'));
  put({ 'packages/thing/bin/other.js': '' });
  expect(() => staged(() => undefined)).toThrow(new NotPublishable('@knotwork/thing names bin/thing.js, which its build did not write. Build first: npm run build'));
});

test('templates are copied as they are, whatever they are called, and are no fault', () => {
  const template = 'templates/a/__name__.spec.ts.template';
  put({ 'packages/thing/package.json': JSON.stringify({ ...manifest, files: ['dist', 'templates'] }), [`packages/thing/${template}`]: '<%= name %>', [`packages/thing/templates/.gitignore.template`]: 'dist' });
  const out = staged();
  expect(files(out).filter((path) => path.startsWith('templates/'))).toEqual(['templates/.gitignore.template', template]);
  expect(readFileSync(join(out, template), 'utf8')).toBe('<%= name %>');
  expect(faultsOfFiles(files(out), (path) => readFileSync(join(out, path), 'utf8'))).toEqual([]);
});

test('every fault of a tarball is named, and a sound one has none', () => {
  const out = staged();
  const read = (path: string): string => readFileSync(join(out, path), 'utf8');
  const faults = (): readonly string[] => faultsOfFiles(files(out), read);
  expect(faults()).toEqual([]);
  const change = (edit: (published: Record<string, unknown>) => void): void => {
    const published = JSON.parse(read('package.json')) as Record<string, unknown>;
    edit(published);
    writeFileSync(join(out, 'package.json'), JSON.stringify(published));
  };
  put({ 'out/dist/tsconfig.lib.tsbuildinfo': '{}', 'out/dist/a.js.map': '{}', 'out/dist/a.spec.js': '', 'out/dist/b.js': "import 'secret/part';\n//# sourceMappingURL=b.js.map", 'out/dist/c.d.ts': "export type C = import('@s/types').T;" });
  rmSync(join(out, 'LICENSE'));
  rmSync(join(out, 'dist/part.js'));
  change((published) => {
    delete published['keywords'];
    Object.assign(published, { publishConfig: {}, scripts: {}, dependencies: { idle: '1.0.0' }, imports: { '#p': { '@knotwork/source': './src/p.ts', default: 'mapped/p' } }, exports: { '.': './dist/index.js', './part': './dist/part.js' } });
  });
  expect(existsSync(join(out, 'dist/index.js'))).toBe(true);
  expect([...faults()].sort()).toEqual([
    'LICENSE is missing', 'dist/a.js.map should not be in it', 'dist/a.spec.js should not be in it', 'dist/b.js imports secret, which package.json does not declare',
    'dist/b.js names a map that is not there', 'dist/c.d.ts imports @s/types, which package.json does not declare', 'dist/index.js imports used, which package.json does not declare', 'dist/part.js is missing',
    'dist/tsconfig.lib.tsbuildinfo should not be in it', 'idle is a dependency that nothing imports', 'package.json has no keywords', 'package.json has scripts', 'package.json maps to mapped, which it does not declare',
    'package.json names sources', 'publishConfig.access is not public', 'src/p.ts is missing',
  ]);
});
