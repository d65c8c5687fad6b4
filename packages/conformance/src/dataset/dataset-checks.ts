import { randomStream } from '@knotwork/numerics';
import { type Data, type DataSetDefinition, isKnotworkError, type Rows } from '@knotwork/plugin';
import type { DataSetSetup } from './dataset-setup.js';
import { need } from '../engine/need.js';
import { optionChecks, titled } from '../kit/option-checks.js';
import type { Options } from '../kit/option-values.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';

export type DataSetSubject = Subject<DataSetDefinition, DataSetSetup>;

const PARTS = ['train', 'validation', 'test'] as const;

const namesSizes = { text: '`sizes` in the setup', isMade: ({ setup }: DataSetSubject) => setup.sizes !== undefined };

/** All checks of data sets. What options a stranger's data set can be loaded with is for its author to say: they are not varied. */
export const datasetChecks: readonly PluginCheck<DataSetSubject>[] = [
  ...optionChecks<DataSetSubject>(async (subject, options) => {
    try {
      requireSound((await load(subject, options)).data, 'with these options');
    } catch (error) {
      // Options that go well alone may not go together; a refusal says so by its path.
      if (!(isKnotworkError(error) && error.code === 'input')) throw error;
    }
  }),
  {
    name: 'parts have as many numbers as rows, inputs and outputs say',
    how: 'Training, validation and test rows, one at least for training, all of the same widths; also where no stage chooses by validation rows (`holdsOut: false`).',
    run: async (subject) => {
      for (const options of given(subject)) {
        for (const holdsOut of [true, false]) requireSound((await load(subject, options, 1, holdsOut)).data, titled(subject.definition, options));
      }
    },
  },
  {
    name: 'parts have the sizes that were asked for',
    how: 'Rows of each part are those that the setup names for its first options.',
    claim: namesSizes,
    run: async (subject) => {
      const { data } = await load(subject, subject.sets[0]!);
      for (const part of PARTS) need(data[part].inputs.count === subject.setup.sizes![part], `${subject.definition.name}: ${data[part].inputs.count} ${part} rows, expected ${subject.setup.sizes![part]}`);
    },
  },
  {
    name: 'no row is in two parts',
    how: 'Inputs and targets of validation and test rows occur in no other part: nothing is chosen or judged on what was learned.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { data } = await load(subject, options);
        const seen = new Map<string, string>();
        for (const part of PARTS) {
          for (const row of rowsOf(data[part])) {
            const other = seen.get(row);
            need(other === undefined || other === part, `${titled(subject.definition, options)}: the row ${row} is in ${other} and ${part}`);
            seen.set(row, part);
          }
        }
      }
    },
  },
  {
    name: 'the same seed gives the same rows, another gives others if anything is drawn',
    how: 'Loaded twice with streams of one seed, bit for bit: no global randomness; and with another seed where a stream was asked for.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const [a, b, c] = [await load(subject, options), await load(subject, options), await load(subject, options, 2)];
        need(textOf(a.data) === textOf(b.data), `${titled(subject.definition, options)}: the same seed gave other rows`);
        need(a.streams.size === 0 || textOf(a.data) !== textOf(c.data), `${titled(subject.definition, options)}: draws from ${[...a.streams].join(', ')}, and two seeds gave the same rows`);
      }
    },
  },
  {
    name: 'all numbers are finite',
    how: 'Inputs and targets of all parts.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { data } = await load(subject, options);
        for (const part of PARTS) for (const side of ['inputs', 'targets'] as const) need(data[part][side].values.every(Number.isFinite), `${titled(subject.definition, options)}: ${side} of ${part} hold a number that is not finite`);
      }
    },
  },
  {
    name: 'weights are one for each row, and some row of a part counts',
    how: 'Finite numbers of at least 0, not all of a part 0; checked where there are weights.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { data } = await load(subject, options);
        for (const part of PARTS) {
          const { inputs: { count }, weights } = data[part];
          if (weights === undefined) continue;
          const what = `${titled(subject.definition, options)}: weights of ${part}`;
          need(weights.length === count, `${what} are ${weights.length} for ${count} rows`);
          need(weights.every((weight) => Number.isFinite(weight) && weight >= 0), `${what} hold a number that is no weight`);
          need(count === 0 || weights.some((weight) => weight > 0), `${what} are all 0`);
        }
      }
    },
  },
  {
    name: 'places of filled cells are places of inputs',
    how: 'Whole numbers that ascend, less than there are values of `inputs`; checked where a part says which of its numbers stand for missing cells.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { data } = await load(subject, options);
        for (const part of PARTS) {
          const { inputs: { values }, filled = new Uint32Array() } = data[part];
          const what = `${titled(subject.definition, options)}: places of filled cells of ${part}`;
          need(filled.every((place) => place < values.length), `${what} lie beyond the ${values.length} values of its inputs`);
          need(filled.every((place, k) => k === 0 || place > filled[k - 1]!), `${what} do not ascend`);
        }
      }
    },
  },
  {
    name: 'variables have names of their own, and domains that hold their training rows',
    how: 'No name is empty or comes twice among inputs or among outputs, or among both of a regression; a declared domain ascends and no training input lies outside.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { data } = await load(subject, options);
        const { inputs, outputs } = data;
        for (const [side, variables] of [['inputs', inputs], ['outputs', outputs], ...data.task === 'regression' ? [['variables', [...inputs, ...outputs]] as const] : []] as const) {
          const names = variables.map(({ name }) => name);
          need(names.length > 0 && names.every((name, i) => name !== '' && names.indexOf(name) === i), `${titled(subject.definition, options)}: ${side} are called ${names.map((n) => JSON.stringify(n)).join(', ')}`);
        }
        data.inputs.forEach(({ name, domain }, i) => {
          if (domain === undefined) return;
          need(domain[0] < domain[1], `${titled(subject.definition, options)}: the domain of ${name} is [${domain.join(', ')}]`);
          const { width, values } = data.train.inputs;
          const outside = values.find((v, k) => k % width === i && !(v >= domain[0] && v <= domain[1]));
          need(outside === undefined, `${titled(subject.definition, options)}: ${name} = ${outside} in a training row lies outside its domain [${domain.join(', ')}]`);
        });
      }
    },
  },
  {
    name: 'targets of a classification are one for the class and zero elsewhere',
    how: 'Every row has one class, and there are two at least; checked where the task is classification.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { data } = await load(subject, options);
        if (data.task !== 'classification') continue;
        need(data.outputs.length >= 2, `${titled(subject.definition, options)}: ${data.outputs.length} class`);
        for (const part of PARTS) {
          const { count, width, values } = data[part].targets;
          for (let n = 0; n < count; n++) {
            const row = values.subarray(n * width, (n + 1) * width);
            need(row.every((v) => v === 0 || v === 1) && row.reduce((a, b) => a + b, 0) === 1, `${titled(subject.definition, options)}: targets [${row.join(', ')}] in ${part}`);
          }
        }
      }
    },
  },
  {
    name: 'every file that is read is declared',
    how: '`files` names what `load` reads: a run of a changed file must not count as done.',
    run: async (subject) => {
      for (const options of given(subject)) {
        const { read } = await load(subject, options);
        const declared = subject.definition.files?.(options) ?? [];
        const hidden = [...read].find((path) => !declared.includes(path));
        need(hidden === undefined, `${titled(subject.definition, options)} reads ${hidden} and declares ${declared.length === 0 ? 'no files' : declared.join(', ')}`);
      }
    },
  },
];

/** Options that the author gave, parsed. */
const given = ({ sets, setup }: DataSetSubject): readonly Options[] => sets.slice(0, setup.options?.length ?? 1);

async function load({ definition, setup }: DataSetSubject, options: Options, seed = 1, holdsOut = true): Promise<{ data: Data; streams: Set<string>; read: Set<string> }> {
  const [streams, read] = [new Set<string>(), new Set<string>()];
  const contentOf = (path: string): string | Uint8Array => {
    read.add(path);
    const content = setup.files?.[path];
    if (content === undefined) throw new Error(`The setup has no file "${path}". Add it to files.`);
    return content;
  };
  const data = await definition.load(options, {
    holdsOut,
    stream: (name) => { streams.add(name); return randomStream(seed, name); },
    read: async (path) => { const content = contentOf(path); return typeof content === 'string' ? content : new TextDecoder().decode(content); },
    readBytes: async (path) => { const content = contentOf(path); return typeof content === 'string' ? new TextEncoder().encode(content) : content; },
  });
  return { data, streams, read };
}

function requireSound(data: Data, what: string): void {
  for (const part of PARTS) {
    const { inputs, targets } = data[part];
    need(inputs.count >= (part === 'train' ? 1 : 0) && inputs.count === targets.count, `${what}: ${part} has ${inputs.count} rows of inputs and ${targets.count} of targets`);
    for (const [side, samples, variables] of [['inputs', inputs, data.inputs], ['targets', targets, data.outputs]] as const) {
      need(samples.width === variables.length, `${what}: ${side} of ${part} have ${samples.width} columns for ${variables.length} variables`);
      need(samples.values.length === samples.count * samples.width, `${what}: ${side} of ${part} have ${samples.values.length} numbers for ${samples.count} rows of ${samples.width}`);
    }
  }
}

const rowsOf = ({ inputs, targets }: Rows): string[] => Array.from({ length: inputs.count }, (_, n) =>
  [...inputs.values.subarray(n * inputs.width, (n + 1) * inputs.width), ...targets.values.subarray(n * targets.width, (n + 1) * targets.width)].join(', '));
const textOf = (data: Data): string => PARTS.map((part) => rowsOf(data[part]).join('\n')).join('\n\n');
