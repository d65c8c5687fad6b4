import { foldBasisWeights } from '@knotwork/network';
import type { BoundData, CompileOptions, Network, Objective, Program, Rows, Slots, State, StepPlan, Structure } from '@knotwork/plugin';
import { BatchOrder } from './batch-order.js';
import { wrongUse } from './errors.js';
import { layoutOf, type ProgramLayout } from './layout.js';
import type { SolvePositive } from './damped-step.js';
import type { Backend, Profile, Task } from './backend.js';
import { EngineState } from './state.js';

/** A network and an objective, made ready to run. What runs is the path's business; what may be asked for is checked here. */
export class EngineProgram implements Program {
  private readonly orders = new WeakMap<BoundData, BatchOrder>();

  private constructor(readonly task: Task, private readonly path: Backend) {}

  /** @param choose makes the path that computes. @throws KnotworkError `capability` */
  static async compile(structure: Structure, objective: Objective, options: CompileOptions, choose: (task: Task) => Promise<Backend>): Promise<EngineProgram> {
    for (const { form, formula } of objective.blocks) {
      if (form === 'loss' && formula.roots.length !== 1) throw wrongUse(`a block of the form "loss" has one output, not ${formula.roots.length}`);
    }
    const task = { structure, objective, options, layout: layoutOf(structure, options) };
    return new EngineProgram(task, await choose(task));
  }

  get structure(): Structure { return this.task.structure; }

  get layout(): ProgramLayout { return this.task.layout; }

  /** Solves normal equations the way of the path, if it has one. */
  get solve(): SolvePositive | undefined { return this.path.solve; }

  /** Where the time of this program goes, for benchmarks; undefined where the path cannot tell. */
  get profile(): Profile | undefined { return this.path.profile; }

  async bind(points: string, rows: Rows): Promise<BoundData> {
    const { structure, objective } = this.task;
    if (rows.inputs.width !== structure.layers[0]!.inputs) throw wrongUse(`rows have ${rows.inputs.width} inputs, the network ${structure.layers[0]!.inputs}`);
    if (rows.inputs.count !== rows.targets.count || rows.inputs.count === 0) throw wrongUse('inputs and targets need the same number of rows, at least one');
    const loss = objective.blocks.find((b) => b.points === points);
    if (loss === undefined) throw wrongUse(`the objective has no block over "${points}"`);
    const missing = loss.formula.inputs.find((name) => name.startsWith('t') && Number(name.slice(1)) >= rows.targets.width);
    if (missing !== undefined) throw wrongUse(`rows have ${rows.targets.width} targets, and the objective over "${points}" reads ${missing}`);
    return this.path.bind(points, rows);
  }

  /** The rows of one step, valid until the next call with the same data. @param step from 1 */
  batch(data: BoundData, step: number, batch: NonNullable<StepPlan['batch']>): BoundData {
    const order = this.orders.get(data) ?? new BatchOrder(data.count);
    this.orders.set(data, order);
    return this.path.batch(data, order.rowsOf(step, batch), batch.size);
  }

  async start(network: Network, slots?: Slots): Promise<State> {
    if (network.parameters.length !== this.structure.length) throw wrongUse('the network belongs to another structure');
    return new EngineState(this, this.path.start(this.normalized(network.parameters), slots));
  }

  /** A copy of the parameters in the program's own form: with basis weights folded in where unknowns are effective. */
  normalized(parameters: Float64Array): Float64Array {
    return this.task.options.parameters === 'effective' ? foldBasisWeights(this.structure, parameters) : parameters.slice();
  }

  dispose(): Promise<void> { return Promise.resolve(this.path.dispose()); }
}
