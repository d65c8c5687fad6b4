import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { type Composition, installed, type RunObserver, solutionNotes, tokens, VERSION } from '@knotwork/experiment';
import { describePlugin, experimentJsonSchema, toYaml } from '@knotwork/experiment/texts';
import { type Catalog, type InstalledPackage, isKnotworkError, printable } from '@knotwork/plugin';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile, FileComposer, loadPackage, seeHolder } from '@knotwork/workspace';
import { nothingToSchema, noSuchCommand, notWithoutFile, onlyWithFormula } from './errors.js';
import { commandMeant, optionMeant } from './command-hints.js';
import { EXIT } from './exit-status.js';
import { failure } from './failure.js';
import type { CheckOptions } from './conformance/check-package.js';
import type { FormulaOptions } from './formula/show-formula.js';
import type { ImportOptions } from './import/import-plan.js';
import { newExperiment, type NewOptions } from './new/new-experiment.js';
import { type Output, outputFor } from './output.js';
import { kindIn, pluginText } from './plugin-text.js';
import type { InstallOptions } from './engines/install.js';
import { isStudyFile } from './study/is-study-file.js';
import { isStudyFolder } from './study/is-study-folder.js';
import { shownAgain, StageLines, summary, waitingFor } from './run-report.js';
import { Signalled } from './signalled.js';
import { howToGoOn, interruptedIn } from './interruption.js';
import { seconds } from './table.js';
import type { EvaluateOptions } from './use/evaluate.js';
import type { ExportOptions } from './use/export.js';
import type { PredictOptions } from './use/predict.js';
import type { ReportOptions } from './use/report.js';
import type { SymbolicOptions } from './use/symbolic.js';
import type { StatusOptions } from './study/status.js';
import type { StudyOptions } from './study/study.js';
import type { TableOptions } from './study/table.js';
import type { EquationOptions, Ran } from './equation/equation.js';

const OVERRIDES_HELP = `
Overrides change values of the file, left to right:
  network.basis=b-spline            another plugin with its defaults
  network.basis.intervals=8         one option
  stages.1.levels=[5,10,20]         list elements by index from 0; values are YAML
  network.initializer=null          back to the default

A run that was interrupted or killed goes on when the command is given again: where its fit kept itself last, which it does
every few seconds, or else from its last finished stage or level.

Exit status: 0 completed, 1 diverged, 2 command or file is wrong (nothing was written), 3 environment, 70 a defect of
Knotwork, 75 held by somebody else, try later, 130 and 143 interrupted.`;

const STUDY_HELP = `
A study file says what is varied; docs/studies.md has all of it. With an experiment file the command line says it:
  knotwork study hello.yaml network.basis=b-spline,chebyshev seed=1..10
The first of the values is the baseline. Such a study is called after what the command line says, here studies/hello-basis. One that was
interrupted or killed goes on when the command is given again; with more arms or seeds it is extended.

Exit status: 0 completed, though trials diverged, 2 command or file is wrong (nothing was written), 3 environment, 70 a defect
of Knotwork, 75 somebody else conducts it, 130 and 143 interrupted.`;

const PREDICT_HELP = `
A column for every output, by its name; with --interval its ends in "NAME lower" and "NAME upper". Of classes: the class, and the
probability of each. The column "outside" names the inputs of a row that lie outside of what the network was trained on; where a target
is called so it is "outside (2)".

Derivatives are in your units, exact, and of order 3 at most. Each is named by its inputs, one after the other, with or without an underscore
between them: for an output u, --derivatives x,xx,tx has the columns u_x, u_xx and u_tx. A name with a comma in it, or one that could be read
otherwise, stands in double quotes: --derivatives '"a, b","x"_"xx"'.

Where all edges of a network are functions, --equation takes the equation that the run printed, with the numbers that stand there: its constants are fitted
again, so that it may differ from its network. A row at which it has no value, such as the logarithm of a negative number, gets NaN.`;

const ENGINES_HELP = `
The engine "native" computes with all processors of this machine, up to eight; KNOTWORK_THREADS=2 before a command gives it two. Results do not depend
on it.`;

const INSTALL_HELP = `
Linux on x64 with glibc. What is brought is pinned by its SHA-256: packages of TensorFlow.js by npm (55 MB), the library of TensorFlow by pip
(207 MB, with --gpu 475 MB) or Maven (117 MB, with --gpu 487 MB); the binding is compiled here by g++, or by what CXX names. It is kept in
$KNOTWORK_CACHE, else in ~/.cache/knotwork, and used from there: "npm ci" does not touch it. docs/engines.md has the rest.

Exit status: 0 installed, or there already, 1 it computes otherwise than it should, 2 it cannot be installed (nothing was), 130 and 143 interrupted.`;

const CHECK_HELP = `
The package is loaded as a run would load it, and its plugins are checked by @knotwork/conformance with the engine "native". Options without a
default, and whatever else the checks of a plugin need, stand in conformance.js in its folder:
  export default { 'basis hat': { options: [{ intervals: 4 }], expectedFailures: { 'a network trains': 'why' } } };

Exit status: 0 all passed, or failed as expected, 1 a check failed, 2 the package cannot be loaded or checked (nothing was written),
3 environment, 70 a defect of Knotwork.`;

/** Prints what programs read, with a line end. */
type PrintResult = (text: string) => void;
const onStandardOutput: PrintResult = (text) => { process.stdout.write(text); };

/** Runs the command line. @returns the exit status */
export async function runCommand(args: readonly string[], result: PrintResult = onStandardOutput): Promise<number> {
  const { program, status } = commandProgram(args, result);
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
  } catch (error) {
    return failure(error, args);
  }
  return status();
}

/** All commands. @param args with which it will be run, for what errors say @returns `status` is that of the command that was run */
export function commandProgram(args: readonly string[] = [], result: PrintResult = onStandardOutput): { readonly program: Command; status(): number } {
  let status: number = EXIT.done;
  const program = new Command('knotwork')
    .description('Experiments with Kolmogorov-Arnold networks')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => { write(usageError(text, program.commands.find((c) => c.name() === args[0])?.name())); } })
    .showSuggestionAfterError();

  program.command('run')
    .description('run an experiment file')
    .argument('<file>', 'experiment file (YAML or JSON)')
    .argument('[overrides...]', 'path=value, see below')
    .option('--out <dir>', 'folder of the run (default: runs/<name>/<id>)')
    .option('--again', 'run from the beginning although the same run is done already, or was interrupted and could go on')
    .option('--json', 'print the result as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', OVERRIDES_HELP)
    .action(async (file: string, overrides: string[], options: RunOptions) => { status = await run(file, overrides, options, result); });

  program.command('new')
    .description('write a commented experiment file for a table, or one that learns a formula')
    .argument('[table]', 'file of rows whose first line names the columns')
    .option('--target <column>', 'column to predict')
    .option('--plugin <path...>', 'packages with plugins of your own, which the file will name')
    .option('--out <file>', 'file to write; - for standard output (default: named like the table)')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print what was chosen as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (file: string | undefined, options: NewOptions) => { await newExperiment(file, options, outputFor(options, result), process.cwd()); });

  program.command('equation')
    .description('look for the equation of a column of a table: the whole road, with nothing to choose')
    .argument('<table>', 'file of rows whose first line names the columns')
    .option('--target <column>', 'column to find an equation for')
    .option('--plugin <path...>', 'packages with functions that curves may become, too')
    .option('--out <file>', 'experiment file that repeats it (default: named like the table, with -equation.yaml)')
    .option('--seed <n>', 'what everything random follows from (default: 1)')
    .option('--force', 'replace a file that is there')
    .option('--again', 'run from the beginning although the same run is done already, or was interrupted and could go on')
    .option('--json', 'print the equation as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (table: string, options: EquationOptions) => {
      const output = outputFor(options, result);
      status = await (await import('./equation/equation.js')).findEquation(table, options, output, process.cwd(), (file) => runFile(file, [], { quiet: options.quiet === true, again: options.again === true }, output));
    });

  program.command('study')
    .description('run a study: arms, seeds and data sets of an experiment, and a verdict over them')
    .argument('<file>', 'study file, or an experiment file whose values are varied on the command line')
    .argument('[values...]', 'path=a,b and seed=1..10, see below')
    .option('--out <dir>', 'folder of the study (default: studies/<name>)')
    .option('--workers <n>', 'processes that work on it (default: 1)')
    .option('--launcher <kind>', 'what starts workers, such as slurm or ray (default: what the study file says)')
    .option('--metric <name>', 'with an experiment: what arms are judged by (default: rmse, or accuracy of classes)')
    .option('--mixed-versions', 'go on with a study that other code began')
    .option('--reuse <dir>', 'copy trials that this other study has finished')
    .option('--json', 'print the verdict as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', STUDY_HELP)
    .action(async (file: string, values: string[], options: StudyOptions) => { status = await (await import('./study/study.js')).study(file, values, options, outputFor(options, result), process.cwd()); });

  program.command('work')
    .description('work on a study that was begun, beside those who do already, until nothing is left to begin')
    .argument('<dir>', 'folder of the study')
    .option('--wait', 'stay until all trials are done, and take over those of workers that die or are stopped')
    .option('--json', 'print what was done as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: Printed & { wait?: boolean }) => { status = await (await import('./study/work.js')).workOn(dir, options, outputFor(options, result), process.cwd()); });

  program.command('status')
    .description('say how far a study is: trials done, running, waiting and failed, who works on it, time left')
    .argument('<dir>', 'folder of the study')
    .option('--watch', 'go on saying it until the study is judged')
    .option('--json', 'print how far it is as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: StatusOptions) => { status = await (await import('./study/status.js')).status(dir, options, outputFor(options, result), process.cwd()); });

  program.command('table')
    .description('print or write the tables of a study that was judged; as Parquet every trial and rung')
    .argument('<dir>', 'folder of the study')
    .option('--to <format>', 'text, markdown, csv, latex or parquet (default: text)')
    .option('--out <file>', 'file to write, by its ending .txt, .md, .csv, .tex or .parquet (default: standard output)')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print the verdict, or what was written as Parquet, as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: TableOptions) => { await (await import('./study/table.js')).table(dir, options, outputFor(options, result), process.cwd()); });

  program.command('pack')
    .description('move what the trials of a study left into one archive in its folder, where files are counted; all commands for studies read it')
    .argument('<dir>', 'folder of the study')
    .option('--json', 'print what was done as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: Printed) => { await (await import('./study/pack.js')).pack(dir, outputFor(options, result), process.cwd()); });

  program.command('unpack')
    .description('make folders of packed trials again, so that single ones can be used as runs')
    .argument('<dir>', 'folder of the study')
    .option('--json', 'print what was done as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: Printed) => { await (await import('./study/pack.js')).unpack(dir, outputFor(options, result), process.cwd()); });

  program.command('validate')
    .description('check an experiment file, or a study file, without running it')
    .argument('<file>', 'experiment file or study file (YAML or JSON)')
    .argument('[overrides...]', 'path=value')
    .option('--resolved', 'print the file with every default filled in')
    .action(async (file: string, overrides: string[], options: { resolved?: boolean }) => {
      if (isStudyFile(file)) {
        await (await import('./study/study.js')).validateStudy(file, overrides, options, process.cwd());
        return;
      }
      const request = { file, overrides, again: false, cwd: process.cwd() };
      const composition = await composeFromFile(request, await standardPackages());
      process.stdout.write(options.resolved === true ? toYaml(composition.experiment) : `${file} is valid.\n`);
      for (const note of composition.notes) process.stderr.write(`note: ${printable(note)}\n`);
    });

  program.command('predict')
    .description('predict rows of a file with the network of a run')
    .argument('<dir>', 'folder of the run')
    .argument('<rows>', 'file of rows with the columns that the network depends on; CSV, Parquet, NumPy or JSON')
    .option('--out <file>', 'file to write, by its ending .csv, .tsv or .json (default: CSV on standard output)')
    .option('--interval <level>', 'with intervals that hold new observations with this probability, such as 0.9')
    .option('--derivatives <list>', 'with derivatives of every output in these inputs, such as x,xx,t')
    .option('--equation', 'by the printed equation, in place of the network')
    .option('--plugin <path...>', 'packages that the network needs, where they are no longer where the run found them')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print an object of columns as one JSON line')
    .option('--quiet', 'print no notes')
    .addHelpText('after', PREDICT_HELP)
    .action(async (dir: string, rows: string, options: PredictOptions) => { await (await import('./use/predict.js')).predict(dir, rows, options, outputFor(options, result), process.cwd()); });

  program.command('evaluate')
    .description('measure the network of a run on rows whose targets are known')
    .argument('<dir>', 'folder of the run')
    .argument('<rows>', 'file of rows with the columns that the network depends on, and the target')
    .option('--equation', 'by the printed equation, in place of the network')
    .option('--plugin <path...>', 'packages that the network needs, where they are no longer where the run found them')
    .option('--json', 'print the metrics as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, rows: string, options: EvaluateOptions) => { await (await import('./use/evaluate.js')).evaluate(dir, rows, options, outputFor(options, result), process.cwd()); });

  program.command('export')
    .description('write the network of a run as C, JavaScript, Python, ONNX or tables; without --to and --out list what there is')
    .argument('<dir>', 'folder of the run')
    .argument('[options...]', 'option=value of the exporter, such as numbers=float')
    .option('--to <exporter>', 'such as c (default: as --out ends)')
    .option('--derivatives <list>', 'with a function for derivatives of every output in these inputs, such as x,xx,t; named as for predict')
    .option('--out <file>', 'file to write (default: named like the run, in this folder)')
    .option('--plugin <path...>', 'packages that the network needs, where they are no longer where the run found them')
    .option('--force', 'replace files that are there')
    .option('--json', 'print what was written as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, written: string[], options: ExportOptions) => { await (await import('./use/export.js')).exportRun(dir, written, options, outputFor(options, result), process.cwd()); });

  program.command('import')
    .description('read a network that another program trained; without a file list what can be read')
    .argument('[file]', 'file of the network (safetensors or npz), or the import.json of an import that is to be repeated')
    .argument('[options...]', 'option=value of the importer, such as base=silu')
    .option('--from <importer>', 'what wrote it, such as pykan')
    .option('--out <dir>', 'folder that the network goes to, as other commands take it')
    .option('--inputs <names>', 'names of the inputs, with commas (default: x1,x2,...)')
    .option('--outputs <names>', 'names of the outputs, with commas (default: y1,y2,...)')
    .option('--classes <names>', 'names of the classes, where the largest output tells the class')
    .option('--data <rows>', 'file of rows that the network was trained on, for pictures and scores of edges')
    .option('--target <column>', 'column of the rows with the class, with --classes')
    .option('--plugin <path...>', 'packages with the importer, or that the network needs')
    .option('--json', 'print what was imported as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (file: string | undefined, written: string[], options: ImportOptions) => { await (await import('./import/import-network.js')).importNetwork(file, written, options, outputFor(options, result), process.cwd()); });

  program.command('show')
    .description('show a run, or what came of a study, in the terminal')
    .argument('<dir>', 'folder of the run or study')
    .option('--plugin <path...>', 'packages that the network needs, where they are no longer where the run found them')
    .option('--json', 'print what is known as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: Printed & { plugin?: string[] }) => {
      const [output, cwd] = [outputFor(options, result), process.cwd()];
      if (isStudyFolder(dir, cwd)) (await import('./study/show.js')).showStudy(dir, options.plugin ?? [], output, cwd);
      else await (await import('./use/show.js')).show(dir, options.plugin ?? [], output, cwd);
    });

  program.command('report')
    .description('write a run, or a study with its figures, as one page to look at, which needs nothing besides itself; or the picture of the network of a run')
    .argument('<dir>', 'folder of the run or study')
    .option('--out <file>', 'file to write, by its ending .html, .svg or .png; - for a page on standard output (default: <dir>/report.html)')
    .option('--png', 'of a study: draw its figures as PNG, too')
    .option('--plugin <path...>', 'packages that the network needs, where they are no longer where the run found them')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print the file and its size as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: ReportOptions) => {
      const [output, cwd] = [outputFor(options, result), process.cwd()];
      if (isStudyFolder(dir, cwd)) await (await import('./study/report.js')).reportStudy(dir, options, output, cwd);
      else await (await import('./use/report.js')).report(dir, options, output, cwd);
    });

  program.command('symbolic')
    .description('show the equation of a run, and which functions its edges are or may be; with --to write the equation')
    .argument('<dir>', 'folder of the run')
    .option('--to <form>', 'text, latex, mathjs, python, typescript or c')
    .option('--out <file>', 'file to write, by its ending .txt, .tex, .json, .py, .ts or .c (default: standard output)')
    .option('--digits <n>', 'digits of a number at most, 1 to 17, or all (default: 6, and no more than are known)')
    .option('--plugin <path...>', 'packages that the network needs, where they are no longer where the run found them')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print what is known as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string, options: SymbolicOptions) => { await (await import('./use/symbolic.js')).symbolic(dir, options, outputFor(options, result), process.cwd()); });

  program.command('list')
    .description('list the runs and studies below a folder')
    .argument('[dir]', 'folder (default: runs)')
    .option('--json', 'print the runs as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dir: string | undefined, options: Printed) => { await (await import('./use/list.js')).list(dir, outputFor(options, result), process.cwd()); });

  program.command('compare')
    .description('say what differs between runs: files, code, data, and metrics')
    .argument('<dirs...>', 'folders of runs, at least two')
    .option('--json', 'print the differences as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (dirs: string[], options: Printed) => { await (await import('./use/compare.js')).compare(dirs, outputFor(options, result), process.cwd()); });

  program.command('schema')
    .description('print the JSON Schema of the experiment file, or of the study file, which editors complete and check with')
    .argument('[what]', 'experiment or study', 'experiment')
    .argument('[file]', 'experiment file, for the plugins that its packages bring')
    .action(async (what: string, file?: string) => {
      if (what !== 'experiment' && what !== 'study') throw nothingToSchema(what, ['experiment', 'study']);
      const schema = what === 'study' ? await (await import('./study/schema.js')).studySchema(file, process.cwd()) : experimentJsonSchema(await catalogFor(file));
      print([JSON.stringify(schema, undefined, 2)]);
    });

  const plugins = program.command('plugins')
    .description('list what is installed; with a file, also what its packages bring')
    .argument('[file]', 'experiment file')
    .option('--kind <kind>', 'only plugins of this kind, such as basis')
    .option('--json', 'print the list as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (file: string | undefined, options: Printed & { kind?: string }) => { await (await import('./list-plugins.js')).listPlugins(file, options, outputFor(options, result), process.cwd()); });

  const engines = program.command('engines')
    .description('list what can compute here, and try it; install or remove native libraries')
    .option('--json', 'print the list as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', ENGINES_HELP)
    .allowExcessArguments()
    .action(async (options: Printed, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) throw noSuchCommand('engines', word, command.commands.map((own) => own.name()).filter((name) => name !== 'help'));
      status = await (await import('./engines/engines.js')).engines(options, outputFor(options, result));
    });

  engines.command('install')
    .description('build a native library for an engine in your cache folder, by your own npm, pip or Maven, and try it')
    .argument('<name>', 'such as tfjs-node')
    .option('--gpu', 'the one that computes on a GPU of NVIDIA')
    .option('--from <client>', 'what brings the library of TensorFlow, pip or maven (default: pip where it works)')
    .option('--json', 'print what was installed as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', INSTALL_HELP)
    .action(async (name: string, _: unknown, command: Command) => {
      // "--json" and "--quiet" are read by the command above, which has them too.
      const options = command.optsWithGlobals<InstallOptions>();
      status = await (await import('./engines/install.js')).installEngine(name, options, outputFor(options, result));
    });

  engines.command('uninstall')
    .description('remove a native library that was installed, with all versions of it')
    .argument('<name>', 'such as tfjs-node')
    .option('--gpu', 'the one that computes on a GPU of NVIDIA')
    .option('--json', 'print what was removed as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (name: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<Printed & { gpu?: boolean }>();
      await (await import('./engines/uninstall.js')).uninstallEngine(name, options, outputFor(options, result));
    });

  plugins.command('show')
    .description('options, defaults and properties of one plugin')
    .argument('<kind>', 'such as basis')
    .argument('<name>', 'such as b-spline')
    .argument('[file]', 'experiment file, for a plugin that its packages bring; or the module of the plugin itself')
    .option('--formula', 'its formulas instead: derivatives, costs, moments, a plot, LaTeX and C')
    .option('--option <option=value...>', 'with --formula: options of the plugin, such as degree=2 (default: its defaults)')
    .option('--out <file>', 'with --formula: draw its functions, as FILE.svg')
    .option('--force', 'replace a file that is there')
    .option('--json', 'print what is known as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .action(async (kind: string, name: string, file: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<FormulaOptions & { formula?: boolean }>();
      const output = outputFor(options, result);
      // Runs do without designs and launchers, which study files name.
      const catalog = await catalogFor(file, [(await import('@knotwork/studies')).STUDY_PLUGINS]);
      requirePlugin(catalog, kind, name, file);
      if (options.formula === true) {
        (await import('./formula/show-formula.js')).showFormula(catalog, kind, name, options, output, process.cwd());
        return;
      }
      if (options.out !== undefined || options.option !== undefined) throw onlyWithFormula(options.out === undefined ? '--option' : '--out');
      for (const line of pluginText(catalog, kind, name)) output.say(line);
      output.json(describePlugin(kindIn(catalog, kind), catalog.get(kindIn(catalog, kind), name), catalog));
    });

  plugins.command('check')
    .description('run the checks of every plugin of a package, and write what came of them into its conformance.json')
    .argument('<package>', 'folder of the package, a file, or a name that is found from here')
    .option('--out <file>', 'file to write (default: conformance.json in the folder of the package; of a single file none)')
    .option('--force', 'replace a file that is there and is no such record')
    .option('--json', 'print the record as one JSON line on standard output, all else on standard error')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', CHECK_HELP)
    .action(async (word: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      status = await (await import('./conformance/check-package.js')).checkPackage(word, options, outputFor(options, result), process.cwd());
    });

  return { program, status: () => status };
}

/** What every command takes. */
interface Printed { json?: boolean; quiet?: boolean }
interface RunOptions { out?: string; again?: boolean; json?: boolean; quiet?: boolean }

async function run(file: string, overrides: readonly string[], options: RunOptions, result: PrintResult): Promise<number> {
  const output = outputFor(options, result);
  const ran = await runFile(file, overrides, options, output);
  if (ran.result !== null) output.json(ran.result);
  return ran.status;
}

/** Runs an experiment file, or shows what came of it before. */
async function runFile(file: string, overrides: readonly string[], options: Omit<RunOptions, 'json'>, output: Output): Promise<Ran> {
  const observers: RunObserver[] = [];
  const composition = await composeFromFile(
    { file, overrides, again: options.again === true, cwd: process.cwd(), ...(options.out === undefined ? {} : { out: options.out }) },
    await standardPackages(),
    [given(tokens.observer, { observe: (event) => { for (const o of observers) o.observe(event); } })],
  );
  const { catalog, experiment, done, notes, outlook } = composition;
  const folder = relative(process.cwd(), composition.location) || '.';
  const resolutionName = catalog.get('basis', 'from' in experiment.network ? composition.bases[0]! : experiment.network.basis.kind).capabilities.refine?.option ?? 'resolution';
  const inputs = composition.data.inputs.map(({ name }) => name);
  if (done !== null) {
    output.say(`Already done on ${done.finished?.slice(0, 10) ?? 'an unknown date'}; --again repeats it.`);
    const solved = await solutionNotes(done.result);
    const hasDiverged = done.result['status'] === 'diverged';
    for (const line of [...shownAgain(done.result, resolutionName, inputs, outlook), ...solved.map((text) => `note: ${text}`), ...(hasDiverged ? [`Results in ${folder}`] : summary(done.result, folder))]) output.say(line);
    if (hasDiverged) process.stderr.write(`knotwork: ${experiment.name} ended without a network that can be used. It diverged: ${reasonIn(done.result)}.\n`);
    return { status: hasDiverged ? EXIT.numerical : EXIT.done, result: done.result, folder };
  }

  output.say(`${experiment.name}: ${sizesOf(composition)}, ${composition.bases.join(' and ')}, seed ${experiment.seed}, run ${composition.id}`);
  for (const note of notes) output.say(`note: ${printable(note)}`);
  const bar = output.stream.isTTY && options.quiet !== true ? new (await import('./progress.js')).ProgressBar(output.stream, outlook) : null;
  if (bar !== null) observers.push(bar);
  observers.push(new StageLines(output.say, resolutionName, inputs, outlook));

  const signalled = new Signalled(() => { bar?.stop(); });
  try {
    await seeHolder(composition.location, (holder, most) => { output.say(waitingFor(folder, holder, most)); }, signalled.signal);
    const outcome = await composition.run(signalled.signal);
    bar?.stop();
    const ended = (status: number): Ran => ({ status, result: outcome.result, folder });
    if (outcome.status === 'interrupted') {
      process.stderr.write(`knotwork: interrupted in ${interruptedIn(outcome, experiment, folder)} ${howToGoOn(outcome, options.again === true)}\n`);
      return ended(signalled.status ?? EXIT.interrupted);
    }
    if (outcome.status === 'diverged') {
      process.stderr.write(`knotwork: ${experiment.name} diverged: ${outcome.reason ?? ''}.\n`);
      return ended(EXIT.numerical);
    }
    if (outcome.status === 'stopped') output.say('Stopped by its time budget; the result is not reproducible.');
    for (const line of summary(outcome.result, folder)) output.say(line);
    output.say(`Done in ${seconds(outcome.seconds)}.`);
    return ended(EXIT.done);
  } finally {
    bar?.stop();
    // A second signal may come while the first one's end is told.
    if (signalled.status === null) signalled.forget();
  }
}

/** Why a run diverged, as its result says it; results of old may not. */
function reasonIn({ reason }: Readonly<Record<string, unknown>>): string {
  return typeof reason === 'string' ? printable(reason) : 'no reason was kept';
}

/** Widths, or that they are to be chosen. */
function sizesOf({ experiment: { network }, widths }: Composition): string {
  if ('from' in network) return `widths ${widths.join(',')} of ${printable(network.from.path)}`;
  return 'hidden' in network.widths ? `${network.widths.hidden.length} networks compared by ${network.widths.folds}-fold cross-validation` : `widths ${widths.join(',')}`;
}

/** @throws KnotworkError `input` for a plugin that is not there; it says how one from outside is found */
function requirePlugin(catalog: Catalog, kind: string, name: string, file: string | undefined): void {
  const known = kindIn(catalog, kind);
  try { catalog.get(known, name); } catch (error) {
    throw file === undefined && isKnotworkError(error) ? notWithoutFile(error, kind, name) : error;
  }
}

/** What is installed, and what the packages of a file bring: an experiment file, or the module of a plugin. @param others packages that belong to no run */
async function catalogFor(file: string | undefined, others: readonly InstalledPackage[] = []): Promise<Catalog> {
  const standard = await standardPackages();
  return installed([...standard, ...others], file === undefined ? [] : /\.[cm]?js$/.test(file) ? [await loadPackage(process.cwd(), resolve(file))] : (await new FileComposer(standard).open({ file, overrides: [], cwd: process.cwd() })).plugins).catalog;
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** What commander says about a command line, in our words: one message with its remedy. @param command whose options were read, if any */
function usageError(text: string, command: string | undefined): string {
  const message = printable(text.trim().replace(/^error: /, '').replace(/\n\((.*)\)$/, '. $1').replace(/[^?.]$/, '$&.').replaceAll("'", '"'));
  const meant = hintFor(text, command);
  if (meant !== undefined) return `knotwork: ${message.replace(/ Did you mean [^?]*\?$/, '')} ${meant}\n`;
  return `knotwork: ${message} "knotwork ${command === undefined ? '' : `${command} `}--help" shows what there is.\n`;
}

/** What somebody may have meant by a word that commander does not know. */
function hintFor(text: string, command: string | undefined): string | undefined {
  const [, word] = /unknown command '([^']*)'/.exec(text) ?? [];
  const meant = word === undefined ? undefined : commandMeant(word);
  if (meant !== undefined) return `Write "knotwork ${meant}": "knotwork ${meant} --help" shows how.`;
  const [, option] = /unknown option '--?([^'=]*)/.exec(text) ?? [];
  return option === undefined ? undefined : optionMeant(command, option, text.includes('Did you mean'));
}
