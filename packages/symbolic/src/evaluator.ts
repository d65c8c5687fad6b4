import { blockProgram, type BlockProgram, derivative, type Expr, formula } from '@knotwork/algebra';

/** A function made ready for many values of its argument at once: an interpreter whose steps are loops, so that nothing is compiled from text. */
export class Evaluator {
  private readonly values: BlockProgram;
  private readonly both: readonly [BlockProgram, BlockProgram];

  /** @param f of the input `x`, @param most how many values at once */
  constructor(f: Expr, most: number) {
    this.values = blockProgram(formula(['x'], { f }), most);
    const both = formula(['x'], { f, slope: derivative(f, 'x') });
    this.both = [blockProgram(both, most), blockProgram(both, most)];
  }

  /** f(a z + b). Valid until the next call. */
  at(z: Float64Array, count: number, a: number, b: number): Float64Array {
    write(this.values.inputs[0]!, z, count, a, b);
    this.values.run(count);
    return this.values.outputs[0]!;
  }

  /** f and f' at a z + b. Valid until the next call with the same slot. */
  withSlopes(z: Float64Array, count: number, a: number, b: number, slot: 0 | 1 = 0): readonly [values: Float64Array, slopes: Float64Array] {
    const program = this.both[slot];
    write(program.inputs[0]!, z, count, a, b);
    program.run(count);
    return program.outputs as unknown as readonly [Float64Array, Float64Array];
  }
}

function write(to: Float64Array, z: Float64Array, count: number, a: number, b: number): void {
  for (let i = 0; i < count; i++) to[i] = a * z[i]! + b;
}
