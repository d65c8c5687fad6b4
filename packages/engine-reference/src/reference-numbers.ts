import type { Samples } from '@knotwork/plugin';
import type { Moments, Slots, StepReport, Value } from '@knotwork/plugin/engine';
import {
  type AllNumbers, type Awaitable, type BackendData, type BatchOfStep, type BlockForm, changedUnknowns, clipFactor, keepPositive, type Numbers, type OutputRead,
  penaltyValue, plusPenalty, stepByStep, type StepOrder, type Weighting,
} from '@knotwork/engine-core';
import { fold } from '@knotwork/network';
import { accumulateNormal } from './accumulate-normal.js';
import { forEachJacobianRow } from './jacobian.js';
import { momentsOf } from './moments.js';
import type { ReferenceBackend } from './reference-backend.js';
import type { ReferenceData } from './reference-data.js';
import { emptyGradient, perUnknown } from './reference-gradient.js';

/** A network's numbers in plain vectors: one for parameters, one for scalars, and one per slot. */
export class ReferenceNumbers implements Numbers {
  private last: Float64Array;

  constructor(private readonly backend: ReferenceBackend, private readonly numbers: AllNumbers, private readonly memory: Readonly<Record<string, Float64Array>>) {
    this.last = new Float64Array(backend.task.layout.unknowns);
  }

  fork(): ReferenceNumbers { return new ReferenceNumbers(this.backend, this.read(), this.slots()); }

  copyFrom(other: Numbers): void {
    const { numbers, memory } = other as ReferenceNumbers;
    this.put(numbers);
    this.writeSlots(memory);
  }

  read(): AllNumbers { return { parameters: this.numbers.parameters.slice(), scalars: this.numbers.scalars.slice() }; }

  slots(): Record<string, Float64Array> { return Object.fromEntries(Object.entries(this.memory).map(([name, v]) => [name, v.slice()])); }

  write(numbers: AllNumbers): void {
    const changed = changedUnknowns(this.backend.task.structure, this.backend.task.layout, this.numbers, numbers);
    for (const slot of Object.values(this.memory)) for (const k of changed) slot[k] = 0;
    this.put(numbers);
  }

  private put({ parameters, scalars }: AllNumbers): void {
    this.numbers.parameters.set(parameters);
    this.numbers.scalars.set(scalars);
  }

  writeSlots(slots: Slots): void {
    for (const [name, values] of Object.entries(slots)) this.memory[name]?.set(values);
  }

  moved(direction: Float64Array, t: number): ReferenceNumbers {
    const { task: { layout: { parameterOf } } } = this.backend;
    const there = this.read();
    parameterOf.forEach((at, k) => { there.parameters[at]! += t * direction[k]!; });
    there.scalars.forEach((_, k) => { there.scalars[k]! += t * direction[parameterOf.length + k]!; });
    this.keepPositive(there, this.numbers);
    return new ReferenceNumbers(this.backend, there, this.slots());
  }

  private keepPositive(numbers: AllNumbers, before: AllNumbers): void {
    keepPositive(this.backend.positive.parameters, numbers.parameters, before.parameters);
    keepPositive(this.backend.positive.scalars, numbers.scalars, before.scalars);
  }

  value(data: BackendData, how: Weighting): Value { return this.backend.evaluation.value(this.numbers, data as ReferenceData, how); }

  gradient(data: BackendData, how: Weighting): { readonly value: Value; readonly gradient: Float64Array } {
    const value = this.differentiate(data as ReferenceData, how);
    return { value, gradient: this.lastGradient() };
  }

  private differentiate(data: ReferenceData, how: Weighting): Value {
    const { evaluation, task: { structure, layout } } = this.backend;
    const into = emptyGradient(structure, layout);
    const value = evaluation.value(this.numbers, data, how, into);
    this.last = perUnknown(structure, layout, this.numbers, into);
    return value;
  }

  steps(count: number, data: BackendData, order: StepOrder, how: Weighting): Awaitable<StepReport> {
    return stepByStep(count, order, (step, batch) => this.update(data as ReferenceData, batch, step, order, how));
  }

  private update(data: ReferenceData, batch: BatchOfStep | null, step: number, { total, clip }: StepOrder, how: Weighting): Value {
    const before = this.last;
    const value = this.differentiate(batch === null ? data : data.batch(batch.rows(step), batch.sizes), how);
    if (value.status !== 'ok') {
      this.last = before;
      return value;
    }
    const factor = clip < Infinity ? clipFactor(this.last, clip) : 1;
    if (factor < 1) this.last = this.last.map((g) => factor * g);
    const start = this.read();
    const { updates, task: { layout: { parameterOf } } } = this.backend;
    updates!.network.run(this.numbers.parameters, parameterOf, this.memory, this.last, 0, step, total);
    updates!.scalars.run(this.numbers.scalars, this.backend.scalarPlaces, this.memory, this.last, parameterOf.length, step, total);
    this.keepPositive(this.numbers, start);
    return value;
  }

  lastGradient(): Float64Array { return this.last.slice(); }

  normal(data: BackendData, how: Weighting): { readonly value: Value; readonly hessian: Float64Array; readonly gradient: Float64Array } {
    const { evaluation, task: { structure } } = this.backend;
    const { value, gradient } = this.gradient(data, { ...how, penalty: undefined });
    const penalty = penaltyValue(how.penalty, fold(structure, this.numbers.parameters));
    return { value: plusPenalty(value, penalty), hessian: accumulateNormal(evaluation, this.numbers, data as ReferenceData, how.weights), gradient };
  }

  rows(data: BackendData, { index, rows: perPoint }: BlockForm, from: number, to: number): Float64Array {
    const { evaluation, task: { layout } } = this.backend;
    const rows = new Float64Array((to - from) * layout.unknowns);
    const set = (data as ReferenceData).sets.find(({ blocks }) => blocks.includes(index))!;
    forEachJacobianRow('rows', evaluation, this.numbers, set, index, ({ length, columns, values }, sample, k) => {
      const r = sample * perPoint + k;
      if (r >= from && r < to) for (let a = 0; a < length; a++) rows[(r - from) * layout.unknowns + columns[a]!]! += values[a]!;
    });
    return rows;
  }

  activations(data: BackendData, layer: number): Samples {
    return this.backend.evaluation.activations(this.numbers.parameters, data as ReferenceData, layer);
  }

  outputs(data: BackendData, reads: readonly OutputRead[]): Samples {
    return this.backend.evaluationOf(reads).outputs(this.numbers.parameters, data as ReferenceData, reads);
  }

  moments(data: BackendData, layer: number): Moments {
    return momentsOf(this.backend.evaluation, this.numbers.parameters, data as ReferenceData, layer);
  }

  dispose(): void { /* The garbage collector does it. */ }
}
