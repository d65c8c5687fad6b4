import { isRead, parseOptions, unreadEdges } from '@knotwork/network';
import type { Catalog, Rows, Samples } from '@knotwork/plugin';
import type { SegmentRole, Structure } from '@knotwork/plugin/engine';
import { DATA, examineProblem, fit, type Likelihood, type PointSets, type Problem, type SmoothEdge, strengthsAmong } from '@knotwork/training';
import { exactLeastSquares, hasCurvature, hasResiduals } from '@knotwork/training/exact';
import type { Model } from '../stages/stage.js';
import { heldNumbers } from './reading.js';
import { smoothCurves } from './smooth-curves.js';

/** How long a refit takes, and how far it may take numbers that the rows hardly see. */
export interface Refit {
  readonly steps: number;
  readonly leastMu: number;
  /** Share of the loss below which a step is slow. */
  readonly slow: number;
  readonly train: PointSets;
  /** Numbers that stay, besides those that are one with others. */
  readonly held?: ReadonlySet<number>;
}

/** Smoothing that chose itself, for the curves of a network that came of it. */
export interface CurvesSmoothed { readonly edges: readonly SmoothEdge[]; readonly likelihood: Likelihood }

/** Multiply-adds of one step by QR, some tenths of a second. Beyond, and where curves are left whose error no last digit matters to, normal equations take the steps. */
const MOST_WORK = 1e8;
const MOST_WITH_CURVES = 40;
/** Steps of those come to less. */
const STEPS_BY_NORMAL_EQUATIONS = 15;
/** Of a loss that does not bend, such as absolute errors, there are no normal equations: steps by gradients alone are many. */
const STEPS_BY_GRADIENTS = 100;
/** Multiply-adds of normal equations that take as long as one of QR: they run in the engine. */
const FASTER = 5;
const DAMPING = 1e-3;

export const ROLES: readonly SegmentRole[] = ['coefficients', 'baseWeight', 'basisWeight', 'shape', 'bias'];

/** Fits all numbers of a network again; of edges that are still curves as smooth as they came. */
export class Refitter {
  /**
   * @param smoothed null where smoothing did not choose itself
   * @param activations inputs of every layer over rows
   */
  constructor(
    private readonly problem: Omit<Problem, 'structure'>, private readonly catalog: Catalog, private readonly signal: AbortSignal | undefined,
    private readonly smoothed: CurvesSmoothed | null, private readonly activations: (model: Model, rows: Rows) => Promise<Samples[]>,
  ) {}

  /** Numbers of a network that are fitted, those that are one with others left out. */
  numbers(structure: Structure): number { return this.unknowns(structure) - heldNumbers(structure, this.catalog).size; }

  /** @returns a network that is no worse on its rows, and whether its loss was finite at all */
  async refit({ structure, network }: Model, { steps, leastMu, slow, train, held: also }: Refit): Promise<Model> {
    const held = new Set([...heldNumbers(structure, this.catalog), ...also ?? []]);
    const unknowns = this.unknowns(structure);
    if (unknowns - held.size <= 0) return { structure, network };
    const { problem, signal } = this;
    const smoothed = unreadEdges(structure).length === 0 ? null : this.smoothed;
    const rows = Object.values(train).reduce((n, { inputs }) => n + inputs.count, 0) * structure.spec.outputs.length;
    if (this.isExact(structure, rows, unknowns - (also?.size ?? 0))) {
      const { engine, objective, trainable } = problem;
      const penalty = smoothed === null ? {} : { penalty: async (now: Model['network']) => smoothCurves({ structure, network: now }, smoothed.edges, await this.activations({ structure, network: now }, train[DATA] as Rows), train[DATA]!) };
      const { network: fitted } = await exactLeastSquares({ engine, structure, objective, trainable, train, isHeld: (index) => held.has(index), ...penalty }, network, { steps, leastMu, slow, mu: Math.max(DAMPING, leastMu), signal });
      return { structure, network: fitted };
    }
    // What cannot be solved for at once stays as it is, and normal equations hold nothing.
    if (unknowns > problem.maxUnknowns || also !== undefined) return { structure, network };
    const smoothing = smoothed === null || problem.optimizer.definition.method !== 'normal-equations' ? null : { likelihood: smoothed.likelihood, strengths: strengthsAmong(smoothed.edges, structure) };
    const { network: fitted } = await fit({ ...problem, structure, train, validation: null, ...(smoothing === null ? {} : { smoothing: smoothing.likelihood }) }, () => network, {
      ...(smoothing === null ? {} : { strengths: smoothing.strengths }),
      steps: problem.optimizer.definition.method === 'normal-equations' ? Math.min(steps, STEPS_BY_NORMAL_EQUATIONS) : STEPS_BY_GRADIENTS, starts: null, phase: 'restart', patience: null, observe: () => undefined, isOver: () => false, signal,
    });
    return { structure, network: fitted };
  }

  /** Multiply-adds of a refit, by and large. */
  work(structure: Structure, rows: number, steps: number): number {
    const unknowns = this.unknowns(structure);
    return this.isExact(structure, rows, unknowns) ? steps * workOfStep(rows, unknowns) : (Math.min(steps, STEPS_BY_NORMAL_EQUATIONS) * (unknowns ** 3 / 3 + (rows * unknowns ** 2) / 10)) / FASTER;
  }

  private isExact(structure: Structure, rows: number, unknowns: number): boolean {
    return hasResiduals(this.problem.objective) && workOfStep(rows, unknowns) <= MOST_WORK && (unknowns <= MOST_WITH_CURVES || unreadEdges(structure).length === 0);
  }

  /** Whether single numbers can be held at all. */
  get canHold(): boolean { return hasResiduals(this.problem.objective); }

  private unknowns(structure: Structure): number { return examineProblem({ ...this.problem, structure, maxUnknowns: Infinity }).unknowns; }
}

/** Numbers of edges that are curves. */
export function numbersOfCurves({ layers }: Structure): ReadonlySet<number> {
  const segments = layers.flatMap(({ terms }) => terms.filter((term) => !isRead(term)).flatMap(({ segments: { coefficients, baseWeight, basisWeight, shape } }) => [coefficients, baseWeight, basisWeight, ...Object.values(shape)]));
  return new Set(segments.flatMap((segment) => (segment === null ? [] : Array.from({ length: segment.length }, (_, k) => segment.offset + k))));
}

const workOfStep = (rows: number, unknowns: number): number => 2 * (rows + unknowns) * unknowns ** 2;

/** What takes steps by normal equations, or by gradients where the loss does not bend, and leaves grids where they are. */
export function solverOfRefits(catalog: Catalog, { blocks }: Pick<Problem['objective'], 'blocks'>): Pick<Problem, 'optimizer' | 'grid'> {
  const use = blocks.every(hasCurvature) ? { kind: 'levenberg-marquardt', restart: DAMPING } : { kind: 'l-bfgs' };
  const [optimizer, grid] = [catalog.get('optimizer', use.kind), catalog.get('grid', 'fixed')];
  return { optimizer: { definition: optimizer, options: parseOptions(optimizer, use) }, grid: { definition: grid, options: parseOptions(grid, { kind: 'fixed' }) } };
}
