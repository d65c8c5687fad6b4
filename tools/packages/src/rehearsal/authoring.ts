import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, type PluginKind } from 'create-knotwork-plugin';
import { blocks } from './blocks.js';
import type { Act } from './rehearsal.js';
import type { Workplace } from './workplace.js';

/** What is rehearsed unless all kinds are asked for: a plugin without formulas. The page about bases, word for word, makes one with formulas. */
const USUAL: readonly PluginKind[] = ['dataset'];

/** What authors of plugins do: an act for each kind, and of all kinds one more for the other test runner. */
export function authoring(place: Workplace, isAll: boolean): readonly Act[] {
  const kinds = isAll ? Object.keys(KINDS) as readonly PluginKind[] : USUAL;
  const acts = kinds.map((kind): Act => ({ name: `npm create knotwork-plugin, --kind ${kind}: from nothing to an experiment elsewhere`, run: () => author(place, kind, `rehearsed-${kind}`, []) }));
  if (isAll) acts.push({ name: 'the same with --runner jest', run: () => author(place, 'loss', 'by-jest', ['--runner', 'jest']) });
  return acts;
}

/** Creates a package, installs what it asks for, tests and checks it, runs its experiment, publishes it, installs it elsewhere by name, and runs the experiment of its README there. */
async function author({ within, folder, write }: Workplace, kind: PluginKind, name: string, options: readonly string[]): Promise<string> {
  const packageName = `knotwork-${name}`;
  await within('authors')('npm', 'create', 'knotwork-plugin@latest', name, '--', '--kind', kind, ...options);
  const home = `authors/${packageName}`;
  const there = within(home);
  const read = (of: string, path: string): string => readFileSync(join(folder(of), path), 'utf8');
  await there('npm', 'install');
  // jest says how it went to standard error.
  const passed = /^# pass (\d+)$|^Tests: +(\d+) passed/m.exec(await there('bash', '-c', 'npm test 2>&1'))?.slice(1).find((count) => count !== undefined);
  if (passed === undefined) throw new Error('the runner says of no test that it passed');
  await there('npm', 'run', 'check');
  const checked = JSON.parse(read(home, 'conformance.json')) as { readonly package: string; readonly plugins: readonly { readonly passed: number; readonly failed: readonly unknown[] }[] };
  if (checked.package !== packageName || checked.plugins.length !== 1 || checked.plugins[0]!.passed === 0 || checked.plugins[0]!.failed.length > 0) throw new Error(`conformance.json says ${JSON.stringify(checked)}`);
  const use = async (of: string, file: string, out: string): Promise<string> => {
    await within(of)('npx', '--no-install', 'knotwork', 'run', file, '--out', out);
    if (kind === 'exporter') await within(of)('npx', '--no-install', 'knotwork', 'export', out, '--to', name);
    return read(of, `${out}/result.json`);
  };
  const result = await use(home, 'experiment.yaml', 'result');
  await there('npm', 'publish');

  await within('elsewhere')('npm', 'install', 'knotwork', packageName);
  const installed = readdirSync(join(folder('elsewhere'), 'node_modules', packageName), { recursive: true, encoding: 'utf8' }).sort();
  const expected = ['LICENSE', 'README.md', 'conformance.json', 'dist', ...['index', name].flatMap((module) => ['.d.ts', '.js'].map((end) => `dist/${module}${end}`)), 'package.json'].sort();
  if (installed.join() !== expected.join()) throw new Error(`published were ${installed.join(', ')}`);
  write('elsewhere', { [`${name}.yaml`]: blocks(read('elsewhere', `node_modules/${packageName}/README.md`), 'yaml')[0]! });
  if (await use('elsewhere', `${name}.yaml`, name) !== result) throw new Error('by name it gives another result than in its own folder');
  return `${passed} tests, ${checked.plugins[0]!.passed} checks`;
}
