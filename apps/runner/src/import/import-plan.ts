import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { FILES } from '@knotwork/experiment';
import { importRecord, type ImportRecord } from '@knotwork/model';
import { type PluginUse, z } from '@knotwork/plugin';
import { regularBytes } from '@knotwork/workspace';
import { badImportRecord, badNames, classesAreOutputs, noFileToImport, recordSaysAll, targetNeeded, targetWithoutClasses } from '../errors.js';
import { pluginNamed } from '../plugin-named.js';
import { nameFrom } from '../new/table-draft.js';

/** What is typed besides the file. */
export interface ImportOptions {
  readonly from?: string; readonly out?: string; readonly inputs?: string; readonly outputs?: string; readonly classes?: string; readonly target?: string; readonly data?: string;
  readonly plugin?: readonly string[]; readonly json?: boolean; readonly quiet?: boolean;
}

/** An import that is to be done, whether it was typed or stands in an `import.json`. */
export interface ImportPlan extends Pick<ImportRecord, 'name' | 'inputs' | 'outputs' | 'classes' | 'target'> {
  /** As it was typed, or from the working directory. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Null where nobody said. */
  readonly from: PluginUse | null;
  readonly data: string | null;
  /** Empty where nobody said. */
  readonly out: string;
  readonly plugins: readonly string[];
  /** What files must be, by the record that is repeated; null for a new import. */
  readonly record: { readonly path: string; readonly file: string; readonly data: string | null } | null;
}

/** Reads the command line, and the file. @throws KnotworkError `input` for a file that cannot be read and for options that do not go together */
export async function importPlan(file: string, options: ImportOptions, more: Omit<PluginUse, 'kind'>, cwd: string): Promise<ImportPlan> {
  const bytes = await bytesOf(file, cwd);
  if (file.endsWith('.json')) return repeated(file, bytes, options, more, cwd);
  const { from, out, data, target, plugin = [] } = options;
  const [inputs, outputs, classes] = (['inputs', 'outputs', 'classes'] as const).map((of) => namesIn(of, options[of]));
  if (classes !== undefined && outputs !== undefined) throw classesAreOutputs();
  if (target !== undefined && (classes === undefined || data === undefined)) throw targetWithoutClasses();
  if (classes !== undefined && data !== undefined && target === undefined) throw targetNeeded();
  return {
    file, bytes, name: nameFrom(file), from: from === undefined ? null : { kind: from, ...more }, out: out ?? '', data: data ?? null, plugins: plugin.map((word) => pluginNamed(word, cwd)), record: null,
    ...(inputs && { inputs }), ...(outputs && { outputs }), ...(classes && { classes }), ...(target === undefined ? {} : { target }),
  };
}

/** The import that a folder tells of. */
async function repeated(path: string, bytes: Uint8Array, options: ImportOptions, more: Omit<PluginUse, 'kind'>, cwd: string): Promise<ImportPlan> {
  const given = [...(['from', 'inputs', 'outputs', 'classes', 'target', 'data', 'plugin'] as const).filter((of) => options[of] !== undefined), ...Object.keys(more)];
  if (given.length > 0) throw recordSaysAll(path, given[0]!);
  const { file, from, data, plugins = [], ...record } = recordIn(path, bytes);
  const folder = dirname(path);
  const there = (of: string): string => relative(cwd, resolve(cwd, folder, of));
  return {
    ...record, file: there(file.path), bytes: await bytesOf(there(file.path), cwd), from: from as PluginUse, data: data === undefined ? null : there(data.path), out: options.out ?? folder, plugins,
    record: { path, file: file.sha256, data: data?.sha256 ?? null },
  };
}

function recordIn(path: string, bytes: Uint8Array): ImportRecord {
  let value: unknown;
  try { value = JSON.parse(new TextDecoder().decode(bytes)); } catch { throw badImportRecord(path, 'it is no JSON'); }
  const { data, error } = importRecord.safeParse(value);
  if (error === undefined) return data;
  throw badImportRecord(path, z.prettifyError(error).split('\n')[0]!.replace(/^\W+/, ''));
}

async function bytesOf(path: string, cwd: string): Promise<Uint8Array> {
  return regularBytes(resolve(cwd, path)).catch((error: Error) => {
    const record = join(path, FILES.imported);
    throw noFileToImport(path, error.message, existsSync(resolve(cwd, record)) ? record : null);
  });
}

/** @returns undefined where nothing was said */
function namesIn(option: string, text: string | undefined): string[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  if (names?.some((name) => name === '') === true) throw badNames(option, text!);
  return names;
}

/** What is kept of an import, so that it can be repeated. Paths start at the folder. */
export function recordOf(plan: ImportPlan, told: { readonly version: string; readonly package: string; readonly hash: string; readonly dataHash: string | null }, cwd: string): ImportRecord {
  const { name, file, from, data, plugins, out, inputs, outputs, classes, target } = plan;
  const fromFolder = (path: string): string => relative(resolve(cwd, out), resolve(cwd, path)).replaceAll('\\', '/');
  return {
    knotwork: told.version, name, file: { path: fromFolder(file), sha256: told.hash }, from: from!, package: told.package,
    ...(inputs && { inputs }), ...(outputs && { outputs }), ...(classes && { classes }), ...(target === undefined ? {} : { target }),
    ...(data === null ? {} : { data: { path: fromFolder(data), sha256: told.dataHash! } }), ...(plugins.length === 0 ? {} : { plugins: [...plugins] }),
  };
}
