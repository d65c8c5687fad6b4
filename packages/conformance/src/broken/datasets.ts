import { randomStream, type RandomStream } from '@knotwork/numerics';
import { type Data, type DataSetDefinition, defineDataSet, type Rows } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import type { BrokenPlugin } from './broken-plugin.js';

const none = z.strictObject({});
let calls = 0;

/** Squares of numbers that are drawn. */
function rows(count: number, stream: RandomStream): Rows {
  const inputs = Float64Array.from({ length: count }, () => stream.uniform(-1, 1));
  return { inputs: { count, width: 1, values: inputs }, targets: { count, width: 1, values: inputs.map((x) => x * x) } };
}

const squares = (change: (data: Data) => Data, from: (name: string) => RandomStream | null = () => null): DataSetDefinition<typeof none>['load'] => async (_, { stream }) => {
  const part = (name: string, count: number): Rows => rows(count, from(name) ?? stream(name));
  return change({
    task: 'regression', inputs: [{ name: 'x', domain: [-1, 1] }], outputs: [{ name: 'y' }], standardizeInputs: false,
    train: part('train', 30), validation: part('validation', 10), test: part('test', 10),
  });
};

const dataSet = (name: string, load: DataSetDefinition<typeof none>['load']): DataSetDefinition<typeof none> => defineDataSet({ name, summary: 'Data with one defect', options: none, load });

export const brokenDatasets: readonly BrokenPlugin[] = [
  { defect: 'test rows among the training rows', definition: dataSet('leaking', squares((data) => ({ ...data, test: { inputs: first(data.train.inputs, 10), targets: first(data.train.targets, 10) } }))), caughtBy: 'no row is in two parts' },
  { defect: 'rows of global randomness', definition: dataSet('unrepeatable', squares((data) => data, (name) => randomStream(calls++, name))), caughtBy: 'the same seed gives the same rows, another gives others if anything is drawn' },
  { defect: 'a stream that is asked for and not used', definition: dataSet('seedless', async (options, access) => { access.stream('train'); return squares((data) => data, (name) => randomStream(9, name))(options, access); }), caughtBy: 'the same seed gives the same rows, another gives others if anything is drawn' },
  { defect: 'fewer rows than were asked for', definition: dataSet('lossy', squares((data) => ({ ...data, train: { inputs: first(data.train.inputs, 29), targets: first(data.train.targets, 29) } }))), setup: { sizes: { train: 30, validation: 10, test: 10 } }, caughtBy: 'parts have the sizes that were asked for' },
  { defect: 'a target that is missing', definition: dataSet('patchy', squares((data) => { data.train.targets.values[3] = NaN; return data; })), caughtBy: 'all numbers are finite' },
  { defect: 'two inputs of one name', definition: dataSet('ambiguous', squares((data) => ({ ...data, inputs: [...data.inputs, ...data.inputs], ...Object.fromEntries((['train', 'validation', 'test'] as const).map((part) => [part, { ...data[part], inputs: twice(data[part].inputs) }])) }))), caughtBy: 'variables have names of their own, and domains that hold their training rows' },
  { defect: 'an output that is called as an input is', definition: dataSet('circular', squares((data) => ({ ...data, outputs: data.inputs.map(({ name }) => ({ name })) }))), caughtBy: 'variables have names of their own, and domains that hold their training rows' },
  { defect: 'columns that are not there', definition: dataSet('thin', squares((data) => ({ ...data, inputs: [...data.inputs, { name: 'z' }] }))), caughtBy: 'parts have as many numbers as rows, inputs and outputs say' },
  { defect: 'no row to learn from', definition: dataSet('barren', squares((data) => ({ ...data, train: { inputs: first(data.train.inputs, 0), targets: first(data.train.targets, 0) } }))), caughtBy: 'parts have as many numbers as rows, inputs and outputs say' },
  { defect: 'classes that are numbers', definition: dataSet('numeric', squares((data) => ({ ...data, task: 'classification' }))), caughtBy: 'targets of a classification are one for the class and zero elsewhere' },
  { defect: 'a weight below 0', definition: dataSet('weighed', squares((data) => ({ ...data, train: { ...data.train, weights: Float64Array.from({ length: 30 }, (_, k) => 3 - k) } }))), caughtBy: 'weights are one for each row, and some row of a part counts' },
  { defect: 'weights of fewer rows than there are', definition: dataSet('light', squares((data) => ({ ...data, test: { ...data.test, weights: new Float64Array(9).fill(1) } }))), caughtBy: 'weights are one for each row, and some row of a part counts' },
  { defect: 'a part that weighs nothing', definition: dataSet('weightless', squares((data) => ({ ...data, validation: { ...data.validation, weights: new Float64Array(10) } }))), caughtBy: 'weights are one for each row, and some row of a part counts' },
  { defect: 'filled cells beyond the inputs', definition: dataSet('overfilled', squares((data) => ({ ...data, test: { ...data.test, filled: Uint32Array.of(3, 10) } }))), caughtBy: 'places of filled cells are places of inputs' },
  { defect: 'filled cells that come twice', definition: dataSet('refilled', squares((data) => ({ ...data, train: { ...data.train, filled: Uint32Array.of(3, 3) } }))), caughtBy: 'places of filled cells are places of inputs' },
  {
    defect: 'a file that nobody knows of', definition: dataSet('hidden', async (options, access) => { await access.read('secret.csv'); return squares((data) => data)(options, access); }),
    setup: { files: { 'secret.csv': '' } }, caughtBy: 'every file that is read is declared',
  },
].map((broken) => broken as unknown as BrokenPlugin);

const first = ({ width, values }: Rows['inputs'], count: number): Rows['inputs'] => ({ count, width, values: values.slice(0, count * width) });
const twice = ({ count, width, values }: Rows['inputs']): Rows['inputs'] => ({ count, width: 2 * width, values: Float64Array.from({ length: 2 * count }, (_, k) => values[k >> 1]!) });
