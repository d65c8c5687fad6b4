import { conditionedOutputs, hasConditions } from '@knotwork/network';
import type { Network, Samples, Vec } from '@knotwork/plugin';
import {
  type BoundData, type Damping, type Moments, type Normal, type Query, type Read, requireCapable, type Scalars, type Slots, type State, type StepPlan,
  type StepReport, type Trial, type Value, type VectorRef, type VectorSpace,
} from '@knotwork/plugin/engine';
import type { Awaitable, BackendData, Numbers, OutputRead, Weighting } from './backend.js';
import { dampedStep, type NormalEquations } from './damped-step.js';
import type { EngineData } from './engine-data.js';
import { notPositiveDefinite, wrongUse } from './errors.js';
import { Penalized } from './penalized.js';
import type { EngineProgram } from './program.js';
import { scaledSystem } from './scaled-system.js';
import { PlainVectors } from './vector-space.js';

/** A trial is a way to go, not a network: dropping one leaves no memory of a back end behind. */
interface EngineTrial extends Trial { readonly direction: Vec; readonly owner: EngineState; readonly version: number }

/** One network in training: its numbers in a back end, and how many steps brought them there. */
export class EngineState implements State {
  /** Counts changes, so that trials and normal equations of an older state are refused. */
  private version = 0;
  private readonly normals = new WeakMap<Normal, number>();
  private readonly penalized: Penalized;
  /** Gradient that the last look along a line computed, as long as it is the last of all. */
  private alongLast: Vec | null = null;
  private isDisposed = false;

  constructor(private readonly program: EngineProgram, private readonly inside: Numbers, private step: number) {
    this.penalized = new Penalized(program);
  }

  /** Numbers that may still be used. */
  private get numbers(): Numbers {
    this.program.requireUsable();
    if (this.isDisposed) throw wrongUse('a state was used after it was disposed of');
    return this.inside;
  }

  async fork(): Promise<State> { return new EngineState(this.program, await this.numbers.fork(), this.step); }

  async copyFrom(other: State): Promise<void> {
    if (!(other instanceof EngineState) || other.program !== this.program) throw wrongUse('copyFrom needs a state of the same program');
    await this.numbers.copyFrom(other.numbers);
    this.step = other.step;
    this.version++;
  }

  async read(): Promise<{ network: Network; scalars: Scalars; slots: Slots; step: number }> {
    const { numbers, program: { structure: { spec }, layout } } = this;
    const { parameters, scalars } = await numbers.read();
    const slots = await numbers.slots();
    return { network: { spec, parameters }, scalars: Object.fromEntries(layout.scalars.map((name, k) => [name, scalars[k]!])), slots, step: this.step };
  }

  async write({ parameters, scalars, slots }: { readonly parameters?: Vec; readonly scalars?: Scalars; readonly slots?: Slots }): Promise<void> {
    const { numbers, program } = this;
    if (parameters !== undefined && parameters.length !== program.structure.length) throw wrongUse('parameters belong to another structure');
    if (parameters !== undefined || scalars !== undefined) {
      const own = await numbers.read();
      await numbers.write({ parameters: parameters === undefined ? own.parameters : program.normalized(parameters), scalars: program.scalarsOf(scalars ?? {}, own.scalars) });
    }
    if (slots !== undefined) await numbers.writeSlots(slots);
    this.version++;
  }

  async value(data: BoundData, query?: Query): Promise<Value> {
    return this.numbers.value(this.program.inside(data), this.weighting(query));
  }

  async gradient(data: BoundData, query?: Query): Promise<Value & { readonly gradient: Vec }> {
    this.alongLast = null;
    const { value, gradient } = await this.numbers.gradient(this.program.inside(data), this.weighting(query));
    return { ...value, gradient };
  }

  async steps(count: number, data: BoundData, { first, total, signal, batch, clip = Infinity }: StepPlan, query?: Query): Promise<StepReport> {
    if (this.program.options.update === undefined) throw wrongUse('steps needs a program compiled with an update formula');
    if (!(clip > 0)) throw wrongUse(`a gradient can be clipped to a positive norm, not to ${clip}`);
    const inside = this.program.inside(data);
    this.alongLast = null;
    const answer = this.numbers.steps(count, inside, { first, total, signal, clip, batch: (data as EngineData).batches(batch) }, this.weighting(query));
    const report = answer instanceof Promise ? await answer : answer;
    this.step += report.done;
    this.version++;
    return report;
  }

  async normal(data: BoundData, query?: Query, spent?: Normal): Promise<Normal> {
    const { engine, options, layout: { unknowns } } = this.program;
    requireCapable(engine, [{ what: 'normalEquations', by: '"normal"' }]);
    if (options.parameters !== 'effective') throw wrongUse('normal equations need a program compiled with parameters: effective');
    const [inside, weighting] = [this.program.inside(data), this.weighting(query)];
    // Those of another state are left alone: somebody might still hold them there.
    const into = spent !== undefined && this.normals.delete(spent) ? spent.hessian : undefined;
    if (into !== undefined) this.penalized.spend(spent!);
    const { value, hessian, gradient } = await this.numbers.normal(inside, weighting, into);
    this.alongLast = null;
    const normal = { value, unknowns, hessian, gradient };
    this.normals.set(normal, this.version);
    return normal;
  }

  async tryStep(normal: Normal, damping: Damping, data: BoundData, query?: Query): Promise<Trial> {
    const solved = await dampedStep(await this.withPenalty(normal, query), damping, this.program.solver, this.program.options.pause);
    if (solved === null) return { status: 'singular', value: normal.value, predicted: 0 };
    const [inside, weighting] = [this.program.inside(data), this.weighting(query)];
    const value = await this.at(solved.step, 1, (there) => there.value(inside, weighting));
    const trial: EngineTrial = { status: value.status, value, predicted: solved.predicted, direction: solved.step, owner: this, version: this.version };
    return trial;
  }

  async accept(trial: Trial): Promise<void> {
    const { owner, version, direction } = trial as EngineTrial;
    if (owner !== this || version !== this.version) throw wrongUse('the trial belongs to an earlier state');
    await this.go(direction, 1);
  }

  async inverseBlocks(normal: Normal, query: Query, ranges: readonly (readonly [number, number])[]): Promise<Vec[]> {
    const { hessian } = await this.withPenalty(normal, query);
    const { unknowns } = normal;
    for (const [from, to] of ranges) if (!(from >= 0 && from < to && to <= unknowns)) throw wrongUse(`there are no unknowns ${from} to ${to} of ${unknowns}`);
    const { matrix, scale } = scaledSystem(hessian, unknowns);
    const blocks = await this.program.solver.inverseBlocks(matrix, unknowns, ranges, this.program.options.pause);
    if (blocks === null) throw notPositiveDefinite();
    blocks.forEach((block, b) => {
      const [from, to] = ranges[b]!;
      for (let i = 0; i < to - from; i++) for (let j = 0; j < to - from; j++) block[i * (to - from) + j]! *= scale[from + i]! * scale[from + j]!;
    });
    return blocks;
  }

  async solve(normal: Normal, query: Query, rhs: Vec): Promise<Vec> {
    const { hessian } = await this.withPenalty(normal, query);
    const { unknowns } = normal;
    if (rhs.length === 0 || rhs.length % unknowns !== 0) throw wrongUse(`right sides have ${unknowns} numbers each; ${rhs.length} came`);
    const { matrix, scale } = scaledSystem(hessian, unknowns);
    const x = rhs.map((v, k) => v * scale[k % unknowns]!);
    if (!await this.program.solver.solve(matrix, unknowns, x, this.program.options.pause)) throw notPositiveDefinite();
    return x.map((v, k) => v * scale[k % unknowns]!);
  }

  /** Normal equations with the query's penalty. @throws KnotworkError `internal` when they belong to an earlier state */
  private async withPenalty(normal: Normal, query: Query | undefined): Promise<NormalEquations> {
    if (this.normals.get(normal) !== this.version) throw wrongUse('the normal equations belong to an earlier state');
    return this.penalized.of(normal, query?.penalty, this.numbers);
  }

  async alongLine(direction: VectorRef, t: number, data: BoundData, query?: Query): Promise<Value & { readonly slope: number }> {
    const d = (direction.space as PlainVectors).at(direction.index);
    const [inside, weighting] = [this.program.inside(data), this.weighting(query)];
    const { value, gradient } = await this.at(d, t, (there) => there.gradient(inside, weighting));
    let slope = 0;
    for (let k = 0; k < d.length; k++) slope += d[k]! * gradient[k]!;
    this.alongLast = gradient;
    return { ...value, slope };
  }

  move(direction: VectorRef, t: number): Promise<void> { return this.go((direction.space as PlainVectors).at(direction.index), t); }

  /** What `look` sees at unknowns + t * direction; the state stays where it is. */
  private async at<T>(direction: Vec, t: number, look: (there: Numbers) => Awaitable<T>): Promise<T> {
    const there = await this.numbers.moved(direction, t);
    try { return await look(there); } finally { await there.dispose(); }
  }

  private async go(direction: Vec, t: number): Promise<void> {
    await this.at(direction, t, (there) => this.numbers.copyFrom(there));
    this.step++;
    this.version++;
  }

  vectors(count: number): Promise<VectorSpace> {
    const { layout } = this.program;
    const unknowns = async (): Promise<Vec> => {
      const { parameters, scalars } = await this.numbers.read();
      const all = new Float64Array(layout.unknowns);
      layout.parameterOf.forEach((at, k) => { all[k] = parameters[at]!; });
      all.set(scalars, layout.parameterOf.length);
      return all;
    };
    return Promise.resolve(new PlainVectors(count, layout.unknowns, (from) => (from === 'gradient' ? this.alongLast ?? this.numbers.lastGradient() : unknowns())));
  }

  async outputs(data: BoundData, reads?: readonly OutputRead[]): Promise<Samples> {
    const { engine, structure: { layers, spec } } = this.program;
    const inside = this.program.inside(data);
    const [{ inputs }, { outputs }] = [layers[0]!, layers.at(-1)!];
    const isNumber = (index: number, count: number): boolean => Number.isInteger(index) && index >= 0 && index < count;
    for (const read of reads ?? []) {
      const isThere = read.of === 'output' ? isNumber(read.index, outputs) : isNumber(read.output, outputs) && read.inputs.every((i) => isNumber(i, inputs));
      if (!isThere) throw wrongUse(`there is no such output of ${outputs}, or no such input of ${inputs}: ${JSON.stringify(read)}`);
      if (read.of === 'derivative') requireCapable(engine, [{ what: 'derivatives', order: read.inputs.length, by: '"outputs"' }]);
    }
    if (!hasConditions(spec.outputs)) return this.ownOutputs(inside, reads);
    const { own, from } = conditionedOutputs(reads ?? spec.outputs.map((_, index) => ({ of: 'output', index })), spec.outputs);
    return from(await this.ownOutputs(inside, own), await this.numbers.activations(inside, 0));
  }

  /** What the last layer gives, whatever outputs hold besides. */
  private async ownOutputs(inside: BackendData, reads?: readonly OutputRead[]): Promise<Samples> {
    if (reads?.some(({ of }) => of === 'derivative') === true) return this.numbers.outputs!(inside, reads);
    const all = await this.numbers.activations(inside, this.program.structure.layers.length);
    if (reads === undefined) return all;
    const columns = (reads as readonly Extract<Read, { of: 'output' }>[]).map(({ index }) => index);
    const values = new Float64Array(all.count * columns.length);
    for (let n = 0; n < all.count; n++) columns.forEach((column, k) => { values[n * columns.length + k] = all.values[n * all.width + column]!; });
    return { count: all.count, width: columns.length, values };
  }

  async rows(data: BoundData, block: string, from: number, to: number): Promise<Vec> {
    const form = this.program.task.blocks.find((b) => b.block.name === block);
    const inside = this.program.inside(data);
    if (form === undefined || !data.blocks.includes(block)) throw wrongUse(`the block "${block}" is not evaluated on these points; blocks are ${data.blocks.join(', ')}`);
    const all = data.sets.find(({ points }) => points === form.block.points)!.count * form.rows;
    if (!(from >= 0 && from <= to && to <= all)) throw wrongUse(`there are no rows ${from} to ${to} of ${all}`);
    return this.numbers.rows(inside, form, from, to);
  }

  async preActivations(data: BoundData, layer: number): Promise<Samples> {
    const count = this.program.structure.layers.length;
    if (!(Number.isInteger(layer) && layer >= 0 && layer < count)) throw wrongUse(`there is no layer ${layer} of ${count}`);
    return this.numbers.activations(this.program.inside(data), layer);
  }

  async moments(data: BoundData, layer: number): Promise<Moments> {
    requireCapable(this.program.engine, [{ what: 'moments', by: '"moments"' }]);
    return this.numbers.moments(this.program.inside(data), layer);
  }

  async dispose(): Promise<void> {
    if (this.isDisposed || this.program.isDisposed) return;
    this.isDisposed = true;
    await this.inside.dispose();
  }

  private weighting(query: Query | undefined): Weighting { return { penalty: query?.penalty, weights: this.program.weightsOf(query?.weights) }; }
}
