import type { Rows, Samples } from '@knotwork/plugin';
import type { BoundData, Engine, Objective, Program, State } from '@knotwork/plugin/engine';
import { inject } from '@knotwork/registry';
import { DATA, reportedLoss } from '@knotwork/training';
import { canonicalJson } from '../json/json.js';
import type { Model } from '../stages/stage.js';
import { tokens } from '../tokens.js';

/** What comes of a network on some rows: outputs in network units, and the loss as it is reported. */
export interface Judged { readonly outputs: Samples; readonly loss: number }

/** Says what a network makes of rows. */
export interface Evaluator {
  /**
   * Outputs of a network on each of some sets of rows, in network units.
   * @param objective that networks of this structure are judged by
   */
  outputs(model: Model, objective: Objective, sets: readonly Rows[]): Promise<Samples[]>;
  /** And the loss there. */
  judge(model: Model, objective: Objective, sets: readonly Rows[]): Promise<Judged[]>;
  /** Inputs of every layer over some rows. */
  activations(model: Model, objective: Objective, rows: Rows): Promise<Samples[]>;
  /** Gives back what it holds; asked again, it begins anew. */
  dispose(): Promise<void>;
}

/** What was compiled, and of what. */
interface Compiled { readonly structure: Model['structure']; readonly objective: Objective; readonly program: Program }

/**
 * Asks the engine of the run, in its own precision. A network that has the structure of the one before is evaluated by the same program: training
 * changes parameters often and structures rarely.
 */
export class EngineEvaluator implements Evaluator {
  private current: Compiled | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(@inject(tokens.engine) private readonly engine: Engine) {}

  outputs(model: Model, objective: Objective, sets: readonly Rows[]): Promise<Samples[]> {
    return this.each(model, objective, sets, (state, bound) => state.outputs(bound));
  }

  judge(model: Model, objective: Objective, sets: readonly Rows[]): Promise<Judged[]> {
    return this.each(model, objective, sets, async (state, bound) => ({ outputs: await state.outputs(bound), loss: reportedLoss(objective, (await state.value(bound)).data) }));
  }

  async activations(model: Model, objective: Objective, rows: Rows): Promise<Samples[]> {
    const [layers] = await this.each(model, objective, [rows], async (state, bound) => {
      const inputs: Samples[] = [];
      for (const { index } of model.structure.layers) inputs.push(await state.preActivations(bound, index));
      return inputs;
    });
    return layers!;
  }

  dispose(): Promise<void> { return this.inTurn(() => this.drop()); }

  private async drop(): Promise<void> {
    const { current } = this;
    this.current = null;
    await current?.program.dispose();
  }

  /** What the engine says of a network on each of some sets of rows. */
  private async each<T>({ structure, network }: Model, objective: Objective, sets: readonly Rows[], ask: (state: State, data: BoundData) => Promise<T>): Promise<T[]> {
    return this.inTurn(async () => {
      const program = await this.programOf(structure, objective);
      const state = await program.start(network);
      try {
        const results: T[] = [];
        for (const rows of sets) {
          const bound = await program.bind({ [DATA]: rows });
          try { results.push(await ask(state, bound)); } finally { await bound.dispose(); }
        }
        return results;
      } finally {
        await state.dispose();
      }
    });
  }

  /** One after the other: the next question may be of another structure, whose program takes the place of this one. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async programOf(structure: Model['structure'], objective: Objective): Promise<Program> {
    const { current } = this;
    if (current !== null && current.objective === objective && isSame(current.structure, structure)) return current.program;
    await this.drop();
    const program = await this.engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
    this.current = { structure, objective, program };
    return program;
  }
}

/** Whether two structures are of one specification: it decides the rest, and is made anew wherever a network comes back from a file or a stage. */
function isSame(a: Model['structure'], b: Model['structure']): boolean {
  return a.spec === b.spec || canonicalJson(a.spec) === canonicalJson(b.spec);
}
