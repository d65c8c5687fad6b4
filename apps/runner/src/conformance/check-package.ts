import { join, relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { installed, VERSION } from '@knotwork/experiment';
import { API, type InstalledPackage, printable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { CONFORMANCE_RECORD, type FoundPackage, hashCode, loadPackage } from '@knotwork/workspace';
import { nameTaken } from '../errors.js';
import { EXIT } from '../exit-status.js';
import type { Output } from '../output.js';
import { pluginNamed } from '../plugin-named.js';
import { CheckWatch } from './check-watch.js';
import { checkedText, totalOf } from './check-text.js';
import { type CheckedPlugin, type ConformanceRecord, readRecord, refuseForeignRecord, writeRecord } from './record.js';
import { planChecks, runChecks } from './run-checks.js';
import { setupModule, setupsOf } from './setups.js';

export interface CheckOptions { readonly out?: string; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/** The engine that plugins are checked with. */
const ENGINE = 'native';

/** Runs the checks of every plugin of a package and writes what came of it. @param word a folder, a file, or the name of a package @returns the exit status */
export async function checkPackage(word: string, options: CheckOptions, output: Output, cwd: string): Promise<number> {
  const found = await loadPackage(cwd, pluginNamed(word, cwd));
  const { name, version, location } = found;
  // What is installed is its author's, and so is its record.
  const isInstalled = /[\\/]node_modules[\\/]/.test(location.root);
  const path = options.out ?? (location.root === location.file || isInstalled ? null : relative(cwd, join(location.root, CONFORMANCE_RECORD)));
  const full = path === null ? null : resolve(cwd, path);
  if (full !== null) refuseForeignRecord(full, path!, options.force === true);
  const code = hashCode(location);

  const others = (await standardPackages()).filter((standard) => standard.name !== name);
  refuseTakenNames(found, others);
  const { catalog } = installed(others, [found]);
  const native = catalog.get('engine', ENGINE);
  const engine = await native.create(native.options.parse({}) as never);
  const setups = await setupsOf(found, cwd);
  const companions = [...found.definition.plugins, ...others.flatMap(({ definition }) => definition.plugins)];
  const planned = [];
  for (const plugin of found.definition.plugins) planned.push(await planChecks(plugin, setups[`${plugin.kind} ${plugin.name}`] ?? {}, companions, engine, setupModule(location)));

  const progress = options.quiet !== true && output.stream.isTTY ? new (await import('./check-progress.js')).CheckProgress(output.stream) : null;
  const watch = new CheckWatch();
  const plugins: CheckedPlugin[] = [];
  try {
    for (const plan of planned) {
      const began = performance.now();
      const title = `${plan.plugin.kind} ${plan.plugin.name}`;
      const checked = await runChecks(plan, (check, done, of) => {
        watch.begins(printable(`${title}: ${check}`));
        progress?.show(title, check, done, of);
      });
      progress?.stop();
      for (const line of checkedText(checked, (performance.now() - began) / 1000)) output.say(line);
      for (const note of plan.notes) output.say(`  note: ${note}`);
      plugins.push(checked);
    }
  } finally {
    progress?.stop();
    await watch.end();
  }

  const came = { conformance: 1, package: name, version, code, knotwork: VERSION, kit: VERSION, engine: ENGINE, api: API, plugins } as const;
  const before = full === null ? null : readRecord(full);
  // The same once more leaves a file that may be under version control as it is.
  const date = before !== null && isDeepStrictEqual({ ...came, date: before.date }, before) ? before.date : new Date().toISOString();
  const record: ConformanceRecord = { ...came, date };
  if (full !== null) writeRecord(full, path!, record, options.force === true);
  const failed = plugins.reduce((sum, plugin) => sum + plugin.failed.length, 0);
  if (plugins.length !== 1) output.say(`${name} ${version}: ${totalOf(plugins)}`);
  if (path !== null) output.say(`Written: ${path}`);
  else if (isInstalled) output.say('Nothing is written into an installed package: --out FILE keeps the record.');
  output.json({ ...record, file: path });
  if (failed > 0) process.stderr.write(`knotwork: ${failed === 1 ? 'a check' : `${failed} checks`} of ${printable(name)} failed.\n`);
  return failed === 0 ? EXIT.done : EXIT.numerical;
}

/** A run would refuse them, too. */
function refuseTakenNames({ definition: { plugins } }: FoundPackage, others: readonly InstalledPackage[]): void {
  for (const { name: from, definition } of others) {
    const taken = definition.plugins.find(({ kind, name }) => plugins.some((own) => own.kind === kind && own.name === name));
    if (taken !== undefined) throw nameTaken(taken.kind, taken.name, from);
  }
}
