import {
  balanceConstants, canMoveNodes, canScaleNodes, columnOf, type EdgeSmoothness, edgeSmoothness, formValue, meanAndDeviation, moveNodes, scaleNodes, sumDeviations, termsWithConstants,
} from '@knotwork/network';
import { median } from '@knotwork/numerics';
import { isKnotworkError, type Vec } from '@knotwork/plugin';
import { type BandForm, type FrozenPenalty, INVERSE_RIDGE, type Normal, type QuadraticForm, type Query, type State, type Structure, type TermStructure, type Value } from '@knotwork/plugin/engine';
import { DATA } from '../objective.js';
import type { Plan } from '../plan.js';
import { restoreState, saveState } from '../saved-state.js';
import type { Session } from '../session.js';
import type { Likelihood } from './likelihood.js';
import { BEGINNING, type OtherUnknown, type SmoothedEdge, smoothedEdges } from './smooth-edges.js';
import type { SmoothingReport, SmoothingSnapshot, Strengths } from './smoothing-report.js';

/**
 * Every other start begins with so much of them. Where inputs say something together only, as of spirals, no edge is of use before the others are, and the
 * strengths of the others would hold all of them at a constant. On ordinary tables the stronger beginning is the better one.
 */
const WEAK = 0.01;
const LEAST = 1e-13;
/**
 * The largest entry of a penalty: `INVERSE_RIDGE` of it acts on all directions of the edge, those that are free of the penalty too, and must stay small beside
 * what the data say there.
 */
const MOST = 2e5;
/** A strength changes by no more than this factor at a time. */
const FACTOR = 10;
/**
 * By what degrees of freedom are multiplied. It answers for what the linearization does not see: strengths that are chosen and, where there are hidden nodes, the directions
 * in which these look.
 */
const [GAMMA, GAMMA_OF_HIDDEN] = [2, 3];
export const gammaOf = (structure: Structure): number => (structure.layers.length > 1 ? GAMMA_OF_HIDDEN : GAMMA);
const NOISE_FACTOR = 2;
/** The same for bands: with 2 they are wider than they say, with 1 narrower (`npm run bench -- coverage`). */
const BAND_FACTOR = 1.5;
/** As a share of observations, what is left to estimate the noise from is taken to be no less. */
const LEAST_LEFT = 0.1;
const LEAST_VARIANCE = 1e-8;
/** Of the median of absolute values: a standard deviation, if they are normal. */
const MAD = 1.4826;
/** Standard deviations of usual residuals, beyond which one counts as no farther where outliers must not decide. */
const MOST_USUAL = 3;
/** Strengths are at rest when degrees of freedom have changed by less than this share over so many updates. */
const REST = 0.01;
const RESTING = 5;
/**
 * A hidden node whose mean is more standard deviations from 0 is brought back: numbers of float32 have five digits of it left then.
 */
const FAR = 100;
/** Steps of a fresh network before the first update, and updates at once of one that was trained before. */
const FIRST = 4;
const AT_ONCE = 5;

/** What the update of a strength weighs: both in units of its inverse. */
interface Move { readonly gained: number; readonly used: number }

/**
 * Strengths of the smoothing of every edge that choose themselves, by restricted maximum likelihood, inside a method that solves normal equations.
 *
 *     penalty = 1/2 sum over edges e of (eta1_e c' S1 c + eta2_e c' S2 c) / v_e
 *
 * v_e is the variance of the sum at the edge's end, so that strengths are free of units. With H = J'J/n + penalties, strengths follow the update of Fellner
 * and Schall:
 *
 *     edf    = trace(H^-1 J'J/n)
 *     sigma2 = k RSS / max(n - gamma edf, n/10),    gamma = 2, or 3 with hidden nodes,    k = 2
 *     eta_j := eta_j [trace(S^+ S_j) - trace(H^-1 S_j / v_e)] / [c' S_j c n / (v_e sigma2)],    S = eta1 S1 + eta2 S2
 *
 * Where classes are learned, edges of a layer share their two strengths, and numerator and denominator are summed over them. A class says less than a number:
 * where a few inputs part all rows, strengths of their own switch the others off, though these are what keeps new rows apart.
 *
 * There is no single objective over steps. Hidden nodes are brought to standard deviation 1 before every step, where that changes nothing: else they
 * shrink, and the penalty of all that comes before them with them.
 *
 * @source S. N. Wood and M. Fasiolo, A generalized Fellner-Schall method for smoothing parameter optimization, 2017, doi:10.1111/biom.12666; two penalties per
 * function: G. Marra and S. N. Wood, Practical variable selection for generalized additive models, 2011, doi:10.1016/j.csda.2011.02.004
 */
export class AutoSmoothing {
  private readonly slope: Float64Array;
  private readonly curvature: Float64Array;
  private history: number[] = [];
  /** Whether the strengths are more than a beginning. */
  private isKnown: boolean;
  /** Variance of the sum at the end of every edge. */
  private readonly variance: Float64Array;
  private forms: readonly EdgeSmoothness[] = [];
  /** The penalty of now, and what it was put together with. */
  private made: { readonly over: Query; readonly query: Query } | null = null;
  private best: (Strengths & { readonly state: State; readonly criterion: number }) | null = null;
  readonly observations: number;
  private readonly scalable: (boolean | null)[];
  private readonly outputVariance: Float64Array;
  private balanced: boolean[][] | null = null;
  /** Parameters that forms and variances were last brought up to. */
  private preparedAt: Vec = new Float64Array(0);

  private constructor(
    private readonly session: Session, private readonly likelihood: Likelihood, private readonly edges: readonly SmoothedEdge[], private readonly others: readonly OtherUnknown[],
    private readonly isFresh: boolean, strengths: Strengths | undefined, share: number,
  ) {
    this.isKnown = strengths !== undefined;
    this.slope = strengths?.slope.slice() ?? new Float64Array(edges.length).fill(share * BEGINNING.slope);
    this.curvature = strengths?.curvature.slice() ?? new Float64Array(edges.length).fill(share * BEGINNING.curvature);
    this.variance = new Float64Array(edges.length).fill(1);
    this.observations = session.train.count * likelihood.perPoint;
    this.scalable = session.problem.structure.layers.map(() => null);
    this.outputVariance = outputVariance(session, likelihood);
  }

  /** @param from to go on from, null to begin @returns null where no smoothing chooses itself */
  static async open(session: Session, { phase, strengths, start }: Pick<Plan, 'phase' | 'strengths' | 'start'>, from: SmoothingSnapshot | null): Promise<AutoSmoothing | null> {
    const { problem: { structure, smoothing }, program, program: { layout } } = session;
    if (smoothing === undefined) return null;
    const { edges, others } = smoothedEdges(structure, layout);
    const opened = new AutoSmoothing(session, smoothing, edges, others, phase === 'start', from ?? strengths, start === undefined || start % 2 === 1 ? WEAK : 1);
    if (from === null) return opened;
    opened.isKnown = from.isKnown;
    opened.history = [...from.history];
    opened.variance.set(from.variance);
    opened.preparedAt = from.preparedAt;
    opened.forms = opened.formsAt(from.preparedAt);
    if (from.best !== null) opened.best = { ...from.best, state: await restoreState(program, from.best.state) };
    return opened;
  }

  /** The penalty of now, on top of others. */
  over(query: Query): Query {
    if (this.made?.over !== query) this.made = { over: query, query: { ...query, penalty: this.with(query.penalty) } };
    return this.made.query;
  }

  /** The penalty with the strengths and variances of now, on other grids. @param penalty of other kinds, there, too */
  at(parameters: Vec, penalty: FrozenPenalty): FrozenPenalty { return this.with(penalty, this.formsAt(parameters)); }

  /**
   * Brings hidden nodes to standard deviation 1, those that went far away back to mean 0, and edges into a node to the same constant, and variances and forms
   * up to the state. To be called before every step.
   */
  async prepare(state: State): Promise<void> {
    const { problem: { structure }, train } = this.session;
    const { layers } = structure;
    let { network: { parameters } } = await state.read();
    this.balanced ??= termsWithConstants(structure, parameters);
    balanceConstants(structure, parameters, this.balanced);
    await state.write({ parameters });
    const variances: Float64Array[] = [];
    for (const [l, layer] of layers.entries()) {
      if (l === layers.length - 1 && layer.isSum) { variances.push(this.outputVariance); continue; }
      if (!layer.isSum) {
        variances.push(sumDeviations(layer, parameters, await state.preActivations(train, l)).map((sd) => sd ** 2));
        continue;
      }
      const nodes = await state.preActivations(train, l + 1);
      const moments = Array.from({ length: layer.outputs }, (_, o) => meanAndDeviation(columnOf(nodes, o)));
      const deviations = Float64Array.from(moments, ([, sd]) => sd);
      const factors = deviations.map((sd) => (sd > 1e-12 && Number.isFinite(sd) ? sd : 1));
      const away = Float64Array.from(moments, ([mean], o) => (Math.abs(mean) > FAR * factors[o]! && Number.isFinite(mean) ? mean : 0));
      if (away.some((mean) => mean !== 0) && canMoveNodes(structure, l, parameters)) {
        parameters = moveNodes(structure, l, parameters, away.map((mean) => -mean));
        await state.write({ parameters });
      }
      this.scalable[l] ??= canScaleNodes(structure, l, parameters);
      if (this.scalable[l]!) {
        parameters = scaleNodes(structure, l, parameters, factors);
        await state.write({ parameters });
        variances.push(deviations.map((sd, o) => (sd / factors[o]!) ** 2));
      } else variances.push(deviations.map((sd) => sd ** 2));
    }
    this.edges.forEach(({ layer, term, edge }, k) => {
      const v = variances[layer]![term.edges.to[edge]!]!;
      this.variance[k] = Math.max(Number.isFinite(v) ? v : 1, LEAST_VARIANCE);
    });
    this.preparedAt = parameters;
    this.forms = this.formsAt(parameters);
    this.made = null;
  }

  /**
   * Strengths follow the normal equations of the state as it is.
   *
   * @param taken steps so far, @param query without this penalty; the normal equations had it
   * @returns the objective under the strengths of now
   */
  async update(state: State, normal: Normal, taken: number, query: Query): Promise<Value> {
    if (normal.value.status !== 'ok' || (!this.isKnown && this.isFresh && taken < FIRST)) return normal.value;
    const { network: { parameters } } = await state.read();
    const { isKnown, history: { length: updates } } = this;
    const times = isKnown || this.isFresh ? 1 : AT_ONCE;
    const noise = await this.squaredNoise(state, normal.value);
    for (let time = 0; time < times; time++) {
      const degrees = await this.degrees(state, normal, this.over(query));
      // No inverse in the digits there are: strengths stay as they are.
      if (degrees === null) return normal.value;
      const { blocks, edf } = degrees;
      this.isKnown = true;
      // Strengths that came with the network have had their time: what they lead to may be worse than what it came with.
      if (time === 0 && (updates >= RESTING || (isKnown && updates === 0) || this.best !== null)) await this.keepBest(state, this.criterion(await this.deviance(state, normal.value), edf));
      this.history = [...this.history, edf].slice(-RESTING - 1);
      this.follow(parameters, blocks, NOISE_FACTOR * noise(this.gamma * edf));
      this.made = null;
    }
    return state.value(this.session.train, this.over(query));
  }

  /** Whether degrees of freedom have come to rest. */
  get isSettled(): boolean {
    const { history } = this;
    if (history.length <= RESTING) return false;
    const last = history.at(-1)!;
    return history.every((edf) => Math.abs(edf - last) <= REST * last);
  }

  /** An edge whose strength is chosen. @throws Error for any other */
  edgeAt(layer: number, term: Pick<TermStructure, 'index'>, edge: number): SmoothedEdge {
    const found = this.find(layer, term, edge);
    if (found === undefined) throw new Error(`the smoothing of edge ${edge} of layer ${layer} is not chosen`);
    return found;
  }

  /** Whether it is one. */
  chooses(layer: number, term: Pick<TermStructure, 'index'>, edge: number): boolean { return this.find(layer, term, edge) !== undefined; }

  private find(layer: number, { index }: Pick<TermStructure, 'index'>, edge: number): SmoothedEdge | undefined {
    return this.edges.find((e) => e.layer === layer && e.term.index === index && e.edge === edge);
  }

  async snapshot(): Promise<SmoothingSnapshot> {
    const { slope, curvature, variance, preparedAt, isKnown, history, best } = this;
    return {
      slope: slope.slice(), curvature: curvature.slice(), variance: variance.slice(), preparedAt, isKnown, history: Float64Array.from(history),
      best: best === null ? null : { ...best, state: await saveState(best.state) },
    };
  }

  /** Puts the best network seen into the state, with its strengths. */
  async restore(state: State): Promise<void> {
    const { best } = this;
    if (best === null) return;
    await state.copyFrom(best.state);
    await best.state.dispose();
    this.slope.set(best.slope);
    this.curvature.set(best.curvature);
    this.best = null;
    await this.prepare(state);
  }

  /** What it came to at a state. Strengths of a trained network that no step was taken of follow it first. @param over penalty besides this */
  async report(state: State, over: Query): Promise<SmoothingReport> {
    const unknown = !this.isKnown && !this.isFresh;
    if (unknown) await this.update(state, await state.normal(this.session.train, this.over(over)), 0, over);
    const query = this.over(over);
    const normal = await state.normal(this.session.train, query);
    const { edges, likelihood: { noise }, observations: n } = this;
    const degrees = await this.degrees(state, normal, query);
    const each = degrees?.each ?? edges.map(({ term: { size } }) => size);
    const edf = degrees?.edf ?? normal.unknowns;
    return {
      edf, observations: n, isSettled: this.isSettled,
      ...noiseOf(await residualsOf(this.session, state), { edf, observations: n }, noise, this.session.problem.structure),
      kept: this.session.problem.structure.layers.at(-1)!.nodes.flatMap(({ count }) => Array.from({ length: count }, () => 1)),
      criterion: degrees === null ? Infinity : this.criterion(await this.deviance(state, normal.value), edf),
      edges: edges.map(({ layer, term, edge }, k) => ({
        layer, term: term.index, from: term.edges.from[edge]!, to: term.edges.to[edge]!, edf: each[k]!, slope: this.slope[k]!, curvature: this.curvature[k]!,
      })),
    };
  }

  /** A likelihood's deviance, corrected as Akaike has it; else generalized cross-validation: the mean square over the square of what is left. */
  private criterion(deviance: number, edf: number): number {
    const { observations: n, likelihood: { noise } } = this;
    return noise === 'known' ? deviance + (2 * this.gamma * edf) / n : deviance / Math.max(1 - this.gamma * edf / n, LEAST_LEFT / 2) ** 2;
  }

  /** What a criterion compares: twice the mean loss, and where outliers must not decide the mean square of residuals, of which none is larger than so many usual ones. A few slips would be most of the loss else, whatever is learned. */
  private async deviance(state: State, { data }: Value): Promise<number> {
    if (this.likelihood.noise !== 'robust') return 2 * data;
    const residuals = await residualsOf(this.session, state);
    const squares = residuals.map((r) => {
      const most = (MOST_USUAL * usualSize(r)) ** 2;
      return r.reduce((sum, v) => sum + Math.min(v * v, most), 0) / r.length;
    });
    return squares.reduce((sum, square) => sum + square, 0) / squares.length;
  }

  /** Strengths on their way may switch off what is needed. Not to be called before they have had time to move. */
  private async keepBest(state: State, criterion: number): Promise<void> {
    const { best } = this;
    // What other penalties bring about has its price, and is not to be undone: the last network is kept.
    if (this.isPenalized || best !== null && !(criterion < best.criterion)) return;
    if (best !== null) await best.state.copyFrom(state);
    this.best = { state: best?.state ?? await state.fork(), slope: this.slope.slice(), curvature: this.curvature.slice(), criterion };
  }

  private get isPenalized(): boolean { return this.session.problem.penalties.some(({ kind }) => kind === 'statistic'); }

  private get gamma(): number { return gammaOf(this.session.problem.structure); }

  private with(penalty: FrozenPenalty | undefined, forms = this.forms): FrozenPenalty {
    const own: QuadraticForm[] = [];
    this.edges.forEach(({ layer, term: { index: term }, edge }, k) => {
      const { slope, curvature } = forms[k]!;
      const v = this.variance[k]!;
      own.push({ ...slope, layer, term, from: edge, to: edge + 1, scale: this.slope[k]! / v });
      if (curvature !== null) own.push({ ...curvature, layer, term, from: edge, to: edge + 1, scale: this.curvature[k]! / v });
    });
    return { forms: [...penalty?.forms ?? [], ...own], linear: penalty?.linear ?? [], constant: penalty?.constant ?? 0 };
  }

  private formsAt(parameters: Vec): readonly EdgeSmoothness[] {
    const ofTerm = new Map<unknown, readonly EdgeSmoothness[]>();
    return this.edges.map(({ term, edge }) => {
      const known = ofTerm.get(term) ?? edgeSmoothness(term, parameters);
      ofTerm.set(term, known);
      return known[edge]!;
    });
  }

  /** Blocks of H^-1 of every edge, and degrees of freedom of every edge and of all unknowns; null where H has no inverse. */
  private async degrees(state: State, normal: Normal, query: Query): Promise<{ blocks: readonly Vec[]; each: Float64Array; edf: number } | null> {
    const { edges, others } = this;
    const { unknowns, hessian } = normal;
    const ranges = [...edges.map(({ first, term }) => [first, first + term.size] as const), ...others.map(({ unknown }) => [unknown, unknown + 1] as const)];
    let blocks: readonly Vec[];
    try {
      blocks = await state.inverseBlocks(normal, query, ranges);
    } catch (error) {
      if (isKnotworkError(error) && error.code === 'numerical') return null;
      throw error;
    }
    // trace(H^-1 J'J) = size - trace(H^-1 S) - trace(H^-1 R), R the ridge: what nothing determines has no degree of freedom.
    const each = Float64Array.from(edges, ({ first, term: { size } }, k) => {
      const { slope, curvature } = this.forms[k]!;
      const v = this.variance[k]!;
      const [s1, s2] = [this.slope[k]! / v, this.curvature[k]! / v];
      let edf = size - s1 * traceOf(slope, blocks[k]!) - (curvature === null ? 0 : s2 * traceOf(curvature, blocks[k]!));
      for (let i = 0; i < size; i++) {
        const h = hessian[(first + i) * unknowns + first + i]! + s1 * diagonalOf(slope, i) + (curvature === null ? 0 : s2 * diagonalOf(curvature, i));
        edf -= INVERSE_RIDGE * (h > 0 ? h : 1) * blocks[k]![i * size + i]!;
      }
      return Math.min(Math.max(edf, 0), size);
    });
    let edf = each.reduce((a, b) => a + b, 0);
    others.forEach(({ unknown: u, edges: own }, k) => {
      const h = hessian[u * unknowns + u]!;
      const most = own.length === 0 ? 1 : Math.min(1, own.reduce((sum, e) => sum + each[e]!, 0));
      edf += Math.min(Math.max(1 - INVERSE_RIDGE * (h > 0 ? h : 1) * blocks[edges.length + k]![0]!, 0), most);
    });
    return { blocks, each, edf };
  }

  private follow(parameters: Vec, blocks: readonly Vec[], sigma2: number): void {
    const { edges, observations: n, slope: eta1, curvature: eta2, variance } = this;
    const moves = edges.map(({ offset }, k): { readonly slope: Move; readonly curvature: Move | null } => {
      const { slope, curvature, spectrum } = this.forms[k]!;
      const [p, q, v] = [eta1[k]!, eta2[k]!, variance[k]!];
      let [trace1, trace2] = [0, 0];
      for (const m of spectrum) {
        trace1 += 1 / (p + q * m);
        trace2 += m / (p + q * m);
      }
      // Both traces times v: the penalty of an edge is over v.
      const move = (form: BandForm, trace: number): Move => ({
        gained: Math.max(trace - traceOf(form, blocks[k]!) / v, 1e-8 * trace), used: (formValue(form, parameters, offset) * n) / (v * sigma2),
      });
      return { slope: move(slope, trace1), curvature: curvature === null ? null : move(curvature, trace2) };
    });
    const [slopes, curvatures] = [this.ratios(moves.map(({ slope }) => slope), eta1), this.ratios(moves.map(({ curvature }) => curvature), eta2)];
    edges.forEach((_, k) => {
      const { slope, curvature } = this.forms[k]!;
      const next = (eta: number, form: BandForm, ratio: number): number =>
        Math.min(Math.max(eta * Math.min(Math.max(ratio, 1 / FACTOR), FACTOR), LEAST), MOST * variance[k]! / largestOf(form));
      eta1[k] = next(eta1[k]!, slope, slopes[k]!);
      if (curvature !== null) eta2[k] = next(eta2[k]!, curvature, curvatures[k]!);
    });
  }

  /** By what factor the strength of every edge moves: each by its own, or all edges of a layer by the same where classes are learned. */
  private ratios(moves: readonly (Move | null)[], strengths: Float64Array): readonly number[] {
    const ratio = (gained: number, used: number): number => gained / Math.max(used, 1e-300);
    if (this.likelihood.noise !== 'known') return moves.map((move) => (move === null ? 1 : ratio(move.gained, move.used)));
    const layers = this.session.problem.structure.layers.map(() => ({ gained: 0, used: 0 }));
    moves.forEach((move, k) => {
      const layer = layers[this.edges[k]!.layer]!;
      layer.gained += strengths[k]! * (move?.gained ?? 0);
      layer.used += strengths[k]! * (move?.used ?? 0);
    });
    return this.edges.map(({ layer }) => ratio(layers[layer]!.gained, layers[layer]!.used));
  }

  /** Noise variance of an observation as a function of the degrees of freedom that are taken off; 1 of a likelihood, whose dispersion it is. */
  private async squaredNoise(state: State, { data }: Value): Promise<(edf: number) => number> {
    const { observations: n, likelihood: { noise } } = this;
    if (noise === 'known') return () => 1;
    const square = noise === 'variance' ? 2 * data : (MAD * median((await residualsOf(this.session, state)).flatMap((r) => [...r.map(Math.abs)]))) ** 2;
    return (edf) => Math.max((square * n) / Math.max(n - edf, LEAST_LEFT * n), 1e-20);
  }
}

/** What a standard deviation would be if sizes were those of a normal distribution: few outliers move it little. */
export const usualSize = (residuals: Float64Array): number => MAD * median(residuals.map(Math.abs));

/** Of every output, `[points]` each, times the root of the point's weight: the noise is that of a point that weighs 1. */
export async function residualsOf({ train, problem }: Session, state: State): Promise<Float64Array[]> {
  const { targets, weights } = problem.train[DATA]!;
  const { width, count, values } = targets!;
  const outputs = await state.outputs(train);
  return Array.from({ length: width }, (_, o) => Float64Array.from({ length: count }, (_, i) => (outputs.values[i * width + o]! - values[i * width + o]!) * Math.sqrt(weights?.[i] ?? 1)));
}

/** Noise of each output, as residuals and degrees of freedom say, by itself and for bands; see {@link SmoothingReport}. */
export function noiseOf(residuals: readonly Float64Array[], { edf, observations: n }: Pick<SmoothingReport, 'edf' | 'observations'>, noise: Likelihood['noise'], structure: Structure): Pick<SmoothingReport, 'noise' | 'bandNoise'> {
  if (noise === 'known') return { noise: null, bandNoise: null };
  const squares = residuals.map((r) => (noise === 'variance' ? r.reduce((sum, v) => sum + v * v, 0) / r.length : usualSize(r) ** 2));
  const without = (degrees: number): number[] => squares.map((square) => Math.sqrt((square * n) / Math.max(n - degrees, LEAST_LEFT * n)));
  const factor = Math.sqrt(structure.layers.length > 1 ? BAND_FACTOR : 1);
  return { noise: without(edf), bandNoise: without(gammaOf(structure) * edf).map((s) => factor * s) };
}

/** That of the targets; 1 of a likelihood, whose outputs have a unit of their own. */
function outputVariance({ problem: { train, structure } }: Session, { noise }: Likelihood): Float64Array {
  const { targets } = train[DATA]!;
  return Float64Array.from({ length: structure.layers.at(-1)!.sums }, (_, o) => {
    const sd = noise === 'known' || targets === undefined ? 1 : meanAndDeviation(columnOf(targets, o))[1];
    return sd > 0 ? sd ** 2 : 1;
  });
}

/** trace(M B) of a form and a symmetric block. */
function traceOf({ size, half, band }: BandForm, block: Vec): number {
  let total = 0;
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - half); j <= i; j++) total += (j < i ? 2 : 1) * band[i * (half + 1) + half + j - i]! * block[i * size + j]!;
  }
  return total;
}

const largestOf = ({ band }: BandForm): number => band.reduce((m, x) => Math.max(m, Math.abs(x)), Number.MIN_VALUE);
const diagonalOf = ({ half, band }: BandForm, i: number): number => band[i * (half + 1) + half]!;
