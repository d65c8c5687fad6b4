import { columnOf, resolve } from '@knotwork/network';
import type { Equations } from '@knotwork/plugin';
import type { Objective, Scalars } from '@knotwork/plugin/engine';
import { interiorOf } from '../../data/interior.js';
import { residualsAt } from '../../measure/residuals-at.js';
import { rolesOf } from '../problem.js';
import { marchSteps, type SolveOptions } from '../solve.js';
import type { Model, StageContext } from '../stage.js';
import { type Balance, balanced } from './balance.js';
import { causalWeights } from './causal-weights.js';
import { drawnBy } from './drawn-by.js';
import { pressed, type Reach, reachedPoints } from './reached-points.js';
import { stretchedNetwork, stretchedObjective, stretchedPoints } from './stretched.js';

/** Points among which those are chosen that are drawn by residual, as a multiple of them. */
const CANDIDATES = 5;

/** Where a round stands in the stage: in a start or on a level, and how far. */
export interface RoundPlace {
  readonly isStarting: boolean;
  /** Whether its network was never trained. */
  readonly isFresh: boolean;
  /** Levels that are through. */
  readonly level: number;
  /** Steps of its start or level that are through. */
  readonly taken: number;
  /** Rounds before it. */
  readonly round: number;
}

/** What a round begins with. */
export type RoundModel = Model & { readonly scalars: Scalars; readonly balance?: Balance };

/** What a round trains: while the network is stretched along with time, both are in its own time. */
export interface RoundProblem extends Pick<Equations, 'objective' | 'points'> {
  readonly model: RoundModel;
  readonly balance?: Balance;
}

/** Points of rounds, and what they weigh: those of the data set or others, as far as time has come, by what is left of equations. */
export class RoundPoints {
  constructor(private readonly context: StageContext, private readonly equations: Equations, private readonly options: SolveOptions) {}

  /** Steps of a level, with those on the way to the whole of the time. */
  stepsOf(level: number): number { return this.options.steps + (level === 0 ? marchSteps(this.options.march) : 0); }

  /** Steps of a round at most: after them points or weights are others. */
  stepsUntilOthers(place: RoundPlace): number {
    const { draw, causal, balance } = this.options;
    const weights = Math.min(causal === 'none' ? Infinity : causal.every, balance === 'none' ? Infinity : balance.every);
    return Math.min(draw === 'once' ? weights : draw.every, this.untilNextWindow(place));
  }

  /** The problem of a round: what is trained, points and weights. */
  async posed(place: RoundPlace, from: RoundModel): Promise<RoundProblem> {
    const { options: { balance: options, trainable }, context: { engine } } = this;
    const { model, objective } = this.seen(place, from);
    const points = await this.weighed(await this.drawn(place, model, objective), place, model, objective);
    if (options === 'none') return { model, objective, points };
    return { model, ...await balanced(engine, model, { objective, points }, { options, trainable: rolesOf(trainable, model.structure), before: from.balance }) };
  }

  /** The problem at points of the data set, at which starts are compared. */
  async comparing(place: RoundPlace, from: RoundModel): Promise<RoundProblem> {
    const { model, objective } = this.seen(place, from);
    return { model, objective, points: await this.weighed(this.reached(place), place, model, objective) };
  }

  /** Network and equations as far as time has come. */
  private seen(place: RoundPlace, from: RoundModel): Pick<RoundProblem, 'model' | 'objective'> {
    const { equations: { objective }, context: { catalog } } = this;
    const reach = this.isStretched ? this.timeOf(place) : null;
    if (reach === null) return { model: from, objective };
    const network = stretchedNetwork(from.network, reach);
    return { model: { ...from, network, structure: resolve(network.spec, catalog) }, objective: stretchedObjective(objective, network.spec, reach) };
  }

  /** The points of the data set, or others in their place. */
  private async drawn(place: RoundPlace, from: RoundModel, objective: Objective): Promise<Equations['points']> {
    const { context, equations: { draw: sets }, options: { draw } } = this;
    const points = this.reached(place);
    if (draw === 'once') return points;
    const drawn = { ...points };
    const time = this.isStretched ? null : this.timeOf(place);
    for (const [name, among] of Object.entries(sets)) {
      const { count = points[name]!.inputs.count } = draw;
      const stream = context.batches.fork(`points.${name}.${place.round}`);
      const isUniform = draw.by === 'uniform' || place.isFresh;
      const candidates = pressed(among(isUniform ? count : CANDIDATES * count, stream), time);
      drawn[name] = { inputs: isUniform ? candidates : drawnBy(await residualsAt(context.engine, from, objective, name, candidates), candidates, count, stream.uniform(0, 1)) };
    }
    return drawn;
  }

  /** The points of the data set, as far as time has come. */
  private reached(place: RoundPlace): Equations['points'] { return (this.isStretched ? stretchedPoints : reachedPoints)(this.equations, this.timeOf(place)); }

  /** Whether the network is stretched along with time. */
  private get isStretched(): boolean { const { march } = this.options; return march !== 'none' && march.stretch; }

  /** How far time has come; null where it has come to its end. */
  private timeOf({ isStarting, level, taken }: RoundPlace): Reach | null {
    const { context: { data: { inputs, domains } }, options: { march } } = this;
    if (march === 'none' || level > 0) return null;
    const share = isStarting ? 1 / march.windows : Math.min(1, (Math.floor(taken / march.steps) + 1) / march.windows);
    const column = inputs.findIndex(({ name }) => name === march.along);
    return share === 1 ? null : { column, interval: domains[column]!, share };
  }

  /** Steps before the next part of the time counts. */
  private untilNextWindow({ isStarting, level, taken }: RoundPlace): number {
    const { march } = this.options;
    return march === 'none' || isStarting || level > 0 || taken >= marchSteps(march) ? Infinity : march.steps - (taken % march.steps);
  }

  /** Points with the weights that they have in time. */
  private async weighed(points: Equations['points'], { isStarting, level, taken }: RoundPlace, from: RoundModel, objective: Objective): Promise<Equations['points']> {
    const { context: { engine, data: { inputs } }, equations, options: { causal, steps, levels } } = this;
    // Coarse grids hold the beginning, if anything. In the second half of the last level all times count alike.
    const left = level < levels.length || isStarting ? 1 : Math.min(1, Math.max(0, 2 * (this.stepsOf(level) - taken) / steps - 1));
    if (causal === 'none' || left === 0) return points;
    const column = inputs.findIndex(({ name }) => name === causal.along);
    const weighed = { ...points };
    for (const name of interiorOf(equations)) {
      const residuals = await residualsAt(engine, from, objective, name, points[name]!.inputs);
      weighed[name] = { ...points[name]!, weights: causalWeights(residuals, columnOf(points[name]!.inputs, column), causal.strength * left) };
    }
    return weighed;
  }
}
