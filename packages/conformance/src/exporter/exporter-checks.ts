import type { Op } from '@knotwork/algebra';
import { evaluateDerivatives, evaluateModel } from '@knotwork/network/exported';
import { type ExportedFiles, type ExportedModel, type ExporterDefinition, isKnotworkError } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { classModel, differentiatedModels, exporterRows, mappedDerivatives, mappedModel, meanModel, modelOf, numericOperations, oddlyNamedModel, randomModels } from './export-models.js';
import type { ExporterSetup } from './exporter-setup.js';

export type ExporterSubject = Subject<ExporterDefinition, ExporterSetup>;

/** Largest difference, relative to the largest output. */
const ALLOWED = { double: 1e-12, single: 1e-5 } as const;
/** Root mean square of the differences of what is quantized with the options to check with, relative to the largest output; with other options it may be anything. */
const ALLOWED_OF_QUANTIZED = 0.03;
/** The same of derivatives, relative to the largest of their column. */
const ALLOWED_OF_DERIVATIVES = { double: 1e-10, single: 1e-3, quantized: 1 } as const;

const runs = { text: '`run` in the setup', isMade: ({ setup }: ExporterSubject) => setup.run !== undefined };

const writesDerivatives = { text: '`run` in the setup, and `derivatives: true`', isMade: (subject: ExporterSubject) => runs.isMade(subject) && subject.definition.derivatives === true };

/** All checks of exporters. */
export const exporterChecks: readonly PluginCheck<ExporterSubject>[] = [
  ...optionChecks<ExporterSubject>(async ({ definition }, options) => { await definition.export(mappedModel(), options); }),
  {
    name: 'the same model gives the same bytes',
    how: 'Exported again, with other models and options in between, and from the same network made anew, files are equal byte by byte: no times, nothing of the machine.',
    run: async ({ definition, sets }) => {
      const first: string[] = [];
      for (const options of sets) first.push(bytesOf(await definition.export(meanModel(), options)));
      for (const options of sets.toReversed()) await definition.export(classModel(), options);
      for (const [k, options] of sets.entries()) need(bytesOf(await definition.export(meanModel(), options)) === first[k], `${titled(definition, options)} writes other bytes when asked again`);
    },
  },
  {
    name: 'files are called by the model, and the first has the declared ending',
    how: 'Names begin with the name of the model; what the trial adds takes the place of none.',
    run: async ({ definition, sets }) => {
      const model = oddlyNamedModel();
      for (const options of sets) {
        const names = Object.keys(await definition.export(model, options));
        need(names[0]?.endsWith(definition.extension) === true, `${titled(definition, options)}: the first file is "${names[0]}" and must end in ${definition.extension}`);
        const stranger = names.find((name) => !name.startsWith(model.name) || /[^\w.-]/.test(name));
        need(stranger === undefined, `${titled(definition, options)}: the name of the file "${stranger}" must be "${model.name}" and an ending`);
        const twice = Object.keys((await definition.trial(model, options)).files).find((name) => names.includes(name));
        need(twice === undefined, `${titled(definition, options)}: the trial replaces the file "${twice}"`);
      }
    },
  },
  {
    name: 'the model stays as it is',
    how: 'After an export and a trial the model holds the numbers that it held before.',
    run: async ({ definition, sets }) => {
      for (const options of sets) {
        const model = meanModel();
        const before = JSON.stringify(model);
        await definition.export(model, options);
        await definition.trial(model, options);
        need(JSON.stringify(model) === before, `${titled(definition, options)} changes the model that it is given`);
      }
    },
  },
  {
    name: 'files compute what the network does, whatever it is made of',
    how: 'Random networks of local and global bases, shape parameters of every scope, knots of their own, node formulas, edges that are off and every outside, on rows that reach beyond the domain. An exporter that claims `sumsOnly` refuses those whose nodes are formulas of several sums; one that is `quantized` may differ by a root mean square of 3 % with the options to check with.',
    claim: runs,
    run: (subject) => forEachModel(subject, randomModels()),
  },
  {
    name: 'inputs and outputs are in the user\'s units',
    how: 'Inputs with every kind of map, inside and beyond their knots, and outputs with maps.',
    claim: runs,
    run: (subject) => forEachModel(subject, [mappedModel()]),
  },
  {
    name: 'several networks are their mean',
    how: 'Three networks, each with a map of its own before the same input.',
    claim: runs,
    run: (subject) => forEachModel(subject, [meanModel()]),
  },
  {
    name: 'classes have probabilities, and the largest output is the class',
    how: 'After the outputs, a softmax of them, and the number of the largest.',
    claim: runs,
    run: (subject) => forEachModel(subject, [classModel()]),
  },
  {
    name: 'whatever variables and classes are called, files work',
    how: 'Names with ends of comments, quotes, line breaks and backslashes, as headers of tables may have.',
    claim: runs,
    run: (subject) => forEachModel(subject, [oddlyNamedModel()]),
  },
  {
    name: 'derivatives stand behind outputs, and are the model\'s',
    how: 'Derivatives up to the third order of random networks of everything that layers may be made of, and of the mean of two networks through maps of inputs that are smooth.',
    claim: writesDerivatives,
    run: async (subject) => {
      for (const options of subject.sets) for (const model of [...differentiatedModels(), mappedDerivatives()]) await compareDerivatives(subject, options, model);
    },
  },
  {
    name: 'every operation of formulas is computed, or refused by name',
    how: 'A network with each operation in its base function; a refusal is a KnotworkError `capability` that names it.',
    claim: runs,
    run: async (subject) => {
      for (const options of subject.sets) {
        const written: Op[] = [];
        for (const op of numericOperations) if (await isWritten(subject, options, op)) written.push(op);
        try {
          await compare(subject, options, modelOf(written));
        } catch (error) {
          // One of them does not, or all together.
          for (const op of written) await compare(subject, options, modelOf([op])).catch((reason: unknown) => { throw new Error(`the operation "${op}": ${(reason as Error).message}`); });
          throw error;
        }
      }
    },
  },
];

async function forEachModel(subject: ExporterSubject, models: readonly ExportedModel[]): Promise<void> {
  for (const options of subject.sets) {
    for (const model of models) {
      if (subject.definition.sumsOnly === true && hasProducts(model)) await needRefused(subject, options, model);
      else await compare(subject, options, model);
    }
  }
}

/** Whether a node is a formula of several sums. */
const hasProducts = ({ members }: ExportedModel): boolean => members.some(({ layers }) => layers.some(({ nodes }) => nodes.some(({ formula, arity }) => formula !== null && arity > 1)));

/** @throws Error unless a model of nodes that are no functions of one sum is refused */
async function needRefused({ definition }: ExporterSubject, options: Options, model: ExportedModel): Promise<void> {
  try {
    await definition.export(model, options);
  } catch (error) {
    need(isKnotworkError(error) && error.code === 'capability', `${titled(definition, options)} must refuse model ${model.name} as a KnotworkError "capability"; it says: ${(error as Error).message}`);
    return;
  }
  need(false, `${titled(definition, options)} claims sumsOnly, and writes model ${model.name}, whose nodes are formulas of several sums`);
}

/** @throws Error unless files compute the outputs of the model, and what follows from them */
async function compare({ definition, setup, sets }: ExporterSubject, options: Options, model: ExportedModel): Promise<void> {
  const rows = exporterRows(model.inputs.length);
  const lines = await setup.run!(await definition.export(model, options), await definition.trial(model, options), rows);
  const outputs = model.outputs.length;
  const expected = evaluateModel(model, rows).values;
  const precision = definition.precision(options);
  const what = `${titled(definition, options)}, model ${model.name}`;
  need(lines.length === rows.count, `${what}: ${lines.length} rows, expected ${rows.count}`);
  const width = model.task === 'classification' ? 2 * outputs + 1 : outputs;
  lines.forEach((line, n) => need(line.length === width, `${what}: row ${n} has ${line.length} numbers, expected ${width}`));
  const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const off = expected.map((v, k) => {
    const d = Math.abs(lines[Math.floor(k / outputs)]![k % outputs]! - v) / largest;
    return Number.isNaN(d) ? Infinity : d;
  });
  if (precision === 'quantized') {
    const typical = Math.sqrt(off.reduce((sum, d) => sum + d * d, 0) / off.length);
    need(options === sets[0] ? typical <= ALLOWED_OF_QUANTIZED : typical < Infinity, `${what}: outputs differ by ${typical.toExponential(1)} of the largest as a rule, allowed ${ALLOWED_OF_QUANTIZED}`);
  } else {
    const worst = off.reduce((most, d) => Math.max(most, d), 0);
    const row = Math.floor(off.indexOf(worst) / outputs);
    need(worst <= ALLOWED[precision], `${what}: outputs differ by ${worst.toExponential(1)} of the largest, allowed ${ALLOWED[precision]}; first where inputs are ${[...rows.values.subarray(row * rows.width, (row + 1) * rows.width)].join(', ')}`);
  }
  // Probabilities follow from outputs, whatever these are.
  const near = ALLOWED[precision === 'single' ? 'single' : 'double'];
  if (model.task === 'classification') lines.forEach((line, n) => needClasses(line, outputs, near, `${what}, row ${n}`));
}

/** @throws Error unless the derivatives that files compute are those of the model */
async function compareDerivatives({ definition, setup }: ExporterSubject, options: Options, model: ExportedModel): Promise<void> {
  const derivatives = model.derivatives!;
  const { columns } = derivatives;
  const rows = exporterRows(model.inputs.length);
  const lines = await setup.run!(await definition.export(model, options), await definition.trial(model, options), rows);
  const { values: expected, width } = evaluateDerivatives(derivatives, rows);
  const allowed = ALLOWED_OF_DERIVATIVES[definition.precision(options)];
  const what = `${titled(definition, options)}, model ${model.name}`;
  const { length: outputs } = model.outputs;
  lines.forEach((line, n) => need(line.length === outputs + width, `${what}: row ${n} has ${line.length} numbers, expected ${outputs} outputs and ${width} derivatives`));
  columns.forEach(({ name }, k) => {
    const own = Array.from({ length: rows.count }, (_, n) => expected[n * width + k]!);
    const largest = own.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
    own.forEach((v, n) => {
      const off = Math.abs(lines[n]![outputs + k]! - v) / largest;
      need(off <= allowed, `${what}: the derivative ${name} differs by ${off.toExponential(1)} of the largest, allowed ${allowed}; first where inputs are ${[...rows.values.subarray(n * rows.width, (n + 1) * rows.width)].join(', ')}`);
    });
  });
}

/** Softmax and the largest, of the outputs that stand in the line. */
function needClasses(line: readonly number[], outputs: number, allowed: number, what: string): void {
  const y = line.slice(0, outputs);
  const powers = y.map((v) => Math.exp(v - Math.max(...y)));
  const sum = powers.reduce((a, b) => a + b);
  powers.forEach((power, k) => need(Math.abs(line[outputs + k]! - power / sum) <= allowed, `${what}: the probability of class ${k} is ${line[outputs + k]}, expected ${power / sum}`));
  need(y[line.at(-1)!] === Math.max(...y), `${what}: the class is ${line.at(-1)}, and outputs are ${y.join(', ')}`);
}

/** @throws Error for a refusal that does not say what it refuses */
async function isWritten({ definition }: ExporterSubject, options: Options, op: Op): Promise<boolean> {
  try {
    await definition.export(modelOf([op]), options);
    return true;
  } catch (error) {
    need(isKnotworkError(error) && error.code === 'capability' && error.message.includes(`"${op}"`), `${titled(definition, options)} must refuse the operation "${op}" by name; it says: ${(error as Error).message}`);
    return false;
  }
}

function bytesOf(files: ExportedFiles): string { return JSON.stringify(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? content : Array.from(content)])); }
