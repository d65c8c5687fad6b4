import type { Equations, Vec } from '@knotwork/plugin';
import { type Engine, INVERSE_RIDGE, LEAST_POSITIVE, type Normal, type Scalars } from '@knotwork/plugin/engine';
import { trainableRoles } from '../stages/problem.js';
import { isMeasured } from './measured-block.js';
import { likeNeighbours } from './like-neighbours.js';
import { valuesAt } from './residuals-at.js';
import type { Model } from '../stages/stage.js';

/** How sure numbers are that were found from measured rows. */
export interface Errors {
  /** By the name of the number; null where none can be told, and `doubts` say why. */
  readonly standardErrors: Readonly<Record<string, number | null>>;
  /** Degrees of freedom that measured rows were fitted with. */
  readonly edf: number;
  /** Standard deviation of the noise of measured rows, by the name of their block; null of rows that are too few to have any left. */
  readonly noise: Readonly<Record<string, number | null>>;
  /** Why standard errors are missing, or not to be trusted, in sentences. */
  readonly doubts: readonly string[];
}

/** A number whose variance is bounded by the ridge of the inverse more than by what was measured has none. */
const BOUNDED = 0.5;
/** Times the number, and times where it began, of a standard error that says nothing but how little is known. */
const UNSURE = 10;
/** Correlation of what is left of a row with the mean of what is left of its neighbours from which on it is told: of noise it is about 0, and spreads with 1 / sqrt(rows), of which so many. */
const [ALIKE, SPREADS] = [0.5, 4];

/**
 * Standard errors of the scalars of equations, by the noise of measured rows alone. H is the matrix of the normal equations of all blocks, M_b that of a measured one, whose weight w_b and mean over n_b rows it has:
 *
 *     noise_b^2 = n_b / (n_b - tr H^-1 M_b) times the mean square,    variance of scalar k = sum over b of noise_b^2 w_b / n_b (H^-1 M_b H^-1)_kk
 *
 * Equations and conditions are taken to hold: where the network cannot satisfy them, errors are larger than this. A scalar that can change together with others and with the network while nothing else does has no error: there H^-1 is what its ridge
 * makes it.
 *
 * @returns null where nothing was measured or found, or where the engine has no normal equations
 */
export async function errorsOfEstimates(engine: Engine, { structure, network, scalars }: Model & { readonly scalars: Scalars }, { objective, points }: Equations): Promise<Errors | null> {
  const measured = objective.blocks.filter(isMeasured);
  const names = Object.keys(objective.scalars ?? {});
  if (measured.length === 0 || names.length === 0 || !engine.can.normalEquations) return null;
  const program = await engine.compile(structure, objective, { trainable: trainableRoles, parameters: 'effective' });
  try {
    const state = await program.start(network, { scalars });
    const all = await state.normal(await program.bind(points));
    const { unknowns } = all;
    const identity = new Float64Array(unknowns * unknowns);
    for (let k = 0; k < unknowns; k++) identity[k * unknowns + k] = 1;
    const inverse = await state.solve(all, {}, identity);
    const rowOf = (k: number): Vec => inverse.subarray((unknowns - names.length + k) * unknowns, (unknowns - names.length + k + 1) * unknowns);
    const free = names.filter((_, k) => bounded(rowOf(k), unknowns - names.length + k, all) > BOUNDED);
    const variances = new Float64Array(names.length);
    const noise: Record<string, number | null> = {};
    let [rows, edf] = [0, 0];
    for (const block of measured) {
      const own = await state.normal(await program.bind({ [block.points]: points[block.points]! }, { blocks: [block.name] }));
      const n = points[block.points]!.inputs.count;
      const fitted = trace(inverse, own);
      // Less than one degree of freedom is left of rows that are no more than what follows them.
      const left = n - fitted;
      const noise2 = left < 1 ? null : (2 * own.value.blocks[0]! * n) / left;
      noise[block.name] = noise2 === null ? null : Math.sqrt(noise2);
      names.forEach((_, k) => { variances[k]! += noise2 === null ? NaN : (noise2 * block.weight) / n * quadratic(own, rowOf(k)); });
      rows += n;
      edf += fitted;
    }
    const isFew = Object.values(noise).includes(null);
    const ended = names.filter((name) => objective.scalars![name]!.constraint === 'positive' && scalars[name]! <= 1.01 * LEAST_POSITIVE);
    const standardErrors = names.map((name, k): [string, number | null] => [name, isFew || free.includes(name) || ended.includes(name) ? null : Math.sqrt(variances[k]!)]);
    const odd = await notNoise();
    return { standardErrors: Object.fromEntries(standardErrors), edf, noise, doubts: [...undetermined(free), ...names.flatMap((name, k) => unsure(name, scalars[name]!, objective.scalars![name]!.initial, standardErrors[k]![1], odd.length === 0)), ...odd, ...(isFew ? [few(rows, edf, names.length)] : []), ...ended.map(atTheEnd)] };
  } finally {
    await program.dispose();
  }

  /** Of measured rows whose neighbours are off as they are. */
  async function notNoise(): Promise<string[]> {
    const doubts: string[] = [];
    for (const block of measured.filter(({ form }) => form === 'residuals')) {
      const { inputs, targets } = points[block.points]!;
      const [[left]] = await valuesAt(engine, { structure, network, scalars }, { ...objective, blocks: [block] }, inputs, targets) as [[Float64Array]];
      const alike = likeNeighbours(inputs, left);
      if (alike > Math.max(ALIKE, SPREADS / Math.sqrt(inputs.count))) doubts.push(systematic(block.name, Math.hypot(...left) / Math.sqrt(left.length), alike));
    }
    return doubts;
  }
}

/** What may help where training ended far from the rows. */
const REMEDY = 'Give solve more fresh networks (starts: { count: 8 }), let parameters begin elsewhere, and write positive: true for those that are known to be above 0';

/** Of a number whose standard error says that anything may be true. @param isAll whether no other sentence says what to do */
function unsure(name: string, value: number, initial: number, error: number | null, isAll: boolean): string[] {
  if (error === null || !(error > UNSURE * Math.max(Math.abs(value), Math.abs(initial)))) return [];
  return [`rows do not determine "${name}": its standard error is ${error.toPrecision(2)}, and the number ${value.toPrecision(3)}${isAll ? `. ${REMEDY}; if that is no better, measure what tells more of it` : ''}`];
}

const systematic = (name: string, left: number, alike: number): string =>
  `what is left of ${name === 'measured' ? 'measured rows' : name}, ${left.toPrecision(2)} in the root mean square, is no noise: neighbouring rows are off alike (correlation ${alike.toFixed(2)}), so that the numbers found are those of a poor fit, and standard errors too small. ${REMEDY}; if that is no better, the equations are not those of these rows`;

function undetermined(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const all = names.map((name) => `"${name}"`).join(', ').replace(/, (?=[^,]*$)/, ' and ');
  return [names.length === 1 ? `${all} is not determined: other values of it come as near to equations and measured rows. Measure what tells them apart, or give it under constants`
    : `${all} are not determined: other values of them together come as near to equations and measured rows. Measure what tells them apart, or give one of them under constants`];
}

const few = (rows: number, edf: number, numbers: number): string =>
  `${rows === 1 ? 'one measured row is' : `${rows} measured rows are`} too few to say how sure ${numbers === 1 ? 'a number is' : `${numbers} numbers are`}: the network follows them with ${edf.toPrecision(2)} degrees of freedom`;

const atTheEnd = (name: string): string => `"${name}" went to ${LEAST_POSITIVE}, the smallest value that it may have: that is no estimate. Begin elsewhere, or let the equations weigh more or less`;

/** Which share of the variance of an unknown is what the ridge leaves of it: 0 where H says what it is, 1 where it says nothing. @param row of H^-1 */
function bounded(row: Vec, k: number, { unknowns, hessian }: Normal): number {
  let sum = 0;
  for (let j = 0; j < unknowns; j++) sum += row[j]! ** 2 * hessian[j * unknowns + j]!;
  return (INVERSE_RIDGE * sum) / row[k]!;
}

/** v'Mv, M symmetric with its lower triangle. */
function quadratic({ unknowns, hessian }: Normal, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < unknowns; i++) {
    sum += v[i]! ** 2 * hessian[i * unknowns + i]!;
    for (let j = 0; j < i; j++) sum += 2 * v[i]! * v[j]! * hessian[i * unknowns + j]!;
  }
  return sum;
}

/** The trace of a symmetric matrix times M. */
function trace(a: Float64Array, { unknowns, hessian }: Normal): number {
  let sum = 0;
  for (let i = 0; i < unknowns; i++) {
    sum += a[i * unknowns + i]! * hessian[i * unknowns + i]!;
    for (let j = 0; j < i; j++) sum += 2 * a[i * unknowns + j]! * hessian[i * unknowns + j]!;
  }
  return sum;
}
