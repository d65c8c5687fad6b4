import { type Data, defineDataSet } from '@knotwork/plugin';
import * as z from '@knotwork/plugin/zod';
import { highestVariable, MOST_INPUTS } from './formula/variables.js';

const interval = z.tuple([z.number(), z.number()]).refine(([min, max]) => min < max, 'must be [min, max] with min below max');
/** Rows of a part: what takes seconds to make. */
const MOST_ROWS = 10_000_000;
const count = z.int().min(1).max(MOST_ROWS);
const countOrNone = z.int().min(0).max(MOST_ROWS);
/** Characters of a text: a formula that somebody can read. */
const text = z.string().max(20_000);

const options = z.strictObject({
  expression: z.union([text, z.array(text).min(1).max(1000)]).describe('Target as text, such as exp(sin(pi * x1) + x2^2); a list for several outputs'),
  domain: z.union([interval, z.array(interval).min(1).max(MOST_INPUTS)]).default([-1, 1]).describe('[min, max] of every input, or a list with one interval per input'),
  samples: z.strictObject({
    train: count.default(1000).describe('Rows that are learned'),
    validation: countOrNone.default(500).describe('Rows that choose among networks; 0 for none'),
    test: countOrNone.default(1000).describe('Rows that only judge the result; 0 for none'),
  }).default({ train: 1000, validation: 500, test: 1000 }).describe('Number of rows of each part'),
  sampling: z.enum(['random', 'even']).default('random').describe('random points of the domain, or an even grid that includes its ends'),
  noise: z.number().min(0).default(0).describe("Standard deviation added to training and validation targets, as a share of the target's own"),
});
export type ExpressionOptions = z.output<typeof options>;

/** Closed-form targets at points of the domain, drawn uniformly or on an even grid: t = f(x), plus normal noise where the network learns or is chosen. */
export const expression = defineDataSet({
  name: 'expression',
  summary: 'Targets given by mathematical text in x1, x2, ..., at random or even points of a domain',
  options,

  isExact: ({ noise }) => noise === 0,

  extent: ({ expression: written, samples: { train, validation, test } }) => {
    const texts = typeof written === 'string' ? [written] : written;
    return { rows: train + validation + test, columns: highestVariable(texts) + texts.length, option: 'samples' };
  },

  // What reads formulas is loaded with the first: most experiments have rows.
  load: async (written, access): Promise<Data> => (await import('./formula/load-expression.js')).loadExpression(written, access),
});
