import { trace } from '@knotwork/algebra';
import { columnStatistics, toNetworkUnits } from '@knotwork/network';
import type { Data, Engine, Objective, Rows, Samples, Variable } from '@knotwork/plugin';
import type { Model } from './stages/stage.js';

/** The data of a run in network units, and how to come back to the user's. */
export interface PreparedData {
  readonly inputs: readonly Variable[];
  readonly outputs: readonly Variable[];
  /** Initial domains of the network's inputs, in network units. */
  readonly domains: readonly (readonly [number, number])[];
  readonly train: Rows;
  readonly validation: Rows;
  readonly test: Rows;
  /** The rows in the user's units. */
  readonly original: Data;
  /** Outputs of a network on each of some sets of rows, in network units. */
  outputsOf(engine: Engine, model: Model, sets: readonly Rows[]): Promise<Samples[]>;
}

/** Standardizes by statistics of the training rows alone: targets always, inputs where the data set asks for it. */
export function prepareData(data: Data): PreparedData {
  const { train } = data;
  const inputs = data.inputs.map((v, i): Variable => ({
    name: v.name, ...(v.unit === undefined ? {} : { unit: v.unit }),
    ...(data.standardizeInputs ? columnStatistics(train.inputs, i) : { center: 0, scale: 1 }),
  }));
  const outputs = data.outputs.map((v, i): Variable => ({ name: v.name, ...(v.unit === undefined ? {} : { unit: v.unit }), ...columnStatistics(train.targets, i) }));
  const convert = (rows: Rows): Rows => ({ inputs: toNetworkUnits(rows.inputs, inputs), targets: toNetworkUnits(rows.targets, outputs) });
  const prepared = { train: convert(train), validation: convert(data.validation), test: convert(data.test) };
  const domains = data.inputs.map((v, i): readonly [number, number] => {
    const { center, scale } = inputs[i]!;
    if (v.domain !== undefined) return [(v.domain[0] - center) / scale, (v.domain[1] - center) / scale];
    return rangeOf(prepared.train.inputs, i);
  });
  return {
    inputs, outputs, domains, ...prepared, original: data,
    outputsOf: async (engine, { structure, network }, sets) => {
      const program = await engine.compile(structure, OUTPUTS_ONLY, { precision: engine.can.precisions[0]!, trainable: ['coefficients'], parameters: 'trainable' });
      const state = await program.start(network);
      const results: Samples[] = [];
      for (const rows of sets) {
        const bound = await program.bind('data', rows);
        results.push(await state.outputs(bound));
        await bound.dispose();
      }
      await state.dispose();
      await program.dispose();
      return results;
    },
  };
}

/** An engine wants an objective; this one is never evaluated. */
const OUTPUTS_ONLY: Objective = { blocks: [{ points: 'data', form: 'residuals', weight: 1, formula: trace(['y0'], (y) => ({ r: y })) }], penalties: [] };

/** Range of a column; a column of one value gets a domain of width 2 around it. */
function rangeOf(samples: Samples, column: number): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < samples.count; i++) {
    const v = samples.values[i * samples.width + column]!;
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return high > low ? [low, high] : [low - 1, low + 1];
}
