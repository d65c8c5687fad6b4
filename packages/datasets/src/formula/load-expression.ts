import { type RandomStream, standardDeviation } from '@knotwork/numerics';
import type { Data, DataAccess, Samples } from '@knotwork/plugin';
import { notFinite, wrongDomainCount } from './errors.js';
import type { ExpressionOptions } from '../expression.js';
import { formulaValues } from '../formula-values.js';
import { evenGrid } from './even-grid.js';
import { targetFormula } from './target-formula.js';

type Interval = readonly [number, number];

/** Makes the rows of every part. @throws KnotworkError `input` */
export async function loadExpression({ expression: written, domain, samples, sampling, noise }: ExpressionOptions, access: DataAccess): Promise<Data> {
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
}

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
