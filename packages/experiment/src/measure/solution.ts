import { toUserUnits } from '@knotwork/network';
import type { Conserved, Equations, Rows, Variable } from '@knotwork/plugin';
import type { Engine, Scalars } from '@knotwork/plugin/engine';
import { reportedBlocks } from '@knotwork/training';
import { isMeasured } from './measured-block.js';
import { valuesAt } from './residuals-at.js';
import type { Model } from '../stages/stage.js';
import { driftOf, type NoDrift, noDrift } from './drift.js';

/** What a network makes of equations. */
export interface SolutionReport {
  /** The weighted sum of the blocks. */
  readonly objective: number;
  /** Root mean square of the residual of each block, at the points of the data set. */
  readonly residuals: Readonly<Record<string, number>>;
  /** The same at other points, of blocks whose points may be drawn anew: much more there says that equations hold at points alone. */
  readonly elsewhere?: Readonly<Record<string, number>>;
  /** Numbers of the equations that were to be found. */
  readonly estimates?: Readonly<Record<string, number>>;
  /** Of each unknown, where a reference is known that is not 0 everywhere: the norm of the error over that of the reference. */
  readonly relativeL2?: Readonly<Record<string, number>>;
  /** Of each quantity that should be conserved: the largest change of its integral, as a share of the integral of its absolute value; NaN where that is no number. */
  readonly drift?: Readonly<Record<string, number>>;
  /** Why a drift is no number, by quantity; left out where all are. */
  readonly noDrift?: Readonly<Record<string, NoDrift>>;
}

/**
 * Judges a network by equations, and by what is asked besides.
 *
 * @param test rows of a reference, whose unknowns are named, @param others points beside those of the equations, by set
 */
export async function solutionOf(
  engine: Engine, { structure, network, scalars }: Model & { readonly scalars: Scalars }, { objective, points, conserved }: Equations, { test, others = {} }: { readonly test?: { readonly rows: Rows; readonly unknowns: readonly Variable[] }; readonly others?: Equations['points'] } = {},
): Promise<SolutionReport> {
  const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
  try {
    const state = await program.start(network, { scalars });
    const judged = async (at: Equations['points']): Promise<{ readonly value: number; readonly residuals: Record<string, number> }> => {
      const data = await program.bind(at, { blocks: objective.blocks.filter((block) => Object.hasOwn(at, block.points)).map(({ name }) => name) });
      const { data: value, blocks } = await state.value(data);
      return { value, residuals: Object.fromEntries(Object.entries(reportedBlocks(objective, data, blocks)).map(([name, square]) => [name, Math.sqrt(square)])) };
    };
    const { value, residuals } = await judged(points);
    return { objective: value, residuals, ...(Object.keys(others).length === 0 ? {} : { elsewhere: (await judged(others)).residuals }), ...(Object.keys(scalars).length === 0 ? {} : { estimates: scalars }), ...(test === undefined || test.rows.inputs.count === 0 ? {} : { relativeL2: await errors(test) }), ...(conserved === undefined || test === undefined ? {} : await drifts(conserved)) };

    async function drifts({ blocks, points: { count, width, values }, weights }: Conserved): Promise<Pick<SolutionReport, 'drift' | 'noDrift'>> {
      const found = await valuesAt(engine, { structure, network, scalars }, { ...objective, blocks }, { count, width, values });
      const quantities = blocks.map(({ name }, k) => ({ name, of: found[k]![0]! }));
      const unknown = quantities.flatMap(({ name, of }): [string, NoDrift][] => { const why = noDrift(of); return why === null ? [] : [[name, why]]; });
      return { drift: Object.fromEntries(quantities.map(({ name, of }) => [name, driftOf(of, weights)])), ...(unknown.length === 0 ? {} : { noDrift: Object.fromEntries(unknown) }) };
    }

    async function errors({ rows, unknowns }: NonNullable<typeof test>): Promise<Record<string, number>> {
      // Any block will do: outputs are asked for, not its value.
      const [block] = objective.blocks.filter((block) => !isMeasured(block));
      const asked = await program.bind({ [block!.points]: { inputs: rows.inputs } }, { blocks: [block!.name] });
      const predicted = toUserUnits(await state.outputs(asked), unknowns);
      const known = toUserUnits(rows.targets, unknowns);
      return Object.fromEntries(unknowns.flatMap(({ name }, j): [string, number][] => {
        let [error, norm] = [0, 0];
        for (let row = 0; row < known.count; row++) {
          const k = row * known.width + j;
          error += (predicted.values[k]! - known.values[k]!) ** 2;
          norm += known.values[k]! ** 2;
        }
        return norm === 0 ? [] : [[name, Math.sqrt(error / norm)]];
      }));
    }
  } finally {
    await program.dispose();
  }
}
