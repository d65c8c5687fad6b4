import { columnOf, edgesFrom } from '@knotwork/network';
import { randomStream, rootMeanSquare } from '@knotwork/numerics';
import type { Catalog, Network, Samples } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { DATA, fit, type FitPlan, Posterior, type Problem } from '@knotwork/training';
import { freshKan, leastSquaresProblem } from '../../lib/kan-problem.js';
import { centred, type Covered, covered, total } from './covered.js';
import { type SimulatedSet, simulatedSet, type Simulation } from './simulation.js';

/** Quantiles of the normal distribution: two-sided 95 % and 90 %. */
const BAND = 1.959963984540054;
const INTERVAL = 1.6448536269514722;
const TEST_ROWS = 500;
/** Points of an edge's domain at which its function is looked at. */
const EDGE_POINTS = 100;
/** As the stage `fit` has them where smoothing chooses itself. A network of one layer has one best fit wherever it begins. */
const STARTS = { count: 8, steps: 15, keep: 1 };
const STEPS = 100;

/** What one simulated set came to. */
export interface SetCoverage {
  readonly seed: number;
  /** Test rows at which the 95 % band holds the true function. */
  readonly band: Covered;
  /** Test rows whose 90 % interval holds a new observation. */
  readonly observations: Covered;
  /** Points at which the 95 % band of a centred edge function holds the true one; null where the truth is no sum of such functions. */
  readonly edges: Covered | null;
  /** Error against the true function, and the noise found, both as shares of the noise that was put in. */
  readonly error: number;
  readonly noise: number;
  /** Effective degrees of freedom. */
  readonly edf: number;
}

/**
 * Draws a set, fits a network whose smoothing chooses itself, and counts what its intervals hold.
 *
 * @throws KnotworkError `numerical` where the network that was found leaves no inverse to take intervals from
 */
export async function setCoverage(catalog: Catalog, name: string, simulation: Simulation, seed: number): Promise<SetCoverage> {
  const stream = randomStream(seed, `coverage ${name}`);
  const set = simulatedSet(simulation, stream.fork('rows'), TEST_ROWS);
  const shape = { widths: simulation.widths, edge: { kind: 'plain' }, basis: { kind: 'b-spline', degree: 3, intervals: 5 }, domain: set.domains };
  const fresh = (start: number): { network: Network; structure: Structure } => freshKan(shape, stream.fork(`start ${start}`), catalog);
  const { structure } = fresh(0);
  const problem: Problem = {
    ...await leastSquaresProblem(catalog, structure, { train: set.train, validation: null }, {
      optimizer: { kind: 'levenberg-marquardt' }, grid: { kind: 'moving', until: 0.7 },
    }),
    smoothing: { noise: 'variance', perPoint: 1 }, trainable: ['coefficients', 'bias'],
  };
  const plan: FitPlan = {
    steps: STEPS, starts: simulation.widths.length > 2 ? STARTS : null, phase: 'start', patience: null,
    observe: () => undefined, isOver: () => false, signal: undefined,
  };
  const { network, smoothing } = await fit(problem, (start) => fresh(start).network, plan);
  const { noise, bandNoise, edf } = smoothing!;
  const [observationNoise, meanNoise] = [noise![0]!, bandNoise![0]!];
  const posterior = await Posterior.open(problem, network, smoothing!);
  try {
    const { inside: { inputs, targets: { values: truths } }, observed, scale } = set;
    const { values: estimates } = await outputsOf(problem, network, set.inside);
    const errors = (await posterior.spread(inputs)).map((v) => Math.sqrt(v) * meanNoise);
    return {
      seed, edf,
      band: covered(estimates, truths, errors, BAND),
      observations: covered(estimates, observed, errors.map((e) => Math.hypot(e, observationNoise)), INTERVAL),
      edges: simulation.parts === null ? null : await coveredEdges(posterior, structure, network, set, simulation.parts, observationNoise ** 2),
      error: (rootMeanSquare(estimates.map((v, n) => v - truths[n]!)) * scale) / simulation.noise,
      noise: (observationNoise * scale) / simulation.noise,
    };
  } finally {
    await posterior.dispose();
  }
}

/** Of a network of one layer: functions of its edges and the true ones, all centred over the training rows. @param sigma2 noise variance */
async function coveredEdges(
  posterior: Posterior, { layers: [layer] }: Structure, { parameters }: Network, { train: { inputs }, domains, scale }: SimulatedSet,
  parts: NonNullable<Simulation['parts']>, sigma2: number,
): Promise<Covered> {
  const counts: Covered[] = [];
  for (const [i, part] of parts.entries()) {
    const [from, to] = domains[i]!;
    const points = Float64Array.from({ length: EDGE_POINTS }, (_, n) => from + ((to - from) * (n + 0.5)) / EDGE_POINTS);
    const over = columnOf(inputs, i);
    const found = (at: Float64Array): Float64Array => edgesFrom(layer!, parameters, i, at, 0);
    const truth = (at: Float64Array): Float64Array => at.map((x) => part(x) / scale);
    const errors = await posterior.edgeErrors(0, layer!.terms[0]!, i, sigma2, points, over);
    counts.push(covered(centred(found(points), found(over)), centred(truth(points), truth(over)), errors, BAND));
  }
  return total(counts);
}

async function outputsOf({ engine, structure, objective, trainable }: Problem, network: Network, rows: SimulatedSet['inside']): Promise<Samples> {
  const program = await engine.compile(structure, objective, { trainable, parameters: 'effective' });
  try {
    const state = await program.start(network);
    return await state.outputs(await program.bind({ [DATA]: rows }));
  } finally {
    await program.dispose();
  }
}
