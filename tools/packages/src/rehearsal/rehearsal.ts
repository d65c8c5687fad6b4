import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformPackages } from '@knotwork/contraction';
import { CLASSES_FILE, wholeExperiment } from '@knotwork/docs-blocks';
import { packageOf, reachable, specifiersOf } from '../imports.js';
import { entryFiles } from '../published-manifest.js';
import type { WrittenPackage } from '../write-packages.js';
import { authoring } from './authoring.js';
import { blocks } from './blocks.js';
import { command } from './command.js';
import { installedSize } from './installed-size.js';
import { pageScript } from './page-script.js';
import { workplace } from './workplace.js';

/** What an installation of the command may take. */
const MOST_PACKAGES = 75;
const MOST_BYTES = 60e6;

export interface Stage {
  readonly packages: readonly WrittenPackage[];
  /** The folder that `writePackages` wrote. */
  readonly published: string;
  /** The workspace: its documentation, and its compiler. */
  readonly root: string;
  /** An empty folder outside of it. */
  readonly place: string;
  /** Settings of npm. */
  readonly settings: string;
  /** Whether plugins of all kinds are rehearsed, which takes longer. */
  readonly isAll: boolean;
}

export interface Act {
  readonly name: string;
  /** @returns what is worth saying @throws when it fails */
  run(): Promise<string>;
}

/** What somebody does who has nothing but a registry: each act needs those before it. */
export function rehearsal({ packages, published, root, place, settings, isAll }: Stage): readonly Act[] {
  const npmrc = join(place, 'npmrc');
  writeFileSync(npmrc, settings);
  // Nothing of the workspace's npm reaches the commands, which `npm run` hands down by its environment.
  const env = { npm_config_userconfig: npmrc, npm_config_registry: /^registry=(.*)$/m.exec(settings)![1]!, npm_config_cache: join(place, 'cache') };
  const there = workplace(place, env);
  const { folder, within, write } = there;
  const user = within('user');
  const page = readFileSync(join(root, 'docs/write-a-basis.md'), 'utf8');
  const specifiers = packages.flatMap(({ manifest: { name, exports = {} } }) => Object.keys(exports).filter((path) => path !== './package.json').map((path) => name + path.slice(1)));

  return [
    {
      name: 'all packages are published',
      run: async () => {
        await command('npm', ['publish', '--workspaces'], { cwd: published, env });
        return `${packages.length} packages`;
      },
    },
    {
      name: 'npm install knotwork',
      run: async () => {
        write('user', { 'package.json': '{ "name": "user", "private": true, "type": "module" }' });
        await user('npm', 'install', 'knotwork');
        const { packages: there, bytes } = installedSize(folder('user'));
        const said = `${there.length} packages, ${(bytes / 1e6).toFixed(1)} MB`;
        if (there.length > MOST_PACKAGES || bytes > MOST_BYTES) throw new Error(`${said}; at most ${MOST_PACKAGES} and ${MOST_BYTES / 1e6} MB are allowed`);
        const uninvited = there.filter((name) => /^@tensorflow\//.test(name));
        if (uninvited.length > 0) throw new Error(`${uninvited.join(', ')} came with it`);
        return said;
      },
    },
    {
      name: 'the README of knotwork',
      run: async () => {
        const readme = readFileSync(join(folder('user'), 'node_modules/knotwork/README.md'), 'utf8');
        write('user', { 'hello.yaml': blocks(readme, 'yaml')[0]!, 'readme.js': blocks(readme, 'js')[0]! });
        const lines = blocks(readme, 'sh').flatMap((block) => block.trim().split('\n')).filter((line) => line.startsWith('npx '));
        const said = [];
        for (const line of lines) said.push(await user('npx', '--no-install', ...line.split(' ').slice(1)));
        if (!/^RMSE: .*test \d/m.test(said[0]!)) throw new Error(`no error of the test set in:\n${said[0]}`);
        const library = await user('node', 'readme.js');
        if (!/^test R2 (?:0\.9\d+|1\.0+)\ntrue\n$/.test(library)) throw new Error(`the library said:\n${library}`);
        return `${lines.length} commands, ${/^RMSE: .*/m.exec(said[0]!)![0]}; ${library.split('\n')[0]}`;
      },
    },
    {
      name: 'engines, each tried',
      run: async () => {
        const said = await user('npx', '--no-install', 'knotwork', 'engines');
        for (const name of ['native', 'reference', 'tfjs']) if (!said.includes(name)) throw new Error(`${name} is not among:\n${said}`);
        // Where native code for this platform was published, npm brought it along; without optional dependencies the same command works on WebAssembly.
        const hasNative = platformPackages(process.platform, process.arch).some((name) => existsSync(join(published, name.replace('@knotwork/', ''))));
        const stateOf = (text: string): string => /native code +\S+.*?(ready|absent|unsupported)/.exec(text)?.[1] ?? 'not listed';
        if (stateOf(said) !== (hasNative ? 'ready' : 'absent')) throw new Error(`native code is ${stateOf(said)} in:\n${said}`);
        write('plain', { 'package.json': '{ "name": "plain", "private": true, "type": "module" }' });
        await within('plain')('npm', 'install', 'knotwork', '--omit=optional', '--ignore-scripts');
        const plain = await within('plain')('npx', '--no-install', 'knotwork', 'engines');
        if (stateOf(plain) !== 'absent' || !/wasm +\S+ +ready/.test(plain)) throw new Error(`without optional dependencies:\n${plain}`);
        return `${said.trim().split('\n').length} lines; native code is ${stateOf(said)}, and absent without optional dependencies`;
      },
    },
    {
      name: 'all packages at once: each entry is loaded, each JavaScript of a README runs',
      run: async () => {
        const all = within('all');
        write('all', { 'package.json': '{ "name": "all", "private": true, "type": "module" }', 'load.js': specifiers.map((specifier) => `await import('${specifier}');`).join('\n') });
        await all('npm', 'install', ...packages.map(({ manifest: { name } }) => name));
        await all('node', 'load.js');
        let count = 0;
        for (const { manifest: { name } } of packages) {
          for (const block of blocks(readFileSync(join(folder('all'), 'node_modules', name, 'README.md'), 'utf8'), 'js')) {
            write('all', { 'block.js': block });
            await all('node', 'block.js');
            count += 1;
          }
        }
        return `${specifiers.length} entries, ${count} blocks`;
      },
    },
    {
      name: 'the parts of experiment files that READMEs show are valid',
      run: async () => {
        const files: string[] = [];
        for (const { manifest: { name }, short } of packages) {
          for (const block of blocks(readFileSync(join(folder('all'), 'node_modules', name, 'README.md'), 'utf8'), 'yaml')) {
            files.push(`${short}-${files.length}.yaml`);
            write('all', { [files.at(-1)!]: wholeExperiment(block), [`classes-${files.at(-1)!}`]: wholeExperiment(block, 'classes') });
          }
        }
        write('all', { 'classes.csv': CLASSES_FILE });
        // Not by npx, which takes longer than the command.
        const validate = (file: string): Promise<string> => within('all')('./node_modules/.bin/knotwork', 'validate', file);
        // Some parts are for numbers, some for classes.
        for (const file of files) await validate(file).catch((error: unknown) => validate(`classes-${file}`).catch(() => { throw error; }));
        return `${files.length} parts`;
      },
    },
    ...(['nodenext', 'bundler'] as const).map((resolution): Act => ({
      name: `strict TypeScript, without skipLibCheck, by ${resolution}`,
      run: async () => {
        const all = within('all');
        // Of an entry whose types are those of an optional peer the types need that peer.
        const [alone, needy] = [specifiers.filter((specifier) => !needsOptional(specifier, packages)), specifiers.filter((specifier) => needsOptional(specifier, packages))];
        const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', lib: ['es2023', 'dom'], module: resolution === 'nodenext' ? 'nodenext' : 'preserve', moduleResolution: resolution, types: ['node'] };
        write('all', { [`${resolution}.json`]: JSON.stringify({ compilerOptions, files: ['all.ts', 'readme.ts'] }), 'all.ts': alone.map((specifier, k) => `export * as m${k} from '${specifier}';`).join('\n') });
        write('all', { 'readme.ts': blocks(readFileSync(join(folder('all'), 'node_modules/knotwork/README.md'), 'utf8'), 'js')[0]! });
        if (!existsSync(join(folder('all'), 'node_modules/@types/node'))) await all('npm', 'install', `@types/node@${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> }).devDependencies['@types/node']}`);
        await all('node', join(root, 'node_modules/typescript/bin/tsc'), '-p', `${resolution}.json`);
        return `${alone.length} entries and the code of the README${needy.length === 0 ? '' : `; ${needy.join(', ')} needs an optional peer`}`;
      },
    })),
    {
      name: 'the page about bases, word for word',
      run: async () => {
        write('reader', { 'page.sh': pageScript(page, '## In this repository') });
        const said = await within('reader')('bash', 'page.sh');
        const [first, ...later] = [...said.matchAll(/^RMSE: .*/gm)].map(([line]) => line);
        if (first === undefined || later.at(-1) !== first) throw new Error(`the basis does not train by name as it did by path:\n${said}`);
        return `${said.match(/^\$ /gm)!.length} commands; ${first}`;
      },
    },
    ...authoring(there, isAll),
  ];
}

/** Whether the declarations of an entry lead to a peer that is optional. */
function needsOptional(specifier: string, packages: readonly WrittenPackage[]): boolean {
  const { manifest: { name, exports = {}, peerDependenciesMeta = {} }, out } = packages.find(({ manifest }) => specifier === manifest.name || specifier.startsWith(`${manifest.name}/`))!;
  const optional = new Set(Object.keys(peerDependenciesMeta));
  const paths = new Set(readdirSync(join(out, 'dist'), { recursive: true, encoding: 'utf8' }).map((path) => `dist/${path.replaceAll('\\', '/')}`));
  const read = (path: string): string => readFileSync(join(out, path), 'utf8');
  const entries = entryFiles({ exports: { entry: exports[`.${specifier.slice(name.length)}`] } }).filter((path) => path.endsWith('.d.ts'));
  return [...reachable(entries, paths, read)].some((path) => specifiersOf(read(path)).some((module) => optional.has(packageOf(module) ?? '')));
}
