import { expect, test } from '@jest/globals';
import { find } from './find-contraction.js';
import { LAYOUT } from './job-kinds.js';
import { platformPackages } from './platform.js';

type Host = NonNullable<Parameters<typeof find>[0]>;

/** A host with these packages: what loading each gives, or the error that it throws. */
function host(platform: string, arch: string, installed: Readonly<Record<string, unknown>> = {}): Host {
  const require = Object.assign((path: string) => { const it = installed[path]; if (it instanceof Error) throw it; return it; }, {
    resolve: (name: string) => { if (!(name in installed)) throw new Error('Cannot find module'); return name; },
  });
  return { platform, arch, getBuiltinModule: () => ({ createRequire: () => require as unknown as NodeJS.Require }) };
}

const [gnu, musl] = ['@knotwork/contraction-linux-x64-gnu', '@knotwork/contraction-linux-x64-musl'];

test('packages of a platform, of both C libraries on Linux', () => {
  expect(platformPackages('linux', 'x64')).toEqual([gnu, musl]);
  expect(platformPackages('darwin', 'arm64')).toEqual(['@knotwork/contraction-darwin-arm64']);
  expect(platformPackages('win32', 'x64')).toEqual(['@knotwork/contraction-win32-x64']);
  expect(platformPackages('linux', 'ppc64')).toEqual([]);
});

test.each([
  ['a page', undefined, 'this host loads no native code', false],
  ['a host without modules of Node', { platform: 'linux', arch: 'x64' }, 'this host loads no native code', false],
  ['another processor', host('linux', 'ppc64'), 'there is none for linux-ppc64', false],
  ['nothing installed', host('linux', 'x64'), 'no native code for linux-x64 is installed', true],
  ['one that is not installed', host('darwin', 'arm64'), 'no native code for darwin-arm64 is installed', true],
  ['a file that does not load', host('linux', 'x64', { [gnu]: new Error('libc.so.6: not found\n- more') }), `${gnu} does not load: libc.so.6: not found`, true],
  ['code of another version', host('linux', 'x64', { [gnu]: { layout: LAYOUT - 1, variants: ['avx2'], run: () => undefined } }), `${gnu} was compiled of the sources of another version`, true],
  ['code from before there were versions', host('linux', 'x64', { [gnu]: { variants: ['avx2'], run: () => undefined } }), `${gnu} was compiled of the sources of another version`, true],
  ['an old processor', host('linux', 'x64', { [gnu]: { layout: LAYOUT, variants: [], run: () => undefined } }), 'the processor has neither AVX2 nor AVX-512', false],
])('%s has none, and says why', (_, process, because, isPossible) => {
  expect(find(process)).toEqual({ because, isPossible });
});

test('the other C library is tried where the first does not load, and the first variant that the processor has is taken', () => {
  const calls: unknown[] = [];
  const found = find(host('linux', 'x64', { [gnu]: new Error('no'), [musl]: { layout: LAYOUT, variants: [, 'avx2'], run: (...args: unknown[]) => { calls.push(args); } }, [`${musl}/package.json`]: { version: '1.2.3' } })); // eslint-disable-line no-sparse-arrays
  if ('because' in found) throw new Error(found.because);
  expect(found.contraction).toMatchObject({ variant: 'avx2', version: '1.2.3', origin: { file: musl, variant: 1 } });
  const memory = new Uint8Array(8);
  found.contraction.run(memory, 16);
  expect(calls).toEqual([[memory, 16, 1]]);
});

test('KNOTWORK_NATIVE names a file in place of the package, and says what is wrong with that one', () => {
  const of = (KNOTWORK_NATIVE: string) => find({ ...host('linux', 'x64', { '/built.node': { layout: LAYOUT, variants: ['avx2'], maps: [], features: [], run: () => undefined }, [gnu]: { layout: LAYOUT, variants: ['avx512'], run: () => undefined }, [`${gnu}/package.json`]: { version: '1.2.3' }, '/broken.node': new Error('no') }), env: { KNOTWORK_NATIVE } });
  expect(of('/built.node')).toMatchObject({ contraction: { variant: 'avx2', version: null, origin: { file: '/built.node' } } });
  expect(of('')).toMatchObject({ contraction: { variant: 'avx512', version: '1.2.3' } });
  expect(of('/broken.node')).toEqual({ because: '/broken.node does not load: no', isPossible: true });
});

test('KNOTWORK_SIMD names other instructions than the widest; those that the processor has not are not replaced by others', () => {
  const of = (KNOTWORK_SIMD: string) => find({ ...host('linux', 'x64', { [gnu]: { layout: LAYOUT, variants: ['avx512', 'avx2'], maps: ['a'], features: ['b', 'c'], run: () => undefined }, [`${gnu}/package.json`]: { version: '1.2.3' } }), env: { KNOTWORK_SIMD } });
  expect(of('avx2')).toMatchObject({ contraction: { variant: 'avx2', origin: { variant: 1 }, maps: ['a'], features: ['b', 'c'] } });
  expect(of('')).toMatchObject({ contraction: { variant: 'avx512', origin: { variant: 0 } } });
  expect(of('neon')).toEqual({ because: 'the processor has no neon', isPossible: false });
});
