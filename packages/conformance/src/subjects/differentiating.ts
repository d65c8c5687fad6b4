import type { PointRows, Samples } from '@knotwork/plugin';
import type { BoundData, Engine, Read } from '@knotwork/plugin/engine';
import { withPrograms, withStates } from '../broken/engines/change-engine.js';

/** Step of differences: a cube root of rounding, for smooth outputs of numbers near one. */
const STEP = 1e-5;

type Derivative = Extract<Read, { of: 'derivative' }>;

/**
 * A double of an engine that gives first derivatives of outputs in inputs, by differences: what checks of derivatives are tried with while no engine has
 * any. Blocks of objectives cannot read them.
 */
export function differentiating(engine: Engine): Engine {
  /** Binds the same points once more, with one input shifted. */
  const shifted = new WeakMap<BoundData, (input: number, by: number) => Promise<BoundData>>();
  const bound = withPrograms((program) => ({
    bind: async (rows, options) => {
      const data = await program.bind(rows, options);
      shifted.set(data, (input, by) => program.bind(Object.fromEntries(Object.entries(rows).map(([points, of]) => [points, shift(of, input, by)])), options));
      return data;
    },
  }))(engine);
  const differences = withStates((state) => ({
    outputs: async (data, reads) => {
      // Those of a higher order are for the engine that this is made of to refuse.
      if (reads === undefined || reads.every((read) => read.of !== 'derivative' || read.inputs.length > 1)) return state.outputs(data, reads);
      const columns: Float64Array[] = [];
      for (const read of reads) {
        const column = read.of === 'derivative' ? slopes(read, shifted.get(data)!, (at) => state.outputs(at)) : state.outputs(data, [read]).then(({ values }) => values);
        columns.push(await column);
      }
      const [count, width] = [data.count, columns.length];
      return { count, width, values: Float64Array.from({ length: count * width }, (_, k) => columns[k % width]![Math.floor(k / width)]!) };
    },
  }))(bound);
  return { ...differences, can: { ...engine.can, derivatives: 1 } };
}

/** Central differences of an output in an input. */
async function slopes(
  { output, inputs }: Derivative, at: (input: number, by: number) => Promise<BoundData>, outputs: (data: BoundData) => Promise<Samples>,
): Promise<Float64Array> {
  const [up, down] = [await outputs(await at(inputs[0]!, STEP)), await outputs(await at(inputs[0]!, -STEP))];
  return Float64Array.from({ length: up.count }, (_, n) => (up.values[n * up.width + output]! - down.values[n * up.width + output]!) / (2 * STEP));
}

function shift(rows: PointRows, input: number, by: number): PointRows {
  const { width, values } = rows.inputs;
  return { ...rows, inputs: { ...rows.inputs, values: values.map((v, k) => (k % width === input ? v + by : v)) } };
}
