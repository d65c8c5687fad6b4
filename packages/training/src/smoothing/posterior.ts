import { type Expr, formula, input } from '@knotwork/algebra';
import { type FeatureTable, placeOf, termFeatures } from '@knotwork/network';
import type { Network, Samples, Vec } from '@knotwork/plugin';
import type { Normal, Objective, Query, Read, State, TermStructure } from '@knotwork/plugin/engine';
import { compileOptionsOf, openSession, type Problem, type Session } from '../session.js';
import { freeze } from '../penalties/freeze.js';
import { AutoSmoothing } from './auto-smoothing.js';
import { type SmoothingReport, strengthsOf } from './smoothing-report.js';

/** Rows of a Jacobian that are solved for at a time. */
const CHUNK = 256;
const OUTPUTS = 'outputs';

/** An edge whose error is asked for. */
export interface EdgeQuestion {
  readonly layer: number;
  readonly term: TermStructure;
  /** Its number in the term. */
  readonly edge: number;
  /** Where, in network units. */
  readonly points: Float64Array;
  /** Values of the edge's input that its function is centred over. */
  readonly over: Float64Array;
}

/**
 * What the training rows leave open about a network whose smoothing chose itself: its numbers as a normal distribution around those found, with covariance
 * sigma2 / n H^-1. Smoothing is the prior, so that the bands are Bayesian; over the domain they cover as often as they say, on average over points.
 *
 * @source S. N. Wood, Generalized Additive Models, 2nd edition, 2017, section 6.10; G. Wahba, Bayesian "confidence intervals" for the cross-validated
 * smoothing spline, 1983
 */
export class Posterior {
  private constructor(private readonly session: Session, private readonly state: State, private readonly smoothing: AutoSmoothing, private readonly normal: Normal, private readonly query: Query) {}

  /**
   * @param problem with the smoothing that chose itself and the rows that it saw
   * @param report of the fit that came to the network
   */
  static async open(problem: Problem, network: Network, report: SmoothingReport): Promise<Posterior> {
    const session = await openSession(problem);
    try {
      return await Posterior.at(session, await session.program.start(network), report);
    } catch (error) {
      await session.dispose();
      throw error;
    }
  }

  /** The same of a state of a session that is open; neither is disposed of. */
  static async at(session: Session, state: State, report: SmoothingReport): Promise<Posterior> {
    const smoothing = (await AutoSmoothing.open(session, { phase: 'restart', strengths: strengthsOf(report) }, null))!;
    await smoothing.prepare(state);
    const query = smoothing.over({ penalty: await freeze(session, state) });
    return new Posterior(session, state, smoothing, await state.normal(session.train, query), query);
  }

  /**
   * J H^-1 J' / n at some rows: variances of the outputs per unit of noise variance. At training rows of weight 1 that is the share that each has in its own fit.
   *
   * @param inputs in network units
   * @returns `[count][outputs]`
   * @throws KnotworkError `numerical` where H has no inverse
   */
  async spread(inputs: Samples): Promise<Vec> {
    const { session: { problem, problem: { engine, structure } }, state, normal, query } = this;
    const outputs = structure.layers.at(-1)!.outputs;
    const program = await engine.compile(structure, outputsAsResiduals(outputs), compileOptionsOf(problem));
    try {
      const { network } = await state.read();
      const there = await program.start(network);
      const data = await program.bind({ [OUTPUTS]: { inputs } });
      const result = new Float64Array(inputs.count * outputs);
      const p = normal.unknowns;
      for (let from = 0; from < result.length; from += CHUNK) {
        const rows = await there.rows(data, OUTPUTS, from, Math.min(from + CHUNK, result.length));
        const solved = await state.solve(normal, query, rows);
        for (let r = 0; r < rows.length / p; r++) {
          let sum = 0;
          for (let k = r * p; k < (r + 1) * p; k++) sum += rows[k]! * solved[k]!;
          result[from + r] = sum / this.smoothing.observations;
        }
      }
      return result;
    } finally {
      await program.dispose();
    }
  }

  /** Whether the smoothing of an edge chose itself, so that its error is known. */
  knows({ layer, term, edge }: Pick<EdgeQuestion, 'layer' | 'term' | 'edge'>): boolean { return this.smoothing.chooses(layer, term, edge); }

  /**
   * Standard deviation of what is not known of an edge's function, centred over rows: constants move freely from edge to edge. In networks of one layer it
   * means what it says; in deeper ones it is that of this edge with all others as they are linearized here. Cost: five factorizations, for any number of edges.
   *
   * @param sigma2 noise variance
   * @returns for each edge `[points]`
   */
  async errorsOfEdges(edges: readonly EdgeQuestion[], sigma2: number): Promise<Float64Array[]> {
    const ranges = edges.map(({ layer, term, edge }): [number, number] => {
      const { first } = this.smoothing.edgeAt(layer, term, edge);
      return [first, first + term.size];
    });
    const blocks = await this.state.inverseBlocks(this.normal, this.query, ranges);
    const { network: { parameters } } = await this.state.read();
    return edges.map((question, k) => centredErrors(question, parameters, blocks[k]!, sigma2 / this.smoothing.observations));
  }

  /** The same of one edge. */
  async edgeErrors(layer: number, term: TermStructure, edge: number, sigma2: number, points: Float64Array, over: Float64Array): Promise<Float64Array> {
    const [errors] = await this.errorsOfEdges([{ layer, term, edge, points, over }], sigma2);
    return errors!;
  }

  /** Ends the session of `open`. */
  async dispose(): Promise<void> { await this.session.dispose(); }
}

/** @param block of H^-1, `[size][size]`, @param factor that makes covariances of it */
function centredErrors({ term, edge, points, over }: EdgeQuestion, parameters: Float64Array, block: Vec, factor: number): Float64Array {
  const evaluate = (at: Float64Array): FeatureTable => termFeatures(term, 0)(at, placeOf(term, parameters, edge));
  const mean = new Float64Array(term.size);
  visit(evaluate(over), term, (_, k, value) => { mean[k]! += value / over.length; });
  const rows = Array.from(points, () => mean.map((m) => -m));
  visit(evaluate(points), term, (n, k, value) => { rows[n]![k]! += value; });
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    for (let i = 0; i < row.length; i++) for (let j = 0; j < row.length; j++) sum += row[i]! * row[j]! * block[i * row.length + j]!;
    return Math.sqrt(Math.max(sum, 0) * factor);
  });
}

function visit({ starts, values }: FeatureTable, { window }: TermStructure, each: (point: number, coefficient: number, value: number) => void): void {
  starts.forEach((start, n) => { for (let k = 0; k < window; k++) each(n, start + k, values[0]![n * window + k]!); });
}

/** The objective whose residuals are the outputs: its rows of the Jacobian are theirs. */
function outputsAsResiduals(outputs: number): Objective {
  const names = Array.from({ length: outputs }, (_, q) => `y${q}`);
  const roots = Object.fromEntries(names.map((name): [string, Expr] => [name, input(name)]));
  const reads = Object.fromEntries(names.map((name, index): [string, Read] => [name, { of: 'output', index }]));
  return { blocks: [{ name: OUTPUTS, points: OUTPUTS, form: 'residuals', weight: 1, formula: formula(names, roots), reads }] };
}
