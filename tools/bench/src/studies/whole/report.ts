import { median } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** What one whole command took, and what came of it. */
export interface WholeRun {
  /** Seconds by the clock, from its start to its end. */
  readonly seconds: number;
  /** Seconds of the processor. */
  readonly processor: number;
  /** On test rows. */
  readonly rmse: number;
}

/** One way to run one experiment, with all of its runs. */
export interface WholeSide { readonly experiment: string; readonly name: string; readonly steps: number; readonly runs: readonly WholeRun[] }

/** Medians of every side and their ratios to the first side of the same experiment. */
export function wholeReport(sides: readonly WholeSide[]): string[] {
  const medianOf = ({ runs }: WholeSide, what: keyof WholeRun): number => median(runs.map((run) => run[what]));
  const rows = sides.map((side) => {
    const first = sides.find(({ experiment }) => experiment === side.experiment)!;
    const [seconds, processor] = [medianOf(side, 'seconds'), medianOf(side, 'processor')];
    return [
      side.experiment, side.name, digits(seconds), ratio(seconds, medianOf(first, 'seconds')), digits(processor), ratio(processor, medianOf(first, 'processor')),
      digits(1000 * processor / side.steps), digits(medianOf(side, 'rmse')),
    ];
  });
  return [...table(['experiment', 'grid', 's', 'x', 'processor s', 'x', 'processor ms a step', 'RMSE'], rows), `n = ${sides[0]!.runs.length} each`];
}

const ratio = (value: number, of: number): string => (value / of).toFixed(2);
