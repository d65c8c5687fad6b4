import { basename, dirname, join } from 'node:path';
import type { Model } from '@knotwork/model';
import { evaluateModel, type NetworkExport } from '@knotwork/network/exported';
import { type Closeness, compareExport, differenceOf, type ExportComparison, variableOf } from '@knotwork/trials';
import { derivativesDiffer, derivativesOfNothing, exportDiffers, exportsTo, severalExporters, unknownEnding } from '../errors.js';
import { refuseOutFile, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { digits, table } from '../table.js';
import { knownDerivatives } from './known-derivatives.js';
import { networkNote } from './equation-notes.js';
import { optionForDouble } from './option-for-double.js';
import { notePackages } from './note-packages.js';
import { openModel } from './open-model.js';
import { pythonNameNote } from './python-name.js';
import { refuseSource } from './refuse-source.js';
import { writtenOptions } from './written-options.js';

export interface ExportOptions { readonly to?: string; readonly out?: string; readonly derivatives?: string; readonly plugin?: readonly string[]; readonly force?: boolean; readonly json?: boolean; readonly quiet?: boolean }

/** Rows that an export is compared on at most. */
const MOST_ROWS = 1000;

/** Writes the network of a run as a file of another program, after it was compared with the network on rows of the run; which exporter, the ending of the file says where nothing else does. Without either it lists them. */
export async function exportRun(folder: string, written: readonly string[], options: ExportOptions, output: Output, cwd: string): Promise<void> {
  const { out, plugin = [], force = false } = options;
  if (options.to === undefined && out === undefined && options.derivatives !== undefined) throw derivativesOfNothing();
  const asked = options.derivatives;
  const model = await openModel(folder, plugin, cwd);
  const exporters = model.exporters();
  const to = options.to ?? (out === undefined ? undefined : exporterByEnding(out, exporters));
  if (to === undefined) {
    for (const line of table([{ title: '--to', isText: true }, { title: 'writes', isText: true }], exporters.map(({ name, summary }) => [name, summary]))) output.say(line);
    output.json(exporters);
    return;
  }
  notePackages(model, options);
  if (!exporters.some(({ name }) => name === to)) throw exportsTo(to, exporters.map(({ name }) => name));
  const { extension } = exporters.find(({ name }) => name === to)!;
  if (out !== undefined && !out.endsWith(extension)) throw unknownEnding(out, [extension.slice(1)]);
  const use = writtenOptions(written, 'exporter', 'numbers=float');
  const exported = await model.export({ kind: to, ...use }, out === undefined ? undefined : basename(out, extension), asked === undefined ? {} : { derivatives: asked });
  const names = placed(exported, out, extension);
  for (const [, path] of names) {
    refuseSource(path, folder, plugin, cwd);
    refuseOutFile(path, cwd, force);
  }
  const precise = await model.inDoublePrecision();
  const compared = await comparison(precise, exported, asked);
  await Promise.all([...new Set([model, precise])].map((one) => one.dispose()));
  const doubleInstead = (): string | null => (exported.precision === 'single' ? optionForDouble(model.catalog.get('exporter', to), use) : null);
  if (compared !== null && !compared.isClose) throw exportDiffers(to, compared.difference, compared.allowed, doubleInstead());
  if (compared?.derivatives?.isClose === false) throw derivativesDiffer(to, compared.derivatives.difference, compared.derivatives.allowed, doubleInstead());
  for (const [name, path] of names) writeOutFile(path, cwd, exported.files[name]!, force);
  const isQuantized = exported.precision === 'quantized';
  output.say(`Written: ${names.map(([, path]) => path).join(', ')}`);
  for (const note of names.flatMap(([, path]) => pythonNameNote(path))) output.say(`note: ${note}`);
  for (const note of networkNote(model, 'the files are', `"knotwork symbolic ${folder} --to python" writes the equation`)) output.say(`note: ${note}`);
  output.say(compared === null ? notCompared(exported.trial, model.rowsToTry(1) !== null) : `On ${compared.rows} ${compared.on} it differs from the network by ${digits(compared.difference)} of the largest output at most${isQuantized ? `, and by ${digits(compared.typical)} as a rule (root mean square)` : ''}.`);
  if (compared !== null && isQuantized && exported.model.task === 'classification') output.say(`The class is another in ${compared.otherLargest} of these rows.`);
  for (const line of compared?.derivatives === undefined ? [] : aboutDerivatives(compared.derivatives, compared.rows)) output.say(line);
  const { columns = [] } = exported.model.derivatives ?? {};
  output.json({
    to, files: names.map(([, path]) => path), difference: compared?.difference ?? null, ...(isQuantized ? { typical: compared?.typical ?? null, ...(exported.model.task === 'classification' ? { otherClass: compared?.otherLargest ?? null } : {}) } : {}), rows: compared?.rows ?? null,
    ...(asked === undefined ? {} : { derivatives: { names: columns.map(({ name }) => name), difference: compared?.derivatives?.difference ?? null, rows: compared?.derivatives?.rows ?? null } }),
  });
}

/** The exporter that writes files of such a name. @throws KnotworkError `input` where none does, or several do */
function exporterByEnding(out: string, exporters: readonly { readonly name: string; readonly extension: string }[]): string {
  const names = exporters.filter(({ extension }) => out.endsWith(extension)).map(({ name }) => name);
  if (names.length === 0) throw unknownEnding(out, [...new Set(exporters.map(({ extension }) => extension.slice(1)))]);
  if (names.length > 1) throw severalExporters(out, names);
  return names[0]!;
}

function aboutDerivatives({ difference, rows }: Closeness, of: number): readonly string[] {
  const left = rows < of ? `; the other ${of - rows} are at ends of domains, where they jump` : '';
  return rows === 0 ? ['Derivatives were not compared: all rows are at ends of domains, where they jump.'] : [`Its derivatives differ on ${rows === of ? 'these' : rows} rows by ${digits(difference)} of the largest at most${left}.`];
}

function notCompared(trial: NetworkExport['trial'], hasRows: boolean): string {
  if (!hasRows) return 'Not compared with the network: that needs rows that the run kept.';
  const variable = variableOf(trial);
  const named = variable === null ? undefined : process.env[variable];
  const hint = variable === null ? '' : named === undefined || named === '' ? `; the environment variable ${variable} may name the program` : `; ${variable} is "${named}", which cannot do it. It names the program alone`;
  return `Not compared with the network: that needs ${trial.needs}${hint}.`;
}

/** Where each file goes: the first one where it was asked for, others beside it. */
function placed({ files }: NetworkExport, out: string | undefined, extension: string): readonly (readonly [name: string, path: string])[] {
  return Object.keys(files).map((name, k) => {
    if (out === undefined) return [name, name];
    if (k === 0) return [name, out];
    return [name, join(dirname(out), `${basename(out, extension)}${name.slice(name.indexOf('.'))}`)];
  });
}

/** Null where nothing can be run, or nobody knows rows to run it on. */
async function comparison(model: Model, exported: NetworkExport, asked: string | undefined): Promise<(ExportComparison & { readonly on: string }) | null> {
  const rows = model.rowsToTry(MOST_ROWS);
  if (rows === null) return null;
  const predicted = await model.predict(rows);
  const compared = await compareExport(exported, rows, predicted, () => differenceOf(evaluateModel(exported.model, rows), predicted), asked === undefined ? undefined : await knownDerivatives(model, exported, rows, asked));
  return compared === null ? null : { ...compared, on: rows.areKept ? 'rows of the run' : 'rows all over the domain' };
}
