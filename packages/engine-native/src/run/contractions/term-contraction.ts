/** Most fixed rows of one kernel; a global term of more is contracted in several calls. */
const MOST_FIXED = 8;

/** What a term works with for the block at hand, besides its own memory. Addresses in bytes. One object per term, written anew for every block. */
export interface TermRun {
  samples: number;
  bytes: number;
  /** Inputs of the layer: `[input][BLOCK]`. */
  x: number;
  /** Uniform numbers of the features. */
  grid: number;
  trained: number;
  /** Where the starts of windows lie, and bytes of the features of one input. */
  starts: number;
  planes: number;
  /** As in `BlockRun`; kept is also what gradients in the inputs are made of. */
  folds: boolean;
  unfolds: boolean;
  keeps: boolean;
}

/** One of the ways to contract features with the coefficients of a term. Rows are `[sample][lane]`, planes `[sum][BLOCK]`. */
export interface TermContraction {
  /** Whether it can fold with the first block of a pass, and unfold with the last. */
  readonly foldsOnTheWay: boolean;
  /** Effective coefficients from what trains. */
  fold(trained: number): void;
  /** Adds into rows or into the planes z. @param values address of the features: `[input][planes bytes]` */
  forward(values: number, run: TermRun, rows: number, z: number): void;
  /** Adds to the gradients in the inputs. @param slopes address of derivatives of the features; @param byGroup one plane for each group instead */
  toInputs(slopes: number, run: TermRun, rows: number, gz: number, gx: number, byGroup?: boolean): void;
  /** Adds to the gradients in effective coefficients. */
  toCoefficients(values: number, run: TermRun, rows: number, gz: number, gradient: number): void;
  /** From those to the gradients of what trains. */
  unfold(trained: number, gradient: number): void;
  /** Stretches of lanes whose coefficients lie in rows one below the other. */
  entries(): readonly CoefficientEntry[];
  /**
   * Shows effective coefficients and base weights, and the gradients in them, before they are unfolded.
   * @param gradient of what trains; 0 for gradients that go nowhere
   */
  withCoefficients(group: number, entry: number, trained: number, gradient: number, visit: (at: CoefficientsAt) => void): void;
}

/** Addresses of effective coefficients and the gradients in them, `[size][width bytes]` each, edges in lanes; and of base weights, 0 without. */
export interface CoefficientsAt {
  readonly coefficients: number;
  readonly gradients: number;
  readonly width: number;
  readonly base: number;
  readonly baseGradients: number;
}

/** Edges whose coefficients stand side by side: one for each lane, -1 for pads. */
export interface CoefficientEntry { readonly group: number; readonly entry: number; readonly edges: readonly number[] }

/** Fixed rows in groups that one kernel takes at once; a window rides with the first. */
export function chunks(fixed: number, window: number): readonly { readonly from: number; readonly fixed: number; readonly window: number }[] {
  if (window > 0) return [{ from: 0, fixed, window }];
  return Array.from({ length: Math.ceil(fixed / MOST_FIXED) }, (_, k) => ({ from: k * MOST_FIXED, fixed: Math.min(MOST_FIXED, fixed - k * MOST_FIXED), window: 0 }));
}
