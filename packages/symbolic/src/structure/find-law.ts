import { rootMeanSquare } from '@knotwork/numerics';
import type { CurvePoints } from '../curve.js';
import type { Library } from '../library.js';
import { findFunctions } from './find-function.js';
import { findPair } from './find-pair.js';
import type { FoundFunctions } from './found-functions.js';
import { EXACT } from './noise.js';
import { valuesOfLaw } from './separate-fit.js';

/** Of a law of one function, in nats: what is more far-fetched is compared with pairs. */
const MOST_DOUBTFUL = 2;
/** Nats that a number costs, and what is far-fetched, for each nat that it is so alone. */
const [PER_NUMBER, PER_NAME] = [6, 3];

/**
 * Laws of one input: one function, or one of another, and where there is none of them, or only what is far-fetched, a sum or product of two functions.
 *
 * @param points at most some thousand, of one input, @param range of the input in which a law of one function must have a value, @param isUpToConstant whether a constant is no number of a law, since there is one anyway: of a term of a sum
 * @returns those of `findFunctions`, or that of `findPair` alone; none where nothing leaves noise alone
 */
export function findLaws(library: Library, points: CurvePoints, range?: readonly [from: number, to: number], isUpToConstant = false): FoundFunctions[] {
  const single = findFunctions(library, points, range, isUpToConstant);
  if (single.some((law) => doubtsOf(law, library) <= MOST_DOUBTFUL)) return single;
  const pair = findPair(library, points);
  if (pair === null) return single;
  return single.length > 0 && descriptionOf(single[0]!, points, library, isUpToConstant) <= descriptionOf(pair, points, library, isUpToConstant) ? single : [pair];
}

/** How far-fetched the functions of a law are, in nats. */
const doubtsOf = ({ parts }: FoundFunctions, { functions }: Library): number =>
  parts.flatMap(({ f, inside }) => [f, ...(inside === undefined ? [] : [inside.f])]).reduce((sum, name) => sum + functions.find((of) => of.name === name)!.complexity, 0);

/** Nats that describe points by a law, up to a constant that all laws of the same points share. */
export function descriptionOf(law: FoundFunctions, points: CurvePoints, library: Library, isUpToConstant = false): number {
  const [x, y] = [Float64Array.from(points.x), Float64Array.from(points.y)];
  const values = valuesOfLaw(law, x, library);
  return lengthOf([law], rootMeanSquare(y.map((v, n) => v - values[n]!)) / rootMeanSquare(y), y.length, law.size - Number(isUpToConstant && law.constant !== 0), library);
}

/**
 * Nats that describe rows by laws, up to a constant that all laws of the same rows share.
 *
 * @param left root mean square of what they leave, as a share of that of the targets, @param size how many numbers were fitted
 */
export function lengthOf(laws: readonly FoundFunctions[], left: number, rows: number, size: number, library: Library): number {
  const error = left * Math.sqrt(rows / Math.max(1, rows - size));
  return rows * Math.log(Math.max(error, EXACT)) + PER_NUMBER * size + PER_NAME * laws.reduce((sum, law) => sum + doubtsOf(law, library), 0);
}
