import { networkFromImport } from '@knotwork/network';
import { evaluateModel, exportedModel } from '@knotwork/network/exported';
import { type ForeignArray, type ForeignFile, type ImporterDefinition, isKnotworkError } from '@knotwork/plugin';
import { need } from '../engine/need.js';
import { kitCatalog } from '../kit/kit-catalog.js';
import { optionChecks } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import type { ImporterExample, ImporterSetup } from './importer-setup.js';

export type ImporterSubject = Subject<ImporterDefinition, ImporterSetup>;

/** Largest difference of outputs, relative to the largest output: what a program of single precision leaves. */
const ALLOWED = 1e-5;

const examples = { text: '`examples` in the setup', isMade: ({ setup }: ImporterSubject) => (setup.examples ?? []).length > 0 };

/** All checks of importers. */
export const importerChecks: readonly PluginCheck<ImporterSubject>[] = [
  ...optionChecks<ImporterSubject>((subject, options) => { for (const { file } of subject.setup.examples ?? []) refusedOrRead(subject, file, options); }),
  {
    name: 'outputs are those of the other program',
    how: 'Networks that the other program trained, on rows with what that program says of them, beyond their grids as well: to 1e-5 of the largest output.',
    claim: examples,
    run: (subject) => { for (const example of subject.setup.examples!) compare(subject, example); },
  },
  {
    name: 'the same file gives the same network, and stays as it is',
    how: 'Read again, a file gives the same layers and numbers; its own arrays hold what they held before.',
    claim: examples,
    run: ({ definition, setup, sets }) => {
      for (const { name, file } of setup.examples!) {
        const before = written(file);
        const [first, second] = [1, 2].map(() => written(definition.read(file, sets[0]!)));
        need(first === second, `${name} gives another network when it is read again`);
        need(written(file) === before, `${name} is changed by reading it`);
      }
    },
  },
  {
    name: 'a file that lacks something is refused in words',
    how: 'Without one of its arrays or texts, or with an array that is shorter, a file is refused with a KnotworkError, or is another network that is whole.',
    claim: examples,
    run: (subject) => {
      for (const { name, file } of subject.setup.examples!) {
        for (const [what, changed] of changes(file)) {
          try { refusedOrRead(subject, changed, subject.sets[0]!); } catch (error) { throw new Error(`${name} ${what}: ${(error as Error).message}`); }
        }
      }
    },
  },
];

/** @throws what is no refusal of the file: a defect, or an importer that gives no network */
function refusedOrRead(subject: ImporterSubject, file: ForeignFile, options: Options): void {
  try {
    networkFromImport(file, { kind: subject.definition.name, ...options }, kitCatalog(subject));
  } catch (error) {
    need(isKnotworkError(error) && (error.code === 'input' || error.code === 'capability'), `it must be refused with a KnotworkError "input" or "capability", or read; it says: ${(error as Error).message}`);
  }
}

function compare(subject: ImporterSubject, { name, file, inputs, outputs }: ImporterExample): void {
  const { network, structure } = networkFromImport(file, { kind: subject.definition.name, ...subject.sets[0] }, kitCatalog(subject));
  need(network.spec.inputs.length === inputs.width && network.spec.outputs.length === outputs.width, `${name} has ${inputs.width} inputs and ${outputs.width} outputs; the network has ${network.spec.inputs.length} and ${network.spec.outputs.length}`);
  const got = evaluateModel(exportedModel([{ network, structure, about: { task: 'regression', classes: [] } }], { name: 'imported' }), inputs).values;
  const largest = outputs.values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  outputs.values.forEach((v, k) => {
    const off = Math.abs(got[k]! - v) / largest;
    need(off <= ALLOWED, `${name}: an output differs by ${off.toExponential(1)} of the largest, allowed ${ALLOWED}: ${got[k]}, expected ${v}, where inputs are ${[...inputs.values.subarray(Math.floor(k / outputs.width) * inputs.width, (Math.floor(k / outputs.width) + 1) * inputs.width)].join(', ')}`);
  });
}

/** A file without one thing after the other, and with each array cut. */
function* changes(file: ForeignFile): Generator<readonly [what: string, file: ForeignFile]> {
  for (const text of file.texts.keys()) yield [`without the text "${text}"`, { ...file, texts: new Map([...file.texts].filter(([name]) => name !== text)) }];
  for (const [of, array] of file.arrays) {
    yield [`without the array "${of}"`, { ...file, arrays: new Map([...file.arrays].filter(([name]) => name !== of)) }];
    yield [`with a shorter "${of}"`, { ...file, arrays: new Map(file.arrays).set(of, shorter(array)) }];
    yield [`with "${of}" in a row`, { ...file, arrays: new Map(file.arrays).set(of, { ...array, shape: [array.values.length] }) }];
  }
}

/** Without the last along the last dimension. */
function shorter({ shape, values, ...array }: ForeignArray): ForeignArray {
  const last = shape.at(-1) ?? 1;
  return { ...array, shape: [...shape.slice(0, -1), last - 1], values: values.filter((_, k) => k % last !== last - 1) };
}

function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part instanceof Float64Array ? Array.from(part) : part));
}
