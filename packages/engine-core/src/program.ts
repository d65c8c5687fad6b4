import { foldBasisWeights } from '@knotwork/network';
import type { Network, PointRows, Vec } from '@knotwork/plugin';
import type { Beginning, BindOptions, BoundData, BoundSet, CompileOptions, Engine, Objective, Program, State, Structure } from '@knotwork/plugin/engine';
import type { Backend, BackendData, Profile, SetOfPoints, Task } from './backend.js';
import { EngineData } from './engine-data.js';
import { wrongUse } from './errors.js';
import type { ProgramLayout } from './layout.js';
import { plainSolver, type PositiveSolver } from './positive-solver.js';
import { requireColumns } from './require-reads.js';
import { EngineState } from './state.js';

/** A network and an objective, made ready to run. What runs is the back end's business; what may be asked for is checked here. */
export class EngineProgram implements Program {
  isDisposed = false;
  /** The blocks' own weights, for queries that have none. */
  readonly weights: readonly number[];

  constructor(readonly engine: Pick<Engine, 'name' | 'can'>, readonly task: Task, private readonly backend: Backend) {
    this.weights = task.objective.blocks.map(({ weight }) => weight);
  }

  get structure(): Structure { return this.task.structure; }

  get objective(): Objective { return this.task.objective; }

  get options(): CompileOptions { return this.task.options; }

  get layout(): ProgramLayout { return this.task.layout; }

  get solver(): PositiveSolver { return this.backend.solver ?? plainSolver; }

  /** Where the time of this program goes, for benchmarks; undefined where the back end cannot tell. */
  get profile(): Profile | undefined { return this.backend.profile; }

  async bind(rows: Readonly<Record<string, PointRows>>, { blocks: asked }: BindOptions = {}): Promise<BoundData> {
    this.requireUsable();
    const { blocks, structure } = this.task;
    const unknown = asked?.find((name) => blocks.every(({ block }) => block.name !== name));
    if (unknown !== undefined) throw wrongUse(`the objective has no block "${unknown}"`);
    const evaluated = blocks.filter(({ block }) => asked === undefined || asked.includes(block.name));
    if (evaluated.length === 0) throw wrongUse('no block is evaluated');
    for (const { block } of evaluated) requireColumns(block, Object.hasOwn(rows, block.points) ? rows[block.points] : undefined, structure.layers[0]!.inputs);
    const names = [...new Set(evaluated.map(({ block }) => block.points))];
    const idle = Object.keys(rows).find((points) => !names.includes(points));
    if (idle !== undefined) throw wrongUse(`no block that is evaluated reads the points "${idle}"`);
    const sets = names.map((points): SetOfPoints => ({ points, rows: rows[points]!, blocks: evaluated.filter(({ block }) => block.points === points) }));
    const counts = sets.map(({ points, rows: { inputs } }): BoundSet => ({ points, count: inputs.count }));
    return new EngineData(this, counts, evaluated.map(({ block }) => block.name), await this.backend.bind(sets));
  }

  async start(network: Network, { slots = {}, step = 0, scalars = {} }: Beginning = {}): Promise<State> {
    this.requireUsable();
    if (network.parameters.length !== this.structure.length) throw wrongUse('the network belongs to another structure');
    const numbers = { parameters: this.normalized(network.parameters), scalars: this.scalarsOf(scalars) };
    return new EngineState(this, await this.backend.start(numbers, slots), step);
  }

  /** A copy of the parameters in the program's own form: with basis weights folded in where unknowns are effective. */
  normalized(parameters: Vec): Vec {
    return this.options.parameters === 'effective' ? foldBasisWeights(this.structure, parameters) : parameters.slice();
  }

  /** Scalars in their order. @param given in place of those at `others`, or of initial ones */
  scalarsOf(given: Readonly<Record<string, number>>, others?: Vec): Vec {
    const { scalars = {} } = this.objective;
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(scalars, name));
    if (unknown !== undefined) throw wrongUse(`the objective has no scalar "${unknown}"`);
    return Float64Array.from(this.layout.scalars, (name, k) => (Object.hasOwn(given, name) ? given[name]! : others?.[k] ?? scalars[name]!.initial));
  }

  /** Weights of all blocks. @param given by name, in place of their own */
  weightsOf(given: Readonly<Record<string, number>> | undefined): readonly number[] {
    if (given === undefined) return this.weights;
    const unknown = Object.keys(given).find((name) => this.objective.blocks.every((block) => block.name !== name));
    if (unknown !== undefined) throw wrongUse(`a weight is of the block "${unknown}", which the objective does not have`);
    return this.objective.blocks.map(({ name }, k) => {
      const weight = Object.hasOwn(given, name) ? given[name]! : this.weights[k]!;
      if (!(weight >= 0 && weight < Infinity)) throw wrongUse(`the block "${name}" cannot have the weight ${weight}`);
      return weight;
    });
  }

  /** @returns the points inside the back end; those of other programs are refused */
  inside(data: BoundData): BackendData {
    this.requireUsable();
    if (!(data instanceof EngineData) || data.program !== this) throw wrongUse('points were used that belong to another program');
    data.requireUsable();
    return data.inside;
  }

  /** @throws KnotworkError once the memory may be another program's */
  requireUsable(): void { if (this.isDisposed) throw wrongUse('a program was used after it was disposed of'); }

  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    await this.backend.dispose();
  }
}

