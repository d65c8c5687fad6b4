import { rootMeanSquare, standardDeviation } from '@knotwork/numerics';
import type { Catalog, InputVariable, Samples, Variable } from '@knotwork/plugin';
import { findPowers, findRatio, findSurface, type FoundRatio, isMetByPowers, leftByPowers, noiseAtMost } from '@knotwork/symbolic';
import type { FreshExperiment, NetworkShape } from '../config/index.js';
import type { PreparedData } from '../data/prepare-data.js';
import { hull, rangesOf } from '../data/ranges.js';
import { blendNetworks } from './blend-networks.js';
import { columnNetworks } from './column-networks.js';
import { exponentNetworks } from './exponent-networks.js';
import { powersOf } from './power-edges.js';
import { powerNetworks } from './power-networks.js';
import { ratioNetworks } from './ratio-networks.js';
import { separateNetworks } from './separate-networks.js';
import { forPowers, withoutSearch, withoutShapes } from './surrogate.js';

/** A network that a table itself shows, and how it is made for rows whose inputs and target are in other units: exponents hold for the user's. */
export interface TableNetwork extends NetworkShape {
  /** In words. */
  readonly structure: string;
  /** Whether every edge is a function: what makes edges few and readable has nothing to do. */
  readonly isRead: boolean;
  /** Whether it begins where it ends, but for coefficients. */
  readonly beginsAsFound?: true;
  /** Whether it leaves the rows noise alone, as far as they tell: then it is taken unless another network is clearly better. */
  readonly isLaw?: true;
  /** Whether it leaves the same share of small targets as of large ones: what is near to the large ones alone is no rival. */
  readonly isOfAllSizes?: true;
  /** Nats that describe the rows by it, up to a constant that those networks share which tell it. */
  readonly description?: number;
  /** What it has of independent numbers, where many of its own say the same. */
  readonly freedom?: number;
  /** What noise is of the targets' mean square, as far as the table says: a network of so few numbers that leaves no more needs no other beside it. */
  readonly noise?: number;
  inUnits(inputs: readonly InputVariable[], rows: Samples, output: Variable): NetworkShape;
}

/** Columns at most that are looked at. */
const MOST_INPUTS = 10;
/** Of the targets' mean square, the most that noise may be for rows to tell whether it is all that is left. */
const MOST_NOISE = 0.01;
/** Terms of a ratio from which on it may be near to something else: k (T^4 - S^4), of few rows, is near to a polynomial. */
const MANY_TERMS = 6;
/** Of what a ratio leaves, or a product of powers, the most that curves leave where it is no law: few rows do not tell noise from what a polynomial of them leaves. */
const BETTER = 0.5;
/** Of the spread of targets, what is noise wherever it seems to be. */
const LITTLE = 0.03;
/** Nats that a term must save. */
const PER_TERM = 8;
/** Of the size of targets, rounding. */
const ROUNDING = 1e-12;

/**
 * Networks that rows show by themselves, with recipes for them: of one target that is a number. Forms are looked for in all rows but those of the test, since few rows hardly tell laws apart: validation rows choose among what the recipe makes anyway.
 */
export function tableNetworks({ inputs, outputs, original: { task, train, validation, test } }: PreparedData, experiment: FreshExperiment, catalog: Catalog): TableNetwork[] {
  if (task !== 'regression' || outputs.length !== 1 || inputs.length > MOST_INPUTS || inputs.some(({ map }) => map.kind !== 'affine')) return [];
  const seen = [train, validation];
  const rows: Samples = { count: train.inputs.count + validation.inputs.count, width: inputs.length, values: valuesOf(seen.map((part) => part.inputs)) };
  const targets = valuesOf(seen.map((part) => part.targets));
  const found = findPowers(rows, targets, powersOf(catalog).map(({ power }) => power));
  const searched = withoutSearch(experiment, catalog);
  // Noise is no more than that; where that is much, it may be anything.
  const left = noiseAtMost(rows, targets);
  const noise = (left / standardDeviation(targets)) ** 2;
  // Beside much noise any law that is near leaves what looks like it.
  const law = noise <= MOST_NOISE ? { isLaw: true as const, noise } : {};
  // What is held back is not fitted to, but a law is one of it as well.
  const ranges = inputs.map((_, i) => hull([train, validation, test].map((part) => rangesOf(part.inputs)[i]!)));
  const met = isMetByPowers(rows, targets, found);
  const asItIs = (network: TableNetwork): TableNetwork => ({ ...network, stages: withoutShapes(experiment, catalog, network.beginsAsFound) });
  // Of as many numbers powers are the least far-fetched: what begins first and leaves noise alone makes others needless.
  const exponents = (met !== false ? [] : exponentNetworks(inputs, rows, targets, catalog, outputs[0]!)).map((network) => asItIs({ ...law, ...network }));
  if (exponents.some(({ isOfAllSizes }) => isOfAllSizes)) return exponents;
  const byPowers = met === false ? Infinity : rootMeanSquare(leftByPowers(rows, targets, found.factors));
  // What seems to leave noise alone of few rows may not, unless that is little.
  const beside = byPowers <= LITTLE * standardDeviation(targets) ? 0 : BETTER * byPowers;
  const polynomial = beside === 0 ? null : findSurface(rows, targets);
  const surface = polynomial !== null && polynomial.left <= beside ? polynomial : null;
  const quotient = findRatio(rows, targets, found, left);
  // Of a ratio and a polynomial, what is described in fewer words: terms of a ratio are some of very many.
  const isPolynomial = surface !== null && (quotient === null || lengthOf(surface, targets) <= lengthOf(quotient, targets));
  const ratio = isPolynomial ? null : quotient;
  const ratios = ratioNetworks(inputs, rows, ratio, catalog, outputs[0]!);
  // Beside noise that is known to be little a ratio says what there is, unless it has so many terms that it may stand for another law, or curves leave clearly less.
  const isRatio = ratios.length > 0 && met === false && noise <= MOST_NOISE && ratio!.above.length + ratio!.below.length < MANY_TERMS;
  const surfaces = isPolynomial || (!isRatio && ratio?.below.length !== 0) ? ratioNetworks(inputs, rows, surface, catalog, outputs[0]!) : [];
  const most = isRatio ? BETTER * ratio!.left : beside;
  const separate = most === 0 ? [] : separateNetworks(inputs, rows, targets, catalog, outputs[0]!, ranges, most);
  const blends = most === 0 || separate.length > 0 ? [] : blendNetworks(inputs, rows, targets, catalog, outputs[0]!, ranges, most);
  // Then it is no law.
  const ofPowers = most < Infinity && surfaces.length + separate.length + blends.length > 0 ? {} : law;
  return [
    ...exponents,
    ...ratios.map((network) => asItIs({ ...network, ...(left < Infinity ? ofPowers : {}) })),
    ...surfaces.map(asItIs),
    ...(met === 'exactly' ? [] : columnNetworks(inputs, rows, targets, catalog, outputs[0]!, ranges[0])).map(asItIs),
    ...[...separate, ...blends].map((network) => asItIs({ ...network, ...((network.noise ?? 1) <= MOST_NOISE ? { isLaw: true as const } : {}) })),
    ...powerNetworks(inputs, rows, targets, catalog, found, met !== false).map((network) => (network.isRead ? asItIs({ ...network, ...(met === false ? {} : ofPowers) }) : { ...network, stages: forPowers(searched, catalog) })),
  ];
}

const valuesOf = (parts: readonly Samples[]): Float64Array => Float64Array.from(parts.flatMap(({ values }) => [...values]));

/** Nats that describe the rows, up to a constant. */
const lengthOf = ({ above, below, left }: FoundRatio, targets: Float64Array): number => targets.length * Math.log(Math.max(left, ROUNDING * rootMeanSquare(targets))) + PER_TERM * (above.length + below.length);
