import { edgeFunctions } from '@knotwork/network';
import type {
  BoundData, Damping, Frozen, JetRequest, Network, Normal, Query, Samples, Slots, State, StepPlan, StepReport, Structure, Trial, Value, Vec, VectorRef, VectorSpace,
} from '@knotwork/plugin';
import { type Coefficients, fold, zeroLike } from './coefficients.js';
import { cannot, wrongUse } from './errors.js';
import { forEachJacobianRow } from './jacobian.js';
import type { NativeData } from './native-data.js';
import { dampedStep, type NativeNormal, normalEquations } from './normal-equations.js';
import { freezePenalties, type FrozenPenalty } from './penalty.js';
import { type NativeProgram, UPDATE_BLOCK } from './program.js';
import { NativeVectors } from './vector-space.js';

interface NativeTrial extends Trial { readonly parameters: Float64Array; readonly owner: NativeState; readonly version: number }

/** One network in training: parameters, optimizer slots, step count. Arrays that come in or go out are copies. */
export class NativeState implements State {
  private slots: Record<string, Float64Array>;
  private step = 0;
  /** Counts changes, so that trials and normal equations of an older state are refused. */
  private version = 0;
  private lastGradient: Float64Array;
  private readonly normals = new WeakMap<Normal, number>();

  constructor(private readonly program: NativeProgram, private parameters: Float64Array, slots?: Slots) {
    const n = program.layout.unknowns;
    this.slots = Object.fromEntries((program.options.update?.slots ?? []).map((name) => [name, slots?.[name]?.slice() ?? new Float64Array(n)]));
    this.lastGradient = new Float64Array(n);
  }

  fork(): Promise<State> {
    const copy = new NativeState(this.program, this.parameters.slice(), this.slots);
    copy.step = this.step;
    return Promise.resolve(copy);
  }

  async copyFrom(other: State): Promise<void> {
    if (!(other instanceof NativeState) || other.program !== this.program) throw wrongUse('copyFrom needs a state of the same program');
    this.parameters.set(other.parameters);
    for (const name of Object.keys(this.slots)) this.slots[name]!.set(other.slots[name]!);
    this.step = other.step;
    this.version++;
      }

  read(): Promise<{ network: Network; slots: Slots; step: number }> {
    const slots = Object.fromEntries(Object.entries(this.slots).map(([name, v]) => [name, v.slice()]));
    return Promise.resolve({ network: { spec: this.program.structure.spec, parameters: this.parameters.slice() }, slots, step: this.step });
  }

  write(change: { readonly parameters?: Vec; readonly slots?: Slots }): Promise<void> {
    if (change.parameters !== undefined) {
      const next = this.program.normalized(change.parameters);
      const moved = movedInputs(this.program.structure, this.parameters, next);
      this.program.layout.parameterOf.forEach((at, k) => {
        if (next[at] !== this.parameters[at] || moved[at] === 1) for (const slot of Object.values(this.slots)) slot[k] = 0;
      });
      this.parameters = next;
    }
    for (const [name, values] of Object.entries(change.slots ?? {})) this.slots[name]?.set(values);
    this.version++;
    return Promise.resolve();
  }

  freeze(): Promise<Frozen> {
    return Promise.resolve(freezePenalties(this.program.structure, this.program.objective, this.parameters));
  }

  value(data: BoundData, query?: Query): Promise<Value> {
    return Promise.resolve(this.program.evaluation.value(this.parameters, data as NativeData, query?.penalty as FrozenPenalty | undefined));
  }

  gradient(data: BoundData, query?: Query): Promise<Value & { readonly gradient: Vec }> {
    const { value, gradient } = this.gradientAt(this.parameters, data as NativeData, query);
    this.lastGradient = gradient;
    return Promise.resolve({ ...value, gradient: gradient.slice() });
  }

  private gradientAt(parameters: Float64Array, data: NativeData, query?: Query): { value: Value; gradient: Float64Array } {
    const { evaluation, structure } = this.program;
    const into = zeroLike(fold(structure, parameters));
    const value = evaluation.value(parameters, data, query?.penalty as FrozenPenalty | undefined, into);
    return { value, gradient: this.unfold(into, parameters) };
  }

  /** From the gradient in effective coefficients to the unknowns: d/dc = w_s g, d/dw_s = sum c g. */
  private unfold(g: Coefficients, parameters: Float64Array): Float64Array {
    const { layout, structure } = this.program;
    const gradient = new Float64Array(layout.unknowns);
    for (const [l, layer] of structure.layers.entries()) {
      for (const [t, term] of layer.terms.entries()) {
        const unknown = layout.terms[l]![t]!;
        const { coefficients, basisWeight } = term.segments;
        const effective = g.effective[l]![t]!;
        for (let e = 0; e < term.mask.length; e++) {
          const weight = basisWeight === null ? 1 : parameters[basisWeight.offset + e]!;
          const first = unknown.coefficients[e]!;
          if (first >= 0) for (let s = 0; s < term.size; s++) gradient[first + s] = weight * effective[e * term.size + s]!;
          if (unknown.baseWeight[e]! >= 0) gradient[unknown.baseWeight[e]!] = g.base[l]![t]![e]!;
          if (unknown.basisWeight[e]! >= 0) {
            let sum = 0;
            for (let s = 0; s < term.size; s++) sum += parameters[coefficients.offset + e * term.size + s]! * effective[e * term.size + s]!;
            gradient[unknown.basisWeight[e]!] = sum;
          }
        }
      }
      layout.bias[l]!.forEach((b, o) => { if (b >= 0) gradient[b] = g.bias[l]![o]!; });
    }
    return gradient;
  }

  async steps(count: number, data: BoundData, plan: StepPlan, query?: Query): Promise<StepReport> {
    const { update, options, layout } = this.program;
    if (update === null || options.update === undefined) throw wrongUse('steps needs a program compiled with an update formula');
    const { inputs, outputs } = options.update.formula;
    let last: Value = { status: 'ok', value: NaN, data: NaN, penalty: NaN };
    for (let k = 0; k < count; k++) {
      if (plan.signal?.aborted === true) return { done: k, last };
      const { value, gradient } = this.gradientAt(this.parameters, data as NativeData, query);
      last = value;
      if (value.status !== 'ok') return { done: k, last };
      this.lastGradient = gradient;
      for (let from = 0; from < layout.unknowns; from += UPDATE_BLOCK) {
        const n = Math.min(UPDATE_BLOCK, layout.unknowns - from);
        inputs.forEach((name, at) => {
          const into = update.inputs[at]!;
          if (name === 'parameter') for (let i = 0; i < n; i++) into[i] = this.parameters[layout.parameterOf[from + i]!]!;
          else if (name === 'gradient') into.set(gradient.subarray(from, from + n));
          else if (name === 'step') into.fill(plan.first + k);
          else if (name === 'steps') into.fill(plan.total);
          else into.set(this.slots[name]!.subarray(from, from + n));
        });
        update.run(n);
        outputs.forEach((name, at) => {
          const result = update.outputs[at]!;
          if (name === 'parameter') for (let i = 0; i < n; i++) this.parameters[layout.parameterOf[from + i]!] = result[i]!;
          else this.slots[name]!.set(result.subarray(0, n), from);
        });
      }
      this.step++;
      this.version++;
      // Let signals and timers in now and then; one step of a small network is far below a millisecond.
      if (k % 64 === 63) await new Promise((resolve) => { setTimeout(resolve); });
    }
    return { done: count, last };
  }

  async normal(data: BoundData, query?: Query): Promise<Normal> {
    if (this.program.options.parameters !== 'effective') throw wrongUse('normal equations need a program compiled with parameters: effective');
    const { value, gradient } = this.gradientAt(this.parameters, data as NativeData, query);
    const normal = normalEquations(
      this.program.evaluation, this.program.layout, this.parameters, data as NativeData, query?.penalty as FrozenPenalty | undefined, value, gradient,
    );
    this.normals.set(normal, this.version);
    return normal;
  }

  async tryStep(normal: Normal, damping: Damping, data: BoundData, query?: Query): Promise<Trial> {
    if (this.normals.get(normal) !== this.version) throw wrongUse('the normal equations belong to an earlier state');
    const solved = dampedStep(normal as NativeNormal, damping);
    if (solved === null) return { status: 'singular', value: normal.value, predicted: 0 };
    const parameters = this.moved(solved.step, 1);
    const value = this.program.evaluation.value(parameters, data as NativeData, query?.penalty as FrozenPenalty | undefined);
    const trial: NativeTrial = { status: value.status, value, predicted: solved.predicted, parameters, owner: this, version: this.version };
    return trial;
  }

  async accept(trial: Trial): Promise<void> {
    const { owner, version, parameters } = trial as NativeTrial;
    if (owner !== this || version !== this.version) throw wrongUse('the trial belongs to an earlier state');
    this.parameters = parameters;
    this.step++;
    this.version++;
      }

  private moved(direction: Float64Array, t: number): Float64Array {
    const parameters = this.parameters.slice();
    this.program.layout.parameterOf.forEach((at, k) => { parameters[at]! += t * direction[k]!; });
    return parameters;
  }

  alongLine(direction: VectorRef, t: number, data: BoundData, query?: Query): Promise<Value & { readonly slope: number }> {
    const d = (direction.space as NativeVectors).at(direction.index);
    const { value, gradient } = this.gradientAt(this.moved(d, t), data as NativeData, query);
    let slope = 0;
    for (let k = 0; k < d.length; k++) slope += d[k]! * gradient[k]!;
    return Promise.resolve({ ...value, slope });
  }

  move(direction: VectorRef, t: number): Promise<void> {
    this.parameters = this.moved((direction.space as NativeVectors).at(direction.index), t);
    this.step++;
    this.version++;
    return Promise.resolve();
  }

  vectors(count: number): Promise<VectorSpace> {
    const unknowns = (): Float64Array => Float64Array.from(this.program.layout.parameterOf, (at) => this.parameters[at]!);
    return Promise.resolve(new NativeVectors(count, this.program.layout.unknowns, (from) => (from === 'gradient' ? this.lastGradient : unknowns())));
  }

  async outputs(data: BoundData, jets: readonly JetRequest[] = []): Promise<Samples> {
    if (jets.length > 0) throw cannot('jets (derivatives of outputs in inputs)', 'Ask for outputs alone.');
    return this.preActivations(data, this.program.structure.layers.length);
  }

  rows(data: BoundData, from: number, to: number): Promise<Vec> {
    const { evaluation, layout } = this.program;
    const rows = new Float64Array((to - from) * layout.unknowns);
    let r = 0;
    forEachJacobianRow(evaluation, layout, this.parameters, data as NativeData, ({ length, columns, values }, sample, residual) => {
      r = sample * evaluation.blockOf(data as NativeData).residual.residuals + residual;
      if (r >= from && r < to) for (let a = 0; a < length; a++) rows[(r - from) * layout.unknowns + columns[a]!]! += values[a]!;
    });
    return Promise.resolve(rows);
  }

  preActivations(data: BoundData, layer: number): Promise<Samples> {
    return Promise.resolve(this.program.evaluation.activations(this.parameters, data as NativeData, layer));
  }

  edges(layer: number, points: Vec, order: 0 | 1 | 2 | 3): Promise<Vec> {
    return Promise.resolve(edgeFunctions(this.program.structure.layers[layer]!, this.parameters, () => points, order));
  }

  async moments(): Promise<never> {
    throw cannot('moments of features', 'Leave out regularizers that need them.');
  }

  dispose(): Promise<void> { return Promise.resolve(); }
}

/** 1 for the coefficients of edges whose grid differs: the same number there means another function. */
function movedInputs(structure: Structure, before: Float64Array, after: Float64Array): Uint8Array {
  const moved = new Uint8Array(before.length);
  for (const { inputs, outputs, terms } of structure.layers) {
    for (const { size, segments: { coefficients, domain, knots } } of terms) {
      for (const grid of [domain, knots]) {
        if (grid === null) continue;
        const width = grid.length / inputs;
        for (let k = 0; k < grid.length; k++) {
          if (before[grid.offset + k] === after[grid.offset + k]) continue;
          const from = coefficients.offset + Math.floor(k / width) * outputs * size;
          moved.fill(1, from, from + outputs * size);
        }
      }
    }
  }
  return moved;
}
