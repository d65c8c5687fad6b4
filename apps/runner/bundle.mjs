// Bundles the command from its sources, so that it starts in a fraction of the time that its modules take one by one; see docs/decisions/0025.
// node bundle.mjs [folder [program ...]]: without a folder it writes `bundle` beside this file, unless nothing was compiled or installed since.
// Programs are parts of the bundle besides the command, under their own names. With --release it is smaller, and has no maps: the sources are not there.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledAt, writtenAt } from './bin/last-change.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const usual = join(here, 'bundle');
const isRelease = process.argv.includes('--release');
const [out = usual, ...programs] = process.argv.slice(2).filter((argument) => argument !== '--release');

const others = [fileURLToPath(import.meta.url), join(root, 'package-lock.json'), join(root, 'node_modules/.package-lock.json')];
if (out === usual && writtenAt(join(out, 'main.js')) >= Math.max(compiledAt(), ...others.map(writtenAt))) process.exit();
const { build } = await import('esbuild');

// What plugins from outside share with the command are entries of their own, so that there is one copy of it: packages/workspace/src/loading/shared-copies.ts.
const workspace = createRequire(join(root, 'packages/workspace/package.json'));
const contracts = createRequire(join(root, 'packages/plugin/package.json'));
const shared = {
  '@knotwork/plugin': ['', '/engine', '/zod'],
  '@knotwork/algebra': [''],
  '@knotwork/numerics': [''],
  zod: ['', '/v4', '/v4/core', '/mini'],
};
const manifestOf = (name) => (name === 'zod' ? contracts : workspace)(`${name}/package.json`);
const specifiers = Object.entries(shared).flatMap(([name, paths]) => paths.map((path) => `${name}${path}`));
const entryOf = (specifier) => `shared-${specifier.replace(/^@/, '').replaceAll('/', '-')}`;

const { outputFiles } = await build({
  absWorkingDir: join(root, 'packages/plugin'), outdir: out, write: false, logLevel: 'error',
  entryPoints: {
    main: join(here, 'src/main.ts'),
    ...Object.fromEntries(programs.map((path) => [basename(path, '.ts'), resolve(path)])),
    'redirect-hook': join(root, 'packages/workspace/src/loading/redirect-hook.ts'),
    ...Object.fromEntries(specifiers.map((specifier) => [entryOf(specifier), specifier])),
  },
  // Whoever wants it installs it.
  external: ['@resvg/resvg-js'],
  // npm installs it twice in the source tree, as tools of ours want another version of it.
  alias: { yaml: dirname(createRequire(join(here, 'package.json')).resolve('yaml/package.json')) },
  bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20', chunkNames: '[name]-[hash]', conditions: ['@knotwork/source'],
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true, useDefineForClassFields: true } },
  // Names stay, for the stacks of defects; the maps lead to the sources, and are read by nobody else.
  minify: isRelease, keepNames: isRelease, ...(isRelease ? { lineLimit: 400 } : {}), sourcemap: !isRelease, sourcesContent: false, legalComments: 'none',
  // Libraries that are not modules ask for those of Node by require.
  banner: { js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);' },
});
const list = {
  versions: Object.fromEntries(Object.keys(shared).map((name) => [name, manifestOf(name).version])),
  modules: Object.fromEntries(specifiers.map((specifier) => [specifier, `./${entryOf(specifier)}.js`])),
};

// What V8 made of an older bundle.
rmSync(join(out, 'compiled'), { recursive: true, force: true });

// A command that starts meanwhile finds the old bundle or the new one: chunks bear their content in their names, and what names them comes last.
mkdirSync(out, { recursive: true });
const files = [
  ...outputFiles.map(({ path, contents }) => ({ name: basename(path), contents })), { name: 'shared-copies.json', contents: JSON.stringify(list, undefined, 2) },
].sort((a, b) => (a.name === 'main.js') - (b.name === 'main.js'));
for (const { name, contents } of files) {
  writeFileSync(join(out, `${name}.${process.pid}`), contents);
  renameSync(join(out, `${name}.${process.pid}`), join(out, name));
}
const names = new Set(files.map(({ name }) => name));
for (const name of readdirSync(out)) if (/\.js(\.map)?$/.test(name) && !names.has(name)) rmSync(join(out, name), { force: true });
