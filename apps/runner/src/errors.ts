import { didYouMean, KnotworkError } from '@knotwork/plugin';
import { diskError } from '@knotwork/workspace';

const input = (message: string): KnotworkError => new KnotworkError('input', message);

export function badImportRecord(path: string, reason: string): KnotworkError {
  return input(`${path} does not say how to import a network: ${reason}. Give the file of the network with --from KIND and --out DIR.`);
}

export function badNames(option: string, text: string): KnotworkError {
  return input(`--${option} must be names with commas between them, such as a,b; got "${text}".`);
}

export function badPluginOption(option: string, kind: string, example: string): KnotworkError {
  return input(`Options of an ${kind} are option=value, such as ${example}; got "${option}". "knotwork plugins show ${kind} NAME" lists them.`);
}

export function bothOnStandardOutput(): KnotworkError {
  return input('--json and --out - both write to standard output. Leave one of them out.');
}

export function cannotWrite(path: string, cause: NodeJS.ErrnoException): KnotworkError {
  if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return input(`--out must be in a folder that is there; "${path}" is not. Make the folder, or choose another file with --out.`);
  if (cause.code === 'EISDIR') return input(`--out must name a file; "${path}" is a folder. Choose another with --out.`);
  return new KnotworkError('environment', `${path} could not be written: ${cause.message}. Choose another file with --out.`, { cause });
}

export function constantTarget(file: string, name: string, value: unknown): KnotworkError {
  return input(`--target must name a column that varies; "${name}" of ${file} is ${value === undefined ? 'empty' : JSON.stringify(value)} in every row. Choose another column.`);
}

/** @param instead an option with which the exporter writes double numbers; null where there is none, or it was given */
export function exportDiffers(exporter: string, difference: number, allowed: number, instead: string | null = null): KnotworkError {
  return new KnotworkError('plugin', `exporter ${exporter} wrote what differs from the network by ${difference} of the largest output, and ${allowed} is what numbers of that precision may. Nothing was written.${typeInstead(instead)}`);
}

export function derivativesDiffer(exporter: string, difference: number, allowed: number, instead: string | null = null): KnotworkError {
  return new KnotworkError('plugin', `exporter ${exporter} wrote derivatives that differ from those of the network by ${difference} of the largest, and ${allowed} is what numbers of that precision may. Nothing was written.${typeInstead(instead)}`);
}

const typeInstead = (option: string | null): string => (option === null ? '' : ` This network needs more digits: give ${option}.`);

export function derivativesOfNothing(): KnotworkError {
  return input('--derivatives is for an exporter, and neither --to nor --out names one. Write "knotwork export DIR" to see which there are.');
}

export function exportsTo(to: string, known: readonly string[]): KnotworkError {
  return input(`--to must be one of ${known.join(', ')}; got "${to}".${didYouMean(to, known)}`);
}

export function severalExporters(out: string, names: readonly string[]): KnotworkError {
  return input(`--out ${out} ends as files of several exporters do. Write --to ${names.join(' or --to ')} as well.`);
}

/** @param command that wrote the file, null where none of ours did */
export function fileInTheWay(path: string, command: string | null): KnotworkError {
  const what = command !== null ? `was changed since "knotwork ${command}" wrote it` : 'is there already';
  return input(`"${path}" ${what}. Give --force to replace it, or another file with --out.`);
}

/** Of a file that no option replaces. @param what it is to the run, such as "a plugin of the run" */
export function outIsSource(path: string, what: string): KnotworkError {
  return input(`"${path}" is ${what}, which is never replaced. Give another file with --out NAME.`);
}

export function changedSource(path: string, record: string): KnotworkError {
  return input(`${path} is not the file that was imported: its SHA-256 is not the one in ${record}. Import it as a new one, with --from KIND and --out DIR.`);
}

export function classesAreOutputs(): KnotworkError {
  return input('--outputs and --classes both name the outputs. Leave --outputs out: of a classification its classes are its outputs.');
}

/** @param readers importers that can read the file as it is */
export function importFrom(from: string | undefined, known: readonly string[], readers: readonly string[]): KnotworkError {
  const found = readers.length === 0 ? '' : ` The file is one of ${readers.join(' or ')}: write --from ${readers[0]}.`;
  return input(`--from must say what wrote the file: ${known.join(', ')}${from === undefined ? '.' : `; got "${from}".${found === '' ? didYouMean(from, known) : ''}`}${found}`);
}

/** A refusal of one importer, of a file that another one reads. */
export function otherImporter(refusal: KnotworkError, reader: string): KnotworkError {
  return new KnotworkError(refusal.code, `${refusal.message.replace(/ Save it again .*$/, '')} It is one of ${reader}: write --from ${reader}.`, { ...refusal.place, cause: refusal });
}

export function importFolderInTheWay(folder: string, names: readonly string[]): KnotworkError {
  return input(`--out must name a new folder, an empty one or that of an import; "${folder}" holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}. Give another folder with --out.`);
}

export function importNeedsOut(): KnotworkError {
  return input('--out must name the folder that the network goes to, such as --out runs/imported.');
}

export function intervalOfClasses(): KnotworkError {
  return input('--interval is for numbers; this model tells classes, and its predictions have the probability of each. Leave --interval out.');
}

export function intervalOfEquation(): KnotworkError {
  return input('--interval is for the network: constants of an equation are fitted to validation rows, too, so that its errors there say too little of new ones. Leave --interval out, or --equation.');
}

export function noLevel(written: string): KnotworkError {
  return input(`--interval must be a number above 0 and below 1, such as 0.9; got "${written}".`);
}

/** @param rows how many, @param to what they are for */
export function nothingComplete(file: string, rows: number, to: string): KnotworkError {
  return input(`${file} has no row to ${to}: ${rows === 1 ? 'its only row misses' : `all of its ${rows} rows miss`} a value, and the run left such rows out. Fill in what is missing.`);
}

export function columnOfTwo(name: string): KnotworkError {
  return input(`Two columns would be called "${name}": that of an output, and that of a derivative. Ask for derivatives from code, with model.derivatives of the package knotwork.`);
}

export function missingTarget(file: string, name: string, missing: number, rows: number): KnotworkError {
  return input(`--target must name a column that has a value in every row; "${name}" of ${file} has none in ${missing} of ${rows} rows. Remove these rows, or choose another column.`);
}

export function noInputsLeft(file: string, reasons: readonly string[]): KnotworkError {
  return input(`No column of ${file} besides the target can be an input: ${reasons.join(', ') || 'there is none'}. Add one that holds numbers.`);
}

/** @param record the file of an import that is there, null where there is none */
export function noFileToImport(path: string, reason: string, record: string | null = null): KnotworkError {
  return input(`"${path}" cannot be imported: ${reason}. ${record === null ? 'Check the path.' : `To repeat the import that made it, write knotwork import ${record}.`}`);
}

export function noRunsFolder(folder: string): KnotworkError {
  return input(`There is no folder "${folder}" to look for runs in. Give one that is there; "knotwork run FILE" writes into runs/.`);
}

export function noPicture(place: string): KnotworkError {
  return input(`${place} has no picture of its network, and no network that one could be drawn of. Let the run finish with the command that began it.`);
}

/** @param cause of what was tried */
export function noResvg(cause: unknown): KnotworkError {
  return new KnotworkError('environment', 'a PNG is drawn by the package @resvg/resvg-js, which is not installed. Run "npm install @resvg/resvg-js@2.6.2", or write an SVG: --out FILE.svg.', { cause });
}

export function experimentForRun(file: string): KnotworkError {
  return input(`"${file}" is an experiment file, and the folder of a run is needed, such as runs/NAME/ID; "knotwork run ${file}" says where it is.`);
}

/** @param within the folder of a file that was given, if it is there */
export function noSuchFolder(folder: string, within: string | null = null): KnotworkError {
  if (within !== null) return input(`"${folder}" is a file, and the folder of a run is needed. Write "${within}".`);
  return input(`There is no folder "${folder}". Give the folder of a run, such as runs/NAME/ID; "knotwork run FILE" says where it is.`);
}

/** @param study its folder @param archives in which trials of it are */
export function packedTrial(folder: string, study: string, archives: readonly string[]): KnotworkError {
  return input(`There is no folder "${folder}", and trials of that study are packed in ${archives.join(', ')}. Write "knotwork unpack ${study}" to make folders of them again.`);
}

/** @param runs folders of runs, at least one */
export function runsWithin(folder: string, runs: readonly string[]): KnotworkError {
  const one = runs.length === 1 ? `one: write "${runs[0]!}"` : `${runs.length}, such as "${runs[0]!}": "knotwork list ${folder}" lists them`;
  return input(`"${folder}" is not the folder of a run, but holds ${one}.`);
}

export function noSuchTarget(file: string, name: string, header: readonly string[]): KnotworkError {
  return input(`--target must name a column of ${file}; got "${name}". Columns: ${header.join(', ')}.${withoutUnit(name, header) ?? didYouMean(name, header)}`);
}

/** A question for the only column that is called so, but for a unit that follows; undefined where there is none, or there are several. */
function withoutUnit(name: string, header: readonly string[]): string | undefined {
  const begins = header.filter((column) => column.toLowerCase().startsWith(name.toLowerCase()) && /^[^\p{L}\p{N}]/u.test(column.slice(name.length)));
  return name !== '' && begins.length === 1 ? ` Did you mean "${begins[0]!}"?` : undefined;
}

/** @param known what can be done */
export function noSuchCommand(above: string, name: string, known: readonly string[]): KnotworkError {
  return input(`"knotwork ${above}" has no command "${name}".${didYouMean(name, known)} There are: ${known.join(', ')}. "knotwork ${above} --help" says what they do.`);
}

/** @param known what can be installed */
export function noSuchBinding(name: string, known: readonly string[]): KnotworkError {
  return input(`There is nothing to install that is called "${name}". There are: ${known.join(', ')}.${didYouMean(name, known)}`);
}

/** @param sources who can bring it */
export function noSuchClient(from: string, sources: readonly string[]): KnotworkError {
  return input(`--from must say what brings the library: ${sources.join(' or ')}; got "${from}".${didYouMean(from, sources)}`);
}

/** @param told what came out otherwise */
export function stepDiffers(name: string, told: string): KnotworkError {
  return new KnotworkError('numerical', `${name} is installed, and a step of a network on it failed its test: ${told}. Choose another backend, and report this with the output of "knotwork engines --json".`);
}

export function noTable(path: string, reason: string): KnotworkError {
  return input(`The table "${path}" cannot be read: ${reason}. Check the path.`);
}

/** @param bytes of the file, @param most that may be */
export function largeTable(path: string, bytes: number, most: number): KnotworkError {
  return input(`The table "${path}" has ${Math.ceil(bytes / 1e6)} MB, and one that nobody has said anything about may have ${most / 1e6} MB. Give a part of its rows, such as that of: head -n 100000 "${path}" > part.csv. Or write the file of an experiment by hand: "knotwork run" reads larger ones, and rows: 20000 in its data set uses so many.`);
}

export function noTarget(file: string, header: readonly string[]): KnotworkError {
  return input(`--target must say which column of ${file} is to be predicted. Columns: ${header.join(', ')}. Write --target ${JSON.stringify(header.at(-1))}, if that is it.`);
}

export function nothingToCompare(): KnotworkError {
  return input('There must be at least two runs to compare. Write knotwork compare DIR DIR; "knotwork list" shows those there are.');
}

export function nothingToSchema(what: string, known: readonly string[]): KnotworkError {
  return input(`There is a schema of ${known.map((name) => `"${name}"`).join(' and ')}; got "${what}".${didYouMean(what, known)}`);
}

export function recordSaysAll(path: string, option: string): KnotworkError {
  return input(`${path} says how to import its network, and --${option} does not go with it. Leave --${option} out, or give the file of the network itself.`);
}

export function standardOutputLost(cause: NodeJS.ErrnoException): KnotworkError {
  if (cause.code === 'EPIPE') return new KnotworkError('environment', 'Standard output was closed before the result was printed. Leave it open, and give the same command again.', { cause });
  return diskError('Standard output', cause, 'or send it elsewhere, and give the same command again.');
}

export function tableAsOut(path: string): KnotworkError {
  return input(`--out must be another file than the table; got "${path}" for both. Write --out ${withoutLastEnding(path)}.experiment.yaml.`);
}

export function outWithoutYaml(out: string): KnotworkError {
  return input(`--out must name an experiment file, which ends in .yaml; got "${out}". Write --out ${withoutLastEnding(out)}.yaml.`);
}

export function targetWithoutClasses(): KnotworkError {
  return input('--target names the column of the classes, and goes with --classes and --data. Of numbers, --outputs names the columns.');
}

export function targetNeeded(): KnotworkError {
  return input('--target must say which column of the rows has the class, where --data is given with --classes.');
}

/** @param first text, and @param where it is: a line, or a row */
export function targetOfTexts(file: string, name: string, values: number, rows: number, first: unknown, where: string): KnotworkError {
  return input(`--target must hold numbers, or few classes; "${name}" of ${file} has ${values} different values in ${rows} rows, texts among them: the first is ${JSON.stringify(first)} in ${where}. Choose another column, or correct its numbers.`);
}

export function targetWithoutTable(target: string): KnotworkError {
  return input(`--target needs the table that has the column "${target}". Write knotwork new TABLE --target ${JSON.stringify(target)}.`);
}

export function unknownEnding(path: string, endings: readonly string[]): KnotworkError {
  return input(`--out must end in ${endings.map((ending) => `.${ending}`).join(', ').replace(/, ([^,]*)$/, ' or $1')}; got "${path}". Rename it.`);
}

export function unknownForm(to: string, forms: readonly string[]): KnotworkError {
  return new KnotworkError('input', `--to must say what the equation is written as: ${forms.join(', ')}; got "${to}".`);
}

export function toOrOut(to: string, out: string, ending: string): KnotworkError {
  return new KnotworkError('input', `--out ${out} does not end as --to ${to} does. Leave --to out, or write a name that ends in .${ending}.`);
}

export function numberOfDigits(written: string): KnotworkError {
  return new KnotworkError('input', `--digits must be a whole number from 1 to 17, or all; got "${written}".`);
}

export function noNetworkToRead(folder: string, why: string | undefined): KnotworkError {
  return new KnotworkError('input', why ?? `${folder} has no network yet. Let the run come to its end first.`);
}

/** @param rows that say something of the target */
export function tooFewRows(file: string, target: string, rows: number, least: number): KnotworkError {
  return input(`${file} must have at least ${least} rows with a value of "${target}", some to learn from and some to try it on; it has ${rows}. Add rows.`);
}

/** @param columns of the table, besides the target, @param most that would do */
export function tooManyColumns(table: string, target: string, columns: number, most: number): KnotworkError {
  return new KnotworkError('capability', `${table} must have fewer columns for an equation: all numbers of its curves are fitted at once, which the first ${most} of its ${columns} columns leave room for. `
    + `Keep the ones that may matter in the table, or fit a network without an equation: "knotwork new ${table} --target ${target}" writes a file for one.`);
}

export function badSeed(written: string): KnotworkError {
  return new KnotworkError('input', `--seed must be a whole number from 0; got "${written}".`);
}

export function noStudyFile(what: string, path: string, reason: string): KnotworkError {
  return input(`${what} "${path}" cannot be read: ${reason}. Check the path${what.startsWith('base') ? '' : '; a study file begins with "study: 1"'}.`);
}

/** @param given on the command line @param instead what to write into the file */
export function notForStudies(given: string, instead: string): KnotworkError {
  return input(`${given} is for experiment files; a study file says it itself. Write it into the file: ${instead}.`);
}

/** @param value that is no assignment */
export function notAssigned(value: string): KnotworkError {
  return input(`"${value}" must be path=a,b, such as network.basis=b-spline,chebyshev.`);
}

/** @param file of an experiment */
export function notVaried(file: string): KnotworkError {
  return input(`"${file}" is an experiment, and a study of it needs something that is varied. Write path=a,b and seeds behind it, such as network.basis=b-spline,chebyshev seed=1..10, or give a study file: study: 1, base: ${file}, and what is varied under "factors".`);
}

/** @param text the seeds that were given under the name that study files have for them */
export function seedsBehind(text: string): KnotworkError {
  return input(`"seeds" is what a study file says; behind a file every seed is an override of its own. Write seed=${text}.`);
}

/** @param got null where none are given */
export function seedsOfStudy(got: string | null): KnotworkError {
  return input(`A study of an experiment needs seeds${got === null ? '' : `, whole numbers from 0 and at most 10000; got "${got}"`}. Write seed=1..10 behind the file.`);
}

/** @param first of two values behind a file that have one path, as they were written */
export function givenTwice(path: string, first: string, second: string): KnotworkError {
  return input(`The key "${path}" is given twice: ${path}=${first} and ${path}=${second}. Write it once, with all of its values: ${path}=${path === 'seed' ? '1..10' : 'a,b'}.`);
}

/** @param got two numbers with .. between them @param most whole numbers that a range may have @param instead a range that would do */
export function badRange(path: string, got: string, most: number, instead: string): KnotworkError {
  return input(`The range of ${path} must go from a whole number up to a larger one, and have ${most} numbers at most; got "${got}". Write ${path}=${instead}, or values with commas between them.`);
}

export function badWorkers(written: string, most: number, what = '--workers'): KnotworkError {
  return input(`${what} must be a whole number from 1 to ${most}; got "${written}".`);
}

export function workerOfOtherCode(folder: string, before: string, now: string): KnotworkError {
  return input(`The study in "${folder}" is computed by other code: ${before}; this is ${now}. Work on it with the Knotwork that conducts it.`);
}

/** @param which trial it is, in words */
export function workFailed({ code, message }: { readonly code: KnotworkError['code']; readonly message: string }, which: string): KnotworkError {
  return new KnotworkError(code, `${which}: ${message}`);
}

export function notJudged(folder: string): KnotworkError {
  return input(`The study in "${folder}" has no verdict yet. Let it come to its end with the command that began it; "knotwork status ${folder}" says how far it is.`);
}

/** @param ofEnding the format whose files end so */
export function tablesAs(to: string, formats: readonly string[], what = '--to', ofEnding?: string): KnotworkError {
  return input(`${what} must be one of ${formats.join(', ')}; got "${to}".${ofEnding === undefined ? didYouMean(to, formats) : ` Write ${what} ${ofEnding}.`}`);
}

export function pngOfRun(folder: string): KnotworkError {
  return input(`--png is for figures of a study. Of a run, knotwork report ${folder} --out network.png draws the network.`);
}

export function pluginOfStudy(): KnotworkError {
  return input('--plugin is for runs: what a study came to is shown without its plugins. Leave it out.');
}

export function studyAmongRuns(folder: string): KnotworkError {
  return input(`"${folder}" is the folder of a study, and runs are compared. Its arms are compared in its tables: write knotwork table ${folder}, or give folders of its trials.`);
}

export function parquetNeedsFile(folder: string): KnotworkError {
  return input(`--to parquet needs a file: its bytes are none for a terminal. Write knotwork table ${folder} --out trials.parquet.`);
}

export function resolvedStudy(): KnotworkError {
  return input('--resolved is for experiment files: a study has as many experiments as trials. Leave it out, or give the base experiment.');
}

/** @param module of the author, as it is told */
export function noSetupsIn(module: string): KnotworkError {
  return input(`The default export of ${module} must say what the checks of plugins need, by kind and name. Write export default { 'basis NAME': { options: [{ ... }] } }.`);
}

/** @param known plugins of the package, by kind and name */
export function setupOfNobody(module: string, plugin: string, known: readonly string[]): KnotworkError {
  return input(`"${plugin}" in ${module} is no plugin of the package, which has ${known.join(', ')}.${didYouMean(plugin, known)}`);
}

export function strangeSetup(module: string, plugin: string, key: string, known: readonly string[]): KnotworkError {
  return input(`"${key}" of "${plugin}" in ${module} is nothing that checks take. There are: ${known.join(', ')}.${didYouMean(key, known)}`);
}

/** @param path as package.json has it */
export function noSetups(path: string): KnotworkError {
  return input(`package.json names "${path}" under "knotwork": { "conformance": ... }, and there is no such file. Build the package, or correct the path.`);
}

/** @param module where the author says what checks need */
export function cannotBeChecked(kind: string, name: string, module: string, cause: Error): KnotworkError {
  return new KnotworkError('input', cause.message.replace(/ Give others as options: .*$/, ` In ${module} write export default { '${kind} ${name}': { options: [{ ... }] } }.`), { cause });
}

/** A plugin that is not among those that come with Knotwork, where no file was named. */
export function notWithoutFile({ code, message, place }: KnotworkError, kind: string, name: string): KnotworkError {
  return new KnotworkError(code, `${message} One from outside is found through a file: knotwork plugins show ${kind} ${name} FILE, with an experiment file that names its package, or its module.`, place);
}

export function recordInTheWay(path: string): KnotworkError {
  return input(`"${path}" is there already and is no record of checks. Give --force to replace it, or another file with --out.`);
}

/** @param why a clause */
export function noFormula(kind: string, name: string, why: string, what: 'formula' | 'picture' = 'formula'): KnotworkError {
  return input(`The ${kind} "${name}" has no ${what}: ${why}. ${what === 'formula' ? `"knotwork plugins show ${kind} ${name}" tells of it` : 'Leave --out out'}.`);
}

export function formulaNeedsOptions(kind: string, name: string, { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): KnotworkError {
  const option = path.map(String).join('.');
  return input(`The ${kind} "${name}" cannot be shown with these options: ${option === '' ? '' : `"${option}": `}${message}. Give what is needed as --option ${option === '' ? 'NAME' : option}=VALUE; "knotwork plugins show ${kind} ${name}" lists options.`);
}

export function onlyWithFormula(option: string): KnotworkError {
  return input(`${option} is for formulas. Write --formula, too, or leave it out.`);
}

/** @param owner the package that has it */
export function nameTaken(kind: string, name: string, owner: string): KnotworkError {
  return input(`The ${kind} "${name}" has the name of one of ${owner}, and no experiment could use both. Rename it.`);
}

const withoutLastEnding = (path: string): string => path.replace(/\.[^./]*$/, '');
