import { type RandomStream, standardDeviation } from '@knotwork/numerics';
import { defineDataSet, type Samples } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { notFinite, wrongDomainCount } from './errors.js';
import { evenGrid } from './even-grid.js';
import { formulaValues } from './formula-values.js';
import { highestVariable, MOST_INPUTS, targetFormula } from './target-formula.js';

type Interval = readonly [number, number];

const interval = z.tuple([z.number(), z.number()]).refine(([min, max]) => min < max, 'must be [min, max] with min below max');
/** Rows of a part: what takes seconds to make. */
const MOST_ROWS = 10_000_000;
const count = z.int().min(1).max(MOST_ROWS);
const countOrNone = z.int().min(0).max(MOST_ROWS);
/** Characters of a text: a formula that somebody can read. */
const text = z.string().max(20_000);

/** Closed-form targets at points of the domain, drawn uniformly or on an even grid: t = f(x), plus normal noise where the network learns or is chosen. */
export const expression = defineDataSet({
  name: 'expression',
  summary: 'Targets given by mathematical text in x1, x2, ..., at random or even points of a domain',
  options: z.strictObject({
    expression: z.union([text, z.array(text).min(1).max(1000)]).describe('Target as text, such as exp(sin(pi * x1) + x2^2); a list for several outputs'),
    domain: z.union([interval, z.array(interval).min(1).max(MOST_INPUTS)]).default([-1, 1]).describe('[min, max] of every input, or a list with one interval per input'),
    samples: z.strictObject({
      train: count.default(1000).describe('Rows that are learned'),
      validation: countOrNone.default(500).describe('Rows that choose among networks; 0 for none'),
      test: countOrNone.default(1000).describe('Rows that only judge the result; 0 for none'),
    }).default({ train: 1000, validation: 500, test: 1000 }).describe('Number of rows of each part'),
    sampling: z.enum(['random', 'even']).default('random').describe('random points of the domain, or an even grid that includes its ends'),
    noise: z.number().min(0).default(0).describe("Standard deviation added to training and validation targets, as a share of the target's own"),
  }),

  isExact: ({ noise }) => noise === 0,

  extent: ({ expression: written, samples: { train, validation, test } }) => {
    const texts = typeof written === 'string' ? [written] : written;
    return { rows: train + validation + test, columns: highestVariable(texts) + texts.length, option: 'samples' };
  },

  async load({ expression: written, domain, samples, sampling, noise }, access) {
    const texts = typeof written === 'string' ? [written] : written;
    const options = texts.map((_, i) => (typeof written === 'string' ? 'expression' : `expression.${i}`));
    const f = await targetFormula(texts, options);
    const domains = intervals(domain, f.inputs.length);

    // A stream for each part: changing the size of one shifts no other.
    const rows = (part: 'train' | 'validation' | 'test') => {
      const inputs = sampling === 'even' && samples[part] > 0 ? evenGrid(samples[part], domains, `samples.${part}`) : draw(samples[part], domains, access.stream(part));
      const targets = formulaValues(f, inputs, (k, output, value) => {
        const point = f.inputs.map((name, i) => `${name} = ${inputs.values[k * inputs.width + i]}`).join(', ');
        return notFinite(texts[output]!, value, point, options[output]!);
      });
      return { inputs, targets };
    };
    const [train, validation, test] = [rows('train'), rows('validation'), rows('test')];

    const deviations = f.outputs.map((_, j) => (noise === 0 ? 0 : noise * standardDeviation(column(train.targets, j))));
    const stream = access.stream('noise');
    const noisy = (targets: Samples, part: string): Samples => (noise === 0 ? targets : disturb(targets, deviations, stream.fork(part)));
    return {
      task: 'regression',
      inputs: f.inputs.map((name, i) => ({ name, domain: domains[i]! })),
      outputs: (f.outputs.length === 1 ? ['y'] : f.outputs).map((name) => ({ name })),
      standardizeInputs: false,
      train: { ...train, targets: noisy(train.targets, 'train') },
      validation: { ...validation, targets: noisy(validation.targets, 'validation') },
      test,
      ...(noise === 0 ? {} : { isTestExact: true }),
    };
  },
});

/** The interval of every input. */
function intervals(domain: Interval | readonly Interval[], inputs: number): readonly Interval[] {
  if (!Array.isArray(domain[0])) return new Array<Interval>(inputs).fill(domain as Interval);
  if (domain.length !== inputs) throw wrongDomainCount(domain.length, inputs);
  return domain as readonly Interval[];
}

/** Row by row, so that more rows of the same stream begin with the same ones. */
function draw(rows: number, domains: readonly Interval[], stream: RandomStream): Samples {
  const values = new Float64Array(rows * domains.length);
  for (let k = 0; k < values.length;) for (const [low, high] of domains) values[k++] = stream.uniform(low, high);
  return { count: rows, width: domains.length, values };
}

function column({ count: rows, width, values }: Samples, j: number): Float64Array {
  const of = new Float64Array(rows);
  for (let k = 0; k < rows; k++) of[k] = values[k * width + j]!;
  return of;
}

function disturb(targets: Samples, deviations: readonly number[], stream: RandomStream): Samples {
  return { ...targets, values: targets.values.map((value, k) => value + deviations[k % targets.width]! * stream.normal()) };
}
