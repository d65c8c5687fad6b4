import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sourcesOf } from '@knotwork/contraction-builder';
import { addNativePackages, NATIVE_FILES } from './native-packages.js';

let root: string;
const out = (...path: readonly string[]): string => join(root, 'out', ...path);
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
/** As `npm run contraction` leaves it. */
const compiled = (platform: string, sources: string): void => {
  for (const name of NATIVE_FILES) write(`dist/contraction/${platform}/${name}`, name === 'package.json' ? JSON.stringify({ name: `@knotwork/contraction-${platform}`, version: '1.2.3' }) : name);
  write(`dist/contraction/${platform}/sources`, sources);
};
const manifest = (short: string): unknown => JSON.parse(readFileSync(out(short, 'package.json'), 'utf8'));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'knotwork-native-'));
  write('packages/contraction/native/kernels.c', 'int x;');
  for (const short of ['contraction', 'knotwork', 'network']) write(`out/${short}/package.json`, JSON.stringify({ name: short, dependencies: { a: '1' } }));
});
afterEach(() => { rmSync(root, { recursive: true }); });

test('what was compiled is published beside the others, and those that look for it have it as an optional dependency', () => {
  compiled('linux-x64-gnu', sourcesOf(root));
  compiled('darwin-arm64', sourcesOf(root));
  expect(addNativePackages(root, out()).map(({ name, short }) => [name, short])).toEqual([['@knotwork/contraction-linux-x64-gnu', 'contraction-linux-x64-gnu'], ['@knotwork/contraction-darwin-arm64', 'contraction-darwin-arm64']]);
  expect(readdirSync(out('contraction-darwin-arm64')).sort()).toEqual(NATIVE_FILES);
  const optionalDependencies = { '@knotwork/contraction-linux-x64-gnu': '1.2.3', '@knotwork/contraction-darwin-arm64': '1.2.3' };
  expect([manifest('contraction'), manifest('knotwork'), manifest('network')]).toEqual([
    { name: 'contraction', dependencies: { a: '1' }, optionalDependencies }, { name: 'knotwork', dependencies: { a: '1' }, optionalDependencies }, { name: 'network', dependencies: { a: '1' } },
  ]);
});

test('where nothing was compiled nothing changes', () => {
  expect(addNativePackages(root, out())).toEqual([]);
  expect(manifest('knotwork')).toEqual({ name: 'knotwork', dependencies: { a: '1' } });
});

test('what was compiled of other sources is refused with what compiles it', () => {
  compiled('linux-x64-gnu', sourcesOf(root));
  write('packages/contraction/native/kernels.c', 'int y;');
  expect(() => addNativePackages(root, out())).toThrow('dist/contraction/linux-x64-gnu was compiled of other sources. Compile anew: npm run contraction, or with -- --all for all platforms.');
});
