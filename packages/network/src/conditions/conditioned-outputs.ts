import { blockProgram, formula, input } from '@knotwork/algebra';
import type { Samples, Variable } from '@knotwork/plugin';
import type { Read } from '@knotwork/plugin/engine';
import { conditionedRead, type OutputRead } from './conditioned-read.js';

/** Outputs and derivatives that were asked for, put together from what the last layer gives. */
export interface ConditionedOutputs {
  /** What is to be asked of the last layer. */
  readonly own: readonly OutputRead[];
  /**
   * @param of what it gave: `[rows][own]`, @param inputs of the first layer: `[rows][inputs]`
   * @returns `[rows][reads]`
   */
  from(of: Samples, inputs: Samples): Samples;
}

/** Rows that are computed together. */
const BLOCK = 256;

/** @param reads at least one, @param outputs of the network */
export function conditionedOutputs(reads: readonly OutputRead[], outputs: readonly Pick<Variable, 'conditions'>[]): ConditionedOutputs {
  const all: Record<string, Extract<Read, { of: 'output' | 'derivative' | 'input' }>> = {};
  const results = reads.map((read, k) => {
    const made = conditionedRead(read, outputs);
    const name = `read ${k}`;
    Object.assign(all, made === null ? { [name]: read } : made.reads);
    return [name, made === null ? input(name) : made.value] as const;
  });
  const names = Object.keys(all);
  const own = names.filter((name) => all[name]!.of !== 'input');
  const f = formula(names, Object.fromEntries(results));
  return {
    own: own.map((name) => all[name] as OutputRead),
    from(of, inputs) {
      const program = blockProgram(f, BLOCK);
      const columns = names.map((name) => { const read = all[name]!; return read.of === 'input' ? { samples: inputs, at: read.index } : { samples: of, at: own.indexOf(name) }; });
      const values = new Float64Array(of.count * reads.length);
      for (let first = 0; first < of.count; first += BLOCK) {
        const count = Math.min(BLOCK, of.count - first);
        for (const [k, { samples, at }] of columns.entries()) for (let n = 0; n < count; n++) program.inputs[k]![n] = samples.values[(first + n) * samples.width + at]!;
        program.run(count);
        for (const [k, output] of program.outputs.entries()) for (let n = 0; n < count; n++) values[(first + n) * reads.length + k] = output[n]!;
      }
      return { count: of.count, width: reads.length, values };
    },
  };
}
