import type { PreparedData } from '../data/prepare-data.js';

/** Test rows with an input that the network uses and that lies outside of the domain that its training rows span, or that the data set declares: predictions there are extrapolated. */
export interface OutsideTraining {
  readonly rows: number;
  /** Of all test rows. */
  readonly share: number;
  /** Inputs of which some test row lies outside. */
  readonly inputs: Readonly<Record<string, OutsideInput>>;
}

export interface OutsideInput {
  readonly rows: number;
  readonly share: number;
  /** Largest distance from the domain, in widths of the domain, as the network sees the input. */
  readonly farthest: number;
}

/** Rounding of a domain that was declared in other units, as a share of its width. */
const ROUNDING = 1e-12;

/**
 * Counts test rows outside of the training domain, as they are counted of rows that come later.
 *
 * @param uses of each input, whether outputs can depend on it: where one lies that nothing depends on says nothing
 * @returns null where there are no test rows
 */
export function outsideTraining({ test: { inputs }, domains, inputs: variables }: Pick<PreparedData, 'test' | 'domains' | 'inputs'>, uses: readonly boolean[]): OutsideTraining | null {
  const { count, width, values } = inputs;
  if (count === 0) return null;
  const isOutside = new Uint8Array(count);
  const found = domains.map(([low, high], i): OutsideInput => {
    let [rows, farthest] = [0, 0];
    for (let n = 0; n < count && uses[i] === true; n++) {
      const v = values[n * width + i]!;
      const distance = Math.max(low - v, v - high) / (high - low);
      if (!(distance > ROUNDING)) continue;
      rows++;
      farthest = Math.max(farthest, distance);
      isOutside[n] = 1;
    }
    return { rows, share: rows / count, farthest };
  });
  const rows = isOutside.reduce((sum, is) => sum + is, 0);
  return { rows, share: rows / count, inputs: Object.fromEntries(found.flatMap((of, i) => (of.rows === 0 ? [] : [[variables[i]!.name, of] as const]))) };
}

/** A few rows beyond the range are what chance brings; these are more, or far out. */
const FEW = { rows: 3, share: 0.05, farthest: 0.5 };

/** A sentence about inputs of which more than a few test rows are outside, or some far outside; null where there are none. */
export function outsideNote(outside: OutsideTraining | null): string | null {
  const many = Object.entries(outside?.inputs ?? {}).filter(([, { rows, share, farthest }]) => (rows >= FEW.rows && share > FEW.share) || farthest > FEW.farthest);
  if (outside === null || many.length === 0) return null;
  const shown = many.slice(0, 5).map(([name, { rows, farthest }]) => `"${name}" (${rows}, by up to ${Number(farthest.toPrecision(2))} of the range)`);
  return `${outside.rows} of the test rows (${Math.round(100 * outside.share)} %) lie outside of what was learned, in ${shown.join(', ')}${many.length > shown.length ? ' and others' : ''}: `
    + 'predictions there are extrapolated. For heavy tails set standardize: rank or robust; else look at how the rows are split';
}
