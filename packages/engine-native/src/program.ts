import { type BlockProgram, blockProgram } from '@knotwork/algebra';
import { foldBasisWeights } from '@knotwork/network';
import type { BoundData, CompileOptions, Network, Objective, Program, Rows, Slots, State, Structure } from '@knotwork/plugin';
import { requireCapabilities } from './capabilities.js';
import { wrongUse } from './errors.js';
import { Evaluation } from './evaluation.js';
import { layoutOf, type ProgramLayout } from './layout.js';
import { NativeData } from './native-data.js';
import { NativeState } from './state.js';

/** Numbers an update formula runs over at once. */
export const UPDATE_BLOCK = 256;

/** A network and an objective, made ready to run. */
export class NativeProgram implements Program {
  readonly layout: ProgramLayout;
  readonly evaluation: Evaluation;
  readonly update: BlockProgram | null;

  constructor(readonly structure: Structure, readonly objective: Objective, readonly options: CompileOptions) {
    requireCapabilities(structure, objective, options);
    this.layout = layoutOf(structure, options);
    this.evaluation = new Evaluation(structure, objective);
    this.update = options.update === undefined ? null : blockProgram(options.update.formula, UPDATE_BLOCK);
  }

  async bind(points: string, rows: Rows): Promise<BoundData> {
    const { structure } = this;
    if (rows.inputs.width !== structure.layers[0]!.inputs) throw wrongUse(`rows have ${rows.inputs.width} inputs, the network ${structure.layers[0]!.inputs}`);
    if (rows.inputs.count !== rows.targets.count || rows.inputs.count === 0) throw wrongUse('inputs and targets need the same number of rows, at least one');
    if (!this.objective.blocks.some((b) => b.points === points)) throw wrongUse(`the objective has no block over "${points}"`);
    return new NativeData(points, rows);
  }

  async start(network: Network, slots?: Slots): Promise<State> {
    if (network.parameters.length !== this.structure.length) throw wrongUse('the network belongs to another structure');
    return new NativeState(this, this.normalized(network.parameters), slots);
  }

  /** A copy of the parameters in the program's own form: with basis weights folded in where unknowns are effective. */
  normalized(parameters: Float64Array): Float64Array {
    return this.options.parameters === 'effective' ? foldBasisWeights(this.structure, parameters) : parameters.slice();
  }

  dispose(): Promise<void> { return Promise.resolve(); }
}
