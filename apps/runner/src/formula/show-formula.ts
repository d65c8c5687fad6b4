import { countOperations, type Formula } from '@knotwork/algebra';
import { writtenSections } from '@knotwork/algebra/written';
import { kernelSizes } from '@knotwork/engine-native';
import { cFunction } from '@knotwork/exporters/c-function';
import { tryOptions } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import { functionCurves } from '@knotwork/pictures';
import { formulaNeedsOptions, noFormula } from '../errors.js';
import { byEnding, refuseOutFile, signedPicture, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import { kindIn } from '../plugin-text.js';
import { digits, table } from '../table.js';
import { type Terminal, terminalOf, wrapped } from '../use/terminal.js';
import { columnPlot, sparkline } from '../use/text-plots.js';
import { writtenOptions } from '../use/written-options.js';
import { sectionsLatex, sectionsText } from './formula-text.js';
import { type Curves, type PluginSheet, sheetOf } from './plugin-sheet.js';

export interface FormulaOptions { readonly out?: string; readonly force?: boolean; readonly option?: readonly string[]; readonly json?: boolean; readonly quiet?: boolean }

/** Shows the formulas of a plugin: text, derivatives, LaTeX, costs, moments, a plot and C. */
export function showFormula(catalog: Catalog, kindName: string, name: string, options: FormulaOptions, output: Output, cwd: string): void {
  const kind = kindIn(catalog, kindName);
  const definition = catalog.get(kind, name);
  const parsed = tryOptions(definition, writtenOptions(options.option ?? [], kind, 'degree=2'));
  if (!parsed.success) throw formulaNeedsOptions(kind, name, parsed.error.issues[0]!);
  if (options.out !== undefined) {
    byEnding(options.out, { svg: true }, 'svg');
    refuseOutFile(options.out, cwd, options.force === true);
  }
  const sheet = sheetOf(kind, definition, parsed.data, catalog);
  if (typeof sheet === 'string') throw noFormula(kind, name, sheet);
  if (options.out !== undefined && sheet.curves === null) throw noFormula(kind, name, 'it has no function of one variable that could be drawn', 'picture');
  const sections = writtenSections(sheet.sections, sheet.inputs);
  const { package: from, version } = catalog.list(kind).find((entry) => entry.definition.name === name)!;
  const c = sheet.formula === null ? null : cFunction(`${kind}_${name}`.replaceAll('-', '_'), ...inC(sheet));
  const costs = sheet.formula === null ? null : countOperations(sheet.formula);
  const kernel = sheet.term === null ? null : kernelSizes(sheet.term);
  const moments = momentsOf(sheet);
  const about = [...sheet.about, ...(sections.some(({ letters, equations }) => [...letters, ...equations].some(({ right }) => right.text.includes('sigmoid('))) ? [SIGMOID] : [])];
  const terminal = terminalOf(process.stdout, process.env);
  const told = Object.entries(parsed.data).map(([option, value]) => `${option} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', ');
  for (const line of [
    `${kind} ${name}, ${from} ${version}${told === '' ? '' : `, with ${told}`}`, ...about.flatMap((sentence) => wrapped(terminal, sentence)),
    ...sectionsText(sections, terminal),
    ...(costs === null ? [] : ['', 'operations of one evaluation', `  ${Object.entries(costs).filter(([, count]) => count > 0).map(([sort, count]) => `${count} ${NAMES[sort]!}`).join(', ') || 'none'}`]),
    ...(kernel === null ? [] : [`  as WebAssembly ${kernel.values} bytes, with first derivatives ${kernel.withSlopes} bytes`]),
    ...momentsText(moments), ...plot(sheet.curves, terminal),
    '', 'LaTeX', ...sectionsLatex(sections).map((line) => `  ${line}`),
    ...(c === null ? [] : ['', 'C', ...c.trimEnd().split('\n').map((line) => `  ${line}`.trimEnd())]),
  ]) output.say(line);
  if (options.out !== undefined) {
    const curves = sheet.curves!;
    writeOutFile(options.out, cwd, signedPicture('plugins', functionCurves({ ...curves, value: sheet.term === null ? curves.series[0]!.name : 'B(x)' })), options.force === true);
    output.say(`Written: ${options.out}`);
  }
  output.json({
    kind, name, package: from, version, options: parsed.data, about, sections, operations: costs, kernel, moments,
    curves: sheet.curves === null ? null : { along: sheet.curves.along, x: [...sheet.curves.x], series: sheet.curves.series.map(({ name: of, y }) => ({ name: of, y: [...y] })) }, c, file: options.out ?? null,
  });
}

const SIGMOID = 'sigmoid(x) is 1 / (1 + exp(-x)), in LaTeX a sigma.';

const NAMES: Readonly<Record<string, string>> = { simple: 'simple', multiply: 'multiply', divide: 'divide', transcendental: 'transcendental', lookup: 'look up' };

/** The formula with inputs by the names that they have in what is printed. */
function inC({ formula: whole, inputs }: PluginSheet): [Formula, Readonly<Record<string, string>>] {
  const names = Object.fromEntries(whole!.inputs.map((name) => [name, (inputs[name]?.text ?? name).replaceAll(/\W/g, '_')]));
  return [whole!, names];
}

interface Moments { readonly feature: string; readonly mean: number; readonly meanSquare: number; readonly slopeMeanSquare: number }

/** What initializers go by. */
function momentsOf({ moments, term }: PluginSheet): readonly Moments[] {
  if (moments === null || term === null) return [];
  return Array.from({ length: term.size }, (_, k) => ({ feature: `B_${k}`, mean: moments.mean[k]!, meanSquare: moments.value[k]!, slopeMeanSquare: moments.slope[k]! }));
}

function momentsText(moments: readonly Moments[]): string[] {
  if (moments.length === 0) return [];
  const rows = moments.map(({ feature, mean, meanSquare, slopeMeanSquare }) => [feature, digits(mean), digits(meanSquare - mean ** 2), digits(meanSquare), digits(slopeMeanSquare)]);
  return [
    '', 'moments over the domain [-1, 1], which initializers go by',
    ...table([{ title: 'feature', isText: true }, { title: 'mean' }, { title: 'variance' }, { title: 'mean square' }, { title: 'mean square of slope' }], rows).map((line) => `  ${line}`),
  ];
}

const HEIGHT = 8;

function plot(curves: Curves | null, terminal: Terminal): string[] {
  if (curves === null) return [];
  const { along, x, series } = curves;
  const head = `plot from ${along} = ${digits(x[0])} to ${digits(x.at(-1))}`;
  const width = Math.min(72, terminal.columns - 14);
  if (series.length === 1) return ['', head, ...columnPlot(series[0]!.y, width, HEIGHT, terminal).map((line) => `  ${line}`)];
  return ['', head, ...series.map(({ name, y }) => `  ${name.padEnd(6)} ${sparkline(y, width, terminal)}`)];
}
