import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { FILES, installed, VERSION } from '@knotwork/experiment';
import { foreignFile, type ImportedModel, importModel, type ImportRequest, rowsFrom, type RowsOfImport, targetsFrom } from '@knotwork/model';
import { type Catalog, isKnotworkError, type KnotworkError, printable } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { DiskPluginLoader, regularBytes } from '@knotwork/workspace';
import { changedSource, importFrom, importNeedsOut, noFileToImport, otherImporter } from '../errors.js';
import type { Output } from '../output.js';
import { table } from '../table.js';
import { OPTION } from '../use/open-model.js';
import { readRows } from '../use/read-rows.js';
import { writtenOptions } from '../use/written-options.js';
import { refuseFolder, writeFolder } from './import-folder.js';
import { type ImportOptions, importPlan, type ImportPlan, recordOf } from './import-plan.js';

/** Reads a network that another program trained, and writes the folder that other commands take; without a file it lists the importers. */
export async function importNetwork(file: string | undefined, written: readonly string[], options: ImportOptions, output: Output, cwd: string): Promise<void> {
  if (file === undefined) { listImporters(installed(await standardPackages()).catalog, output); return; }
  const plan = await importPlan(file, options, writtenOptions(written, 'importer', 'base=silu'), cwd);
  const packages = await new DiskPluginLoader(plan.record === null ? { isStored: false, option: OPTION } : undefined).load(plan.plugins, cwd);
  const { catalog } = installed(await standardPackages(), packages);
  const importers = catalog.list('importer');
  const importer = importers.find(({ definition }) => definition.name === plan.from?.kind);
  // What no importer could read is told first.
  if (plan.from === null) foreignFile(plan.bytes, plan.file);
  if (importer === undefined) throw importFrom(plan.from?.kind, importers.map(({ definition }) => definition.name), readersOf({ bytes: plan.bytes, file: plan.file, name: plan.name, catalog }));
  if (plan.out === '') throw importNeedsOut();
  refuseFolder(plan.out, cwd);
  const hash = sha256(plan.bytes);
  if (plan.record !== null && plan.record.file !== hash) throw changedSource(plan.file, plan.record.path);
  const { name, bytes, from, inputs, outputs, classes, data } = plan;
  const model = read({
    bytes, file: plan.file, name, from: from!, catalog, ...(inputs && { inputs }), ...(outputs && { outputs }), ...(classes && { classes }),
    hashes: Object.fromEntries(packages.filter(({ name: of, fingerprint }) => !fingerprint.startsWith(`${of}@`)).map(({ name: of, fingerprint }) => [of, fingerprint])),
  });
  const dataHash = data === null ? null : sha256(await regularBytes(resolve(cwd, data)).catch((error: Error) => { throw noFileToImport(data, error.message); }));
  if (plan.record !== null && plan.record.data !== dataHash) throw changedSource(data!, plan.record.path);
  const { rows, notes } = await rowsOf(plan, model.inputs, model.outputs, cwd);
  const files = await model.files(rows);
  const record = recordOf(plan, { version: VERSION, package: `${importer.package} ${importer.version}`, hash, dataHash }, cwd);
  writeFolder(plan.out, cwd, { ...files, [FILES.imported]: `${JSON.stringify(record, undefined, 2)}\n` });

  output.say(`${name}: ${model.task} of ${told(model.outputs)} from ${told(model.inputs)}, widths ${model.widths.join(',')}, from ${plan.file} of ${from!.kind}`);
  for (const note of [...model.notes, ...notes]) output.say(`note: ${printable(note)}`);
  output.say(`Network in ${plan.out}; ${join(plan.out, FILES.imported)} repeats the import.`);
  output.json({ folder: plan.out, name, task: model.task, inputs: model.inputs, outputs: model.outputs, widths: model.widths, from, sha256: hash, notes: [...model.notes, ...notes] });
}

/** @throws KnotworkError of the importer, with the one that reads the file where it is another */
function read(request: ImportRequest): ImportedModel {
  try {
    return importModel(request);
  } catch (error) {
    const others = isKnotworkError(error) && error.code === 'input' ? readersOf(request).filter((name) => name !== request.from.kind) : [];
    throw others.length === 0 ? error : otherImporter(error as KnotworkError, others[0]!);
  }
}

/** Importers that can read a file with their default options. */
function readersOf({ bytes, file, name, catalog }: Omit<ImportRequest, 'from'>): readonly string[] {
  return catalog.list('importer').map(({ definition }) => definition.name).filter((kind) => {
    try { importModel({ bytes, file, name, catalog, from: { kind } }); return true; } catch { return false; }
  });
}

function listImporters(catalog: Catalog, output: Output): void {
  const importers = catalog.list('importer').map(({ definition: { name, summary } }) => ({ name, summary }));
  for (const line of table([{ title: '--from', isText: true }, { title: 'reads', isText: true }], importers.map(({ name, summary }) => [name, summary]))) output.say(line);
  output.say('Write: knotwork import FILE --from KIND --out DIR');
  output.json(importers);
}

/** Rows that were given; targets where the table has all their columns. */
async function rowsOf({ data, classes, target }: ImportPlan, inputs: readonly string[], outputs: readonly string[], cwd: string): Promise<{ readonly rows: RowsOfImport | null; readonly notes: readonly string[] }> {
  if (data === null) return { rows: null, notes: [] };
  const read = await readRows(data, cwd, inputs, {});
  const { inputs: samples, notes } = rowsFrom(read, inputs, null);
  const hasTargets = classes !== undefined || outputs.every((name) => read.header.includes(name));
  const targets = hasTargets ? targetsFrom(read, outputs, classes ?? [], target === undefined ? {} : { target }).targets : null;
  const missing = targets === null ? [`${read.file} has no column ${outputs.filter((name) => !read.header.includes(name)).map((name) => `"${name}"`).join(', ')}, so that edges are scored and nothing is said of predictions`] : [];
  return { rows: { inputs: samples, targets }, notes: [...notes, ...missing] };
}

/** Some names. */
const told = (names: readonly string[]): string => (names.length > 4 ? `${names.length} columns` : names.join(', '));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
