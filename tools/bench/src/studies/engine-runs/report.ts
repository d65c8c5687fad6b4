import { quantiles } from '@knotwork/numerics';
import { digits, table } from '../../lib/table.js';

/** What came of one command. */
export interface EngineRun {
  readonly file: string;
  readonly seed: number;
  readonly engine: string;
  /** Test errors after the first stage and at the end; infinite where the run failed. */
  readonly first: number;
  readonly last: number;
  readonly seconds: number;
  readonly failure: string | null;
}

/** A line for every file and engine: ratios to the baseline's error of the same seed. */
export function engineRunsReport(runs: readonly EngineRun[], baseline: string): string[] {
  const pairs = [...new Map(runs.map(({ file, engine }) => [`${file}\n${engine}`, { file, engine }])).values()].sort((a, b) => a.file.localeCompare(b.file));
  const lines = pairs.map(({ file, engine }) => {
    const own = runs.filter((run) => run.file === file && run.engine === engine);
    const ratios = (of: 'first' | 'last' | 'seconds'): Float64Array => Float64Array.from(own, (run) => run[of] / runs.find((r) => r.file === file && r.seed === run.seed && r.engine === baseline)![of]);
    const [least, median, most] = quantiles(ratios('first'), Float64Array.of(0, 0.5, 1));
    const [low, middle, high] = quantiles(ratios('last'), Float64Array.of(0, 0.5, 1));
    const errors = quantiles(Float64Array.from(own, ({ last }) => last), Float64Array.of(0.5));
    return [file.replace(/^.*\/|\.yaml$/g, ''), engine, digits(errors[0]!), digits(least!), digits(median!), digits(most!), digits(low!), digits(middle!), digits(high!), digits(quantiles(ratios('seconds'), Float64Array.of(0.5))[0]!), String(own.length)];
  });
  const failures = runs.filter(({ failure }) => failure !== null).map(({ file, seed, engine, failure }) => `- ${file}, seed ${seed}, ${engine}: ${failure}`);
  return [
    ...table(['file', 'engine', 'median error', 'first stage: least', 'median', 'most', 'end: least', 'median', 'most', 'seconds', 'n'], lines),
    '', `Errors and seconds as ratios to ${baseline} with the same seed; "first stage" and "end" are test errors.`, ...failures,
  ];
}
