import { parseOptions } from '@knotwork/network';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import { type Catalog, KnotworkError, type PluginUse, type Rows, type Samples } from '@knotwork/plugin';
import type { Precision, Program, Structure, UpdateFormula } from '@knotwork/plugin/engine';
import { DATA, supervised, updateFormula } from '@knotwork/training';
import { basisOfSize } from './basis-of-size.js';
import { freshKan } from './kan-problem.js';

/** A network whose training steps are timed. */
export interface StepCase {
  readonly layers: readonly number[];
  /** Rows of a step. */
  readonly batch: number;
  /** Name of the basis; with `intervals + degree` coefficients per edge, or as near as its options allow. */
  readonly basis: string;
  readonly intervals: number;
  readonly degree: number;
  readonly precision: Precision;
  /** Rows that are bound, of which every step sees a batch; all of them, if left out. */
  readonly bound?: number;
  /** The native one of that precision, if left out. */
  readonly engine?: PluginUse;
}

/** A network ready for timed steps. Every call ends when its result is there. */
export interface StepSession {
  readonly basis: PluginUse;
  readonly structure: Structure;
  readonly update: UpdateFormula;
  readonly program: Program;
  /** When compiling began, on the clock of `performance`. */
  readonly compiledFrom: number;
  /** One step of Adam on all rows. @returns mean squared error before it @throws KnotworkError `numerical` when that is not finite */
  step(): Promise<number>;
  /** Outputs for all rows. */
  forward(): Promise<Samples>;
  dispose(): Promise<void>;
}

/** Adam, with the learning rate of the comparison with other libraries. */
const OPTIMIZER: PluginUse = { kind: 'adam', rate: 1e-3 };
/** Schedules need the length of the stage; Adam without a decay does not. */
const TOTAL = 1_000_000;

/**
 * Makes a network of residual edges with small coefficients and binds its rows to an engine.
 *
 * @throws KnotworkError `input` or `capability` for what plugins or the engine refuse
 */
export async function openStep(catalog: Catalog, { layers, batch, basis: name, intervals, degree, precision, bound, engine: use = { kind: 'native', precision } }: StepCase): Promise<StepSession> {
  const stream = randomStream(1, 'step');
  const basis = basisOfSize(catalog.get('basis', name), intervals + degree, degree);
  const { network, structure } = freshKan({ widths: layers, edge: { kind: 'residual' }, basis, domain: [-1, 1] }, stream.fork('network'), catalog);
  const definition = catalog.get('optimizer', OPTIMIZER.kind);
  const update = updateFormula({ definition, options: parseOptions(definition, OPTIMIZER) })!;
  const made = catalog.get('engine', use.kind);
  const engine = await made.create(parseOptions(made, use));
  const compiledFrom = performance.now();
  const program = await engine.compile(structure, supervised(catalog.get('loss', 'mean-squared-error'), {}, layers.at(-1)!), {
    parameters: 'trainable', trainable: [...new Set(structure.segments.filter((s) => s.trainable).map((s) => s.role))], update,
  });
  const data = await program.bind({ [DATA]: stepRows(layers[0]!, layers.at(-1)!, bound ?? batch, stream.fork('rows')) });
  const state = await program.start(network);
  const plan = bound === undefined ? {} : { batch: { [DATA]: { size: batch, stream: stream.fork('batches') } } };
  let done = 0;
  return {
    basis, structure, update, program, compiledFrom,
    async step() {
      const { last } = await state.steps(1, data, { first: ++done, total: TOTAL, ...plan });
      // A step that is not taken takes no time worth reporting.
      if (last.status !== 'ok') throw new KnotworkError('numerical', `Step ${done} has a loss that is not finite. Use another basis, fewer coefficients or --dtype float64.`);
      // The objective is half the mean square.
      return 2 * last.data;
    },
    forward: () => state.outputs(data),
    async dispose() {
      await data.dispose();
      await state.dispose();
      await program.dispose();
    },
  };
}

/** Inputs uniform in [-1, 1]; all targets of a row are sin(3 * sum of its inputs). */
export function stepRows(inputs: number, outputs: number, count: number, stream: RandomStream): Rows {
  const x = Float64Array.from({ length: count * inputs }, () => stream.uniform(-1, 1));
  const y = new Float64Array(count * outputs);
  for (let n = 0; n < count; n++) {
    const sum = x.subarray(n * inputs, (n + 1) * inputs).reduce((a, b) => a + b, 0);
    y.fill(Math.sin(3 * sum), n * outputs, (n + 1) * outputs);
  }
  return { inputs: { count, width: inputs, values: x }, targets: { count, width: outputs, values: y } };
}
