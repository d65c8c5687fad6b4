import { rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { Library } from '../library.js';
import { spaced } from '../spaced.js';
import { lengthOf } from './find-law.js';
import type { FoundFunctions } from './found-functions.js';
import { lawsAlike } from './laws-alike.js';
import { EXACT, isNoise, noiseAtMost } from './noise.js';
import { plainerLaws } from './plainer-laws.js';
import { type Curves, dividedInputs, featuresOf, isByChance, productOf, productWithSum, squaresOf, sumOf } from './separate-curves.js';
import { fittedTogether, type SeparateLaws, type Together } from './separate-fit.js';
import { isOfPowers, lawsOf } from './separate-laws.js';

/** A target that is a sum, or a product beside a constant, of laws of single inputs. A factor may be a sum of laws. */
export interface FoundSeparate {
  readonly way: 'sum' | 'product';
  /** One for each input that counts, two at least, and whether it is added to others: all of a sum, and of a product none, or two at least, which come first and are one factor. Constants of a sum are that of the first one. */
  readonly of: readonly { readonly input: number; readonly law: FoundFunctions; readonly isTerm: boolean }[];
  /** Beside a product; 0 of a sum. */
  readonly constant: number;
  /** How many independent numbers were fitted. */
  readonly size: number;
  /** Root mean square of the noise of the targets at most, as what is left of them says. */
  readonly noise: number;
  /** Whether what is left is little, or as much as anything leaves: else the rows are too few to tell that it is noise, and other formulas may leave less. Of sums and products alone it is not asked. */
  readonly isTold: boolean;
}

/** Rows that are looked at. */
const MOST_ROWS = 1000;
/** Inputs that laws are looked for of. */
const MOST_INPUTS = 5;
/** Numbers that the spline of an input has beside one for each piece. */
const BESIDE_PIECES = 3;
/** What curves may leave of targets: times noise at most, and where that is small, of their spread. */
const [NEAR, ROUGHLY] = [1.3, 0.03];
/** Of the spread of targets, the most that noise may be: beside more, laws cannot be told apart. */
const MOST_NOISE = 0.1;
/** What is tried, pieces of splines at least and at most, and rows for each of their numbers at least; of few rows, whether laws are looked for. */
interface Tried { readonly form: 'sum' | 'product' | 'product with a sum'; readonly fewest: number; readonly pieces: number; readonly rowsEach: number; readonly isJudged?: true }
/** Waves of many periods take more pieces, which sums have at once. */
const PLAIN: readonly Tried[] = [{ form: 'sum', fewest: 3, pieces: 12, rowsEach: 4 }, { form: 'sum', fewest: 3, pieces: 40, rowsEach: 2.5 }, { form: 'product', fewest: 3, pieces: 12, rowsEach: 4 }];
/** Of rows that are too few for these: laws of a sum, and what a product would leave. */
const FEW_ROWS: readonly Tried[] = [{ form: 'sum', fewest: 3, pieces: 3, rowsEach: 3, isJudged: true }, { form: 'sum', fewest: 3, pieces: 3, rowsEach: 2 }, { form: 'product', fewest: 3, pieces: 3, rowsEach: 2 }];
const WITH_SUM: readonly Tried[] = [{ form: 'product with a sum', fewest: 3, pieces: 3, rowsEach: 2 }, { form: 'product with a sum', fewest: 4, pieces: 12, rowsEach: 4 }];
/** Of what sums and products alone leave, the most that is left where a product has a sum in it, and where it is no sum or product alone. */
const [BETTER, SURELY] = [0.7, 0.3];
/** Times what a law leaves that noise is at most, as rows tell it, where they tell that it is noise. */
const AS_MUCH = 1.5;
/** Nats that a function of a power of an input costs more than one of the input itself. */
const PER_STEP = 3;

/**
 * Looks for a target of several inputs that is a sum or a product of laws of one input each, before anything is trained: `sin(x^2) + exp(-z) z`, `c^1.5 exp(-E / T)`. Laws are those of {@link findLaws}.
 *
 * Of a product one factor may be a sum of laws: `T (log a - log b) + c`. It is told where that is described in fewer words, and of polynomials and powers, too.
 *
 * Curves of all inputs are fitted together first, as splines; where these are near, a law is looked for of each, on what the others leave, and laws take the place of splines. At last all numbers are fitted together.
 *
 * @param inputs `[rows][inputs]`, targets `[rows]`, in the user's units, @param ranges of the inputs in which laws must have a value; left out, of the rows, @param most root mean square that curves may leave of the targets
 * @returns null where nothing is seen, and where every law of a sum, or of a product alone, is a polynomial or a power: these are looked for by others
 *
 * Cost: a search of laws for each input where curves are near, seconds for each; else least squares of splines: of three inputs some tenths of a second, of five and a thousand rows some seconds.
 */
export function findSeparate(library: Library, inputs: Samples, targets: Float64Array, ranges?: readonly (readonly [from: number, to: number])[], most = Infinity): FoundSeparate | null {
  if (inputs.width < 2 || inputs.width > MOST_INPUTS) return null;
  const spread = standardDeviation(targets);
  if (!(spread > 0)) return null;
  const kept = spaced(inputs.count, MOST_ROWS);
  const columns = Array.from({ length: inputs.width }, (_, i) => Float64Array.from(kept, (n) => inputs.values[n * inputs.width + i]!));
  const y = Float64Array.from(kept, (n) => targets[n]! / spread);
  const best = new SeparateSearch(library, columns, y, ranges, most / spread).best();
  // Products that have sums in them are looked for by others, too, but have not been found.
  if (best === null || (best.terms.length === 0 && best.laws.every((law) => isOfPowers(law, library)))) return null;
  const { way, laws, terms, used, left, size, constant, isTold } = best;
  // One factor of a product has the size of the targets.
  const isSized = (k: number): boolean => way === 'sum' || (terms.length > 0 ? terms.includes(k) : k === 0);
  const of = used.map((input, k) => ({ input, law: isSized(k) ? times(laws[k]!, spread) : laws[k]!, isTerm: way === 'sum' || terms.includes(k) }));
  return { way, of, constant: constant * spread, size, noise: spread * noiseAtMost(samplesOf(used.map((i) => columns[i]!)), left), isTold };
}

/** What was found, of which inputs, and how long the description of the rows by it is. */
interface Ranked extends Together { readonly used: readonly number[]; readonly length: number; readonly isTold: boolean }

/** A search in rows whose targets have a spread of 1. */
class SeparateSearch {
  private readonly noise: number;
  private groups: ReturnType<typeof dividedInputs> | undefined;

  constructor(private readonly library: Library, private readonly columns: readonly Float64Array[], private readonly y: Float64Array, private readonly ranges: readonly (readonly [number, number])[] | undefined, private readonly most: number) {
    this.noise = noiseAtMost(samplesOf(columns), y);
  }

  /** Of sums and products the first that leaves noise alone, or a product with a sum in it where that is described in fewer words; null where nothing does. */
  best(): Ranked | null {
    let [near, best]: [number, Ranked | null] = [Infinity, null];
    const later: Curves[] = [];
    const isEnough = this.piecesOf(PLAIN[0]!) >= PLAIN[0]!.fewest;
    for (const tried of isEnough ? PLAIN : FEW_ROWS) {
      const curves = this.curves(tried, Infinity);
      if (curves === null) continue;
      near = Math.min(near, curves.left);
      if (!isEnough && tried.isJudged !== true) continue;
      // Laws take seconds: not of what is surely none.
      if (this.curves(WITH_SUM[0]!, SURELY * curves.left) !== null) later.push(curves);
      else best = this.judged(curves);
      if (best !== null) break;
    }
    if (best !== null && rootMeanSquare(best.left) <= EXACT) return best;
    for (const tried of WITH_SUM) {
      // Of what leaves noise alone there may be another that leaves less: few rows tell little of noise.
      const curves = this.curves(tried, BETTER * Math.min(near, best === null ? Infinity : rootMeanSquare(best.left)));
      if (curves === null) continue;
      near = Math.min(near, curves.left);
      const found = this.judged(curves);
      if (found !== null && (best === null || found.length < best.length)) best = found;
    }
    return later.reduce((found, curves) => found ?? this.judged(curves), best);
  }

  /** @returns null where there are too few rows, and where curves leave too much, or more than so much */
  private curves(tried: Tried, most: number): Curves | null {
    const { columns, y, noise } = this;
    const { form, fewest } = tried;
    const as = this.piecesOf(tried);
    if (as < fewest || (form === 'product with a sum' && columns.length < 3)) return null;
    const enough = Math.min(most, this.most, Math.max(NEAR * noise, ROUGHLY));
    const splines = (): Float64Array[][] => columns.map((column) => featuresOf(column, as));
    const curves = form === 'sum' ? sumOf(splines(), y, enough) : form === 'product' ? productOf(splines(), y, enough) : this.withSum(splines, enough);
    return curves === null || Math.min(noise, curves.left) > MOST_NOISE ? null : curves;
  }

  private piecesOf({ pieces, rowsEach }: Tried): number { return Math.min(pieces, Math.floor(this.y.length / (rowsEach * this.columns.length)) - BESIDE_PIECES); }

  private withSum(splines: () => Float64Array[][], enough: number): Curves | null {
    if (this.groups === undefined) this.groups = dividedInputs(this.columns, this.y);
    return this.groups === null ? null : productWithSum(this.groups, splines(), this.y, enough);
  }

  /** The laws of curves that are described in the fewest words, of those that leave noise alone. */
  private judged(curves: Curves): Ranked | null {
    const { library, columns, y, noise } = this;
    const { way, inputs: used, terms, constant } = curves;
    const own = used.map((i) => columns[i]!);
    const found = lawsOf(library, curves, columns, y, this.ranges);
    if (found === null) return null;
    const { laws, others } = found;
    const added = way === 'sum' ? [...used.keys()] : terms;
    const all = [laws, ...others.flatMap((of, k) => of.map((other) => laws.map((law, j) => (j === k ? other : law)))), ...lawsAlike(laws, added, own, library), ...plainerLaws(laws, added, own, library)];
    return all.reduce<Ranked | null>((best, of) => {
      const fit = fitted({ way, laws: of, terms, constant }, own, y, library);
      if (fit === null || !fit.left.every(Number.isFinite) || (rootMeanSquare(fit.left) > EXACT && !isNoise(samplesOf(own), fit.left))) return best;
      const steps = fit.laws.flatMap(({ parts }) => parts).filter(({ power }) => power !== 1).length;
      const error = rootMeanSquare(fit.left);
      const length = lengthOf(fit.laws, error, y.length, fit.size, library) + PER_STEP * steps;
      return best === null || length < best.length ? { ...fit, used, length, isTold: terms.length === 0 || error <= ROUGHLY || noise <= AS_MUCH * error } : best;
    }, null);
  }
}

function samplesOf(columns: readonly Float64Array[]): Samples {
  const [width, count] = [columns.length, columns[0]!.length];
  return { count, width, values: Float64Array.from({ length: count * width }, (_, k) => columns[k % width]![Math.floor(k / width)]!) };
}

/** All numbers fitted together, without constants that say no more than chance: those of laws and beside them were found one by one, each beside errors of the others. */
function fitted(laws: SeparateLaws, columns: readonly Float64Array[], y: Float64Array, library: Library): Together | null {
  let now = fittedTogether(laws, columns, y, library);
  const without = (k: number): ((of: SeparateLaws) => SeparateLaws) => (of) => ({ ...of, laws: of.laws.map((law, j) => (j === k ? { ...law, constant: 0 } : law)) });
  for (const simpler of [...laws.laws.map((_, k) => without(k)), (of: SeparateLaws): SeparateLaws => ({ ...of, constant: 0 })]) {
    if (now === null) return null;
    const next = fittedTogether(simpler(now), columns, y, library);
    if (next === null || next.size === now.size) continue;
    if (rootMeanSquare(next.left) <= EXACT || isByChance(squaresOf(next.left, next.size), squaresOf(now.left, now.size))) now = next;
  }
  return now;
}

/** So many times a law. */
const times = (law: FoundFunctions, by: number): FoundFunctions => (law.way === 'sum' ? { ...law, parts: law.parts.map((part) => ({ ...part, c: part.c * by })), constant: law.constant * by, noise: law.noise * by } : { ...law, scale: law.scale * by, constant: law.constant * by, noise: law.noise * by });
