import { edgeFunctions, freezePenalties } from '@knotwork/network';
import type {
  BoundData, Damping, FrozenPenalty, JetRequest, Moments, Network, Normal, Query, Samples, Slots, State, StepPlan, StepReport, Trial, Value, Vec, VectorRef, VectorSpace,
} from '@knotwork/plugin';
import { cannot, wrongUse } from './errors.js';
import { dampedStep, type NormalEquations } from './damped-step.js';
import type { Numbers } from './backend.js';
import type { EngineProgram } from './program.js';
import { PlainVectors } from './vector-space.js';

/** A trial is a way to go, not a network: dropping one leaves no memory of a path behind. */
interface EngineTrial extends Trial { readonly direction: Float64Array; readonly owner: EngineState; readonly version: number }

const frozenOf = (query: Query | undefined): FrozenPenalty | undefined => query?.penalty;

/** One network in training: its numbers on a path, and how many steps brought them there. */
export class EngineState implements State {
  private step = 0;
  /** Counts changes, so that trials and normal equations of an older state are refused. */
  private version = 0;
  private readonly normals = new WeakMap<Normal, number>();
  /** Gradient that the last look along a line computed, as long as it is the last of all. */
  private alongLast: Float64Array | null = null;

  constructor(private readonly program: EngineProgram, private readonly numbers: Numbers) {}

  fork(): Promise<State> {
    const copy = new EngineState(this.program, this.numbers.fork());
    copy.step = this.step;
    return Promise.resolve(copy);
  }

  async copyFrom(other: State): Promise<void> {
    if (!(other instanceof EngineState) || other.program !== this.program) throw wrongUse('copyFrom needs a state of the same program');
    this.numbers.copyFrom(other.numbers);
    this.step = other.step;
    this.version++;
  }

  read(): Promise<{ network: Network; slots: Slots; step: number }> {
    return Promise.resolve({
      network: { spec: this.program.structure.spec, parameters: this.numbers.parameters() }, slots: this.numbers.slots(), step: this.step,
    });
  }

  write(change: { readonly parameters?: Vec; readonly slots?: Slots }): Promise<void> {
    if (change.parameters !== undefined) this.numbers.write(this.program.normalized(change.parameters));
    if (change.slots !== undefined) this.numbers.writeSlots(change.slots);
    this.version++;
    return Promise.resolve();
  }

  freeze(data: BoundData): Promise<FrozenPenalty> {
    const { numbers, program: { structure, task: { objective } } } = this;
    return Promise.resolve(freezePenalties(structure, objective, numbers.parameters(), {
      moments: (layer) => numbers.moments(data, layer), activations: (layer) => numbers.activations(data, layer),
    }));
  }

  value(data: BoundData, query?: Query): Promise<Value> {
    return Promise.resolve(this.numbers.value(data, frozenOf(query)));
  }

  gradient(data: BoundData, query?: Query): Promise<Value & { readonly gradient: Vec }> {
    this.alongLast = null;
    const { value, gradient } = this.numbers.gradient(data, frozenOf(query));
    return Promise.resolve({ ...value, gradient });
  }

  async steps(count: number, data: BoundData, plan: StepPlan, query?: Query): Promise<StepReport> {
    if (this.program.task.options.update === undefined) throw wrongUse('steps needs a program compiled with an update formula');
    if (plan.clip !== undefined && !(plan.clip > 0)) throw wrongUse(`a gradient can be clipped to a positive norm, not to ${plan.clip}`);
    this.alongLast = null;
    let last: Value = { status: 'ok', value: NaN, data: NaN, penalty: NaN };
    for (let k = 0; k < count; k++) {
      if (plan.signal?.aborted === true) return { done: k, last };
      const step = plan.first + k;
      const rows = plan.batch === undefined ? data : this.program.batch(data, step, plan.batch);
      last = this.numbers.update(rows, frozenOf(query), step, plan.total, plan.clip);
      if (last.status !== 'ok') return { done: k, last };
      this.step++;
      this.version++;
      // Let signals and timers in now and then; one step of a small network is far below a millisecond.
      if (k % 64 === 63) await new Promise((resolve) => { setTimeout(resolve); });
    }
    return { done: count, last };
  }

  async normal(data: BoundData, query?: Query): Promise<Normal> {
    if (this.program.task.options.parameters !== 'effective') throw wrongUse('normal equations need a program compiled with parameters: effective');
    const normal = this.numbers.normal(data, frozenOf(query));
    this.alongLast = null;
    this.normals.set(normal, this.version);
    return normal;
  }

  async tryStep(normal: Normal, damping: Damping, data: BoundData, query?: Query): Promise<Trial> {
    if (this.normals.get(normal) !== this.version) throw wrongUse('the normal equations belong to an earlier state');
    const solved = dampedStep(normal as NormalEquations, damping, this.program.solve);
    if (solved === null) return { status: 'singular', value: normal.value, predicted: 0 };
    const value = this.at(solved.step, 1, (there) => there.value(data, frozenOf(query)));
    const trial: EngineTrial = { status: value.status, value, predicted: solved.predicted, direction: solved.step, owner: this, version: this.version };
    return trial;
  }

  async accept(trial: Trial): Promise<void> {
    const { owner, version, direction } = trial as EngineTrial;
    if (owner !== this || version !== this.version) throw wrongUse('the trial belongs to an earlier state');
    this.go(direction, 1);
  }

  alongLine(direction: VectorRef, t: number, data: BoundData, query?: Query): Promise<Value & { readonly slope: number }> {
    const d = (direction.space as PlainVectors).at(direction.index);
    const { value, gradient } = this.at(d, t, (there) => there.gradient(data, frozenOf(query)));
    let slope = 0;
    for (let k = 0; k < d.length; k++) slope += d[k]! * gradient[k]!;
    this.alongLast = gradient;
    return Promise.resolve({ ...value, slope });
  }

  move(direction: VectorRef, t: number): Promise<void> {
    this.go((direction.space as PlainVectors).at(direction.index), t);
    return Promise.resolve();
  }

  /** What `look` sees at unknowns + t * direction; the state stays where it is. */
  private at<T>(direction: Float64Array, t: number, look: (there: Numbers) => T): T {
    const there = this.numbers.moved(direction, t);
    try { return look(there); } finally { there.dispose(); }
  }

  private go(direction: Float64Array, t: number): void {
    this.at(direction, t, (there) => { this.numbers.copyFrom(there); });
    this.step++;
    this.version++;
  }

  vectors(count: number): Promise<VectorSpace> {
    const { layout } = this.program;
    const unknowns = (): Float64Array => {
      const parameters = this.numbers.parameters();
      return Float64Array.from(layout.parameterOf, (at) => parameters[at]!);
    };
    return Promise.resolve(new PlainVectors(count, layout.unknowns, (from) => (from === 'gradient' ? this.alongLast ?? this.numbers.lastGradient() : unknowns())));
  }

  async outputs(data: BoundData, jets: readonly JetRequest[] = []): Promise<Samples> {
    if (jets.length > 0) throw cannot('jets (derivatives of outputs in inputs)', 'Ask for outputs alone.');
    return this.preActivations(data, this.program.structure.layers.length);
  }

  rows(data: BoundData, from: number, to: number): Promise<Vec> { return Promise.resolve(this.numbers.rows(data, from, to)); }

  preActivations(data: BoundData, layer: number): Promise<Samples> { return Promise.resolve(this.numbers.activations(data, layer)); }

  edges(layer: number, points: Vec, order: 0 | 1 | 2 | 3): Promise<Vec> {
    return Promise.resolve(edgeFunctions(this.program.structure.layers[layer]!, this.numbers.parameters(), () => points, order));
  }

  moments(data: BoundData, layer: number): Promise<Moments> { return Promise.resolve(this.numbers.moments(data, layer)); }

  dispose(): Promise<void> { return Promise.resolve(this.numbers.dispose()); }
}
