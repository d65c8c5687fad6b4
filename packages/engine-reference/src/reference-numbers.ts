import type { FrozenPenalty, Moments, Samples, Slots, Value } from '@knotwork/plugin';
import { type BackendData, changedUnknowns, clipFactor, keepPositive, type NormalEquations, type Numbers, unfold, zeroGradient } from '@knotwork/engine-core';
import { accumulateNormal } from './accumulate-normal.js';
import { forEachJacobianRow } from './jacobian.js';
import { momentsOf } from './moments.js';
import type { ReferenceData } from './reference-data.js';
import type { ReferenceBackend } from './reference-backend.js';

/** A network's numbers on the reference path: one vector, and one per slot. */
export class ReferenceNumbers implements Numbers {
  private last: Float64Array;

  constructor(private readonly path: ReferenceBackend, private readonly numbers: Float64Array, private readonly memory: Readonly<Record<string, Float64Array>>) {
    this.last = new Float64Array(path.task.layout.unknowns);
  }

  fork(): Numbers { return new ReferenceNumbers(this.path, this.numbers.slice(), this.slots()); }

  copyFrom(other: Numbers): void {
    const { numbers, memory } = other as ReferenceNumbers;
    this.numbers.set(numbers);
    this.writeSlots(memory);
  }

  parameters(): Float64Array { return this.numbers.slice(); }

  slots(): Record<string, Float64Array> { return Object.fromEntries(Object.entries(this.memory).map(([name, v]) => [name, v.slice()])); }

  write(parameters: Float64Array): void {
    const changed = changedUnknowns(this.path.task.structure, this.path.task.layout, this.numbers, parameters);
    for (const slot of Object.values(this.memory)) for (const k of changed) slot[k] = 0;
    this.numbers.set(parameters);
  }

  writeSlots(slots: Slots): void {
    for (const [name, values] of Object.entries(slots)) this.memory[name]?.set(values);
  }

  moved(direction: Float64Array, t: number): Numbers {
    const there = this.numbers.slice();
    this.path.task.layout.parameterOf.forEach((at, k) => { there[at]! += t * direction[k]!; });
    keepPositive(this.path.positive, there, this.numbers);
    return new ReferenceNumbers(this.path, there, this.slots());
  }

  value(data: BackendData, penalty: FrozenPenalty | undefined): Value {
    return this.path.evaluation.value(this.numbers, data as ReferenceData, penalty);
  }

  gradient(data: BackendData, penalty: FrozenPenalty | undefined): { readonly value: Value; readonly gradient: Float64Array } {
    const value = this.differentiate(data, penalty);
    return { value, gradient: this.lastGradient() };
  }

  private differentiate(data: BackendData, penalty: FrozenPenalty | undefined): Value {
    const { evaluation, task: { structure, layout } } = this.path;
    const into = zeroGradient(structure);
    const value = evaluation.value(this.numbers, data as ReferenceData, penalty, into);
    this.last = unfold(structure, layout, this.numbers, into);
    return value;
  }

  update(data: BackendData, penalty: FrozenPenalty | undefined, step: number, steps: number, clip = Infinity): Value {
    const before = this.last;
    const value = this.differentiate(data, penalty);
    if (value.status !== 'ok') {
      this.last = before;
      return value;
    }
    const factor = clip < Infinity ? clipFactor(this.last, clip) : 1;
    if (factor < 1) this.last = this.last.map((g) => factor * g);
    const start = this.numbers.slice();
    this.path.update!.run(this.numbers, this.memory, this.last, step, steps);
    keepPositive(this.path.positive, this.numbers, start);
    return value;
  }

  lastGradient(): Float64Array { return this.last.slice(); }

  normal(data: BackendData, penalty: FrozenPenalty | undefined): NormalEquations {
    const { evaluation, task: { layout } } = this.path;
    const { value, gradient } = this.gradient(data, penalty);
    return accumulateNormal(evaluation, layout, this.numbers, data as ReferenceData, penalty, value, gradient);
  }

  rows(data: BackendData, from: number, to: number): Float64Array {
    const { evaluation, task: { layout } } = this.path;
    const rows = new Float64Array((to - from) * layout.unknowns);
    const { point } = evaluation.blockOf(data as ReferenceData);
    forEachJacobianRow('rows', evaluation, layout, this.numbers, data as ReferenceData, ({ length, columns, values }, sample, k) => {
      const r = sample * point.rows + k;
      if (r >= from && r < to) for (let a = 0; a < length; a++) rows[(r - from) * layout.unknowns + columns[a]!]! += values[a]!;
    });
    return rows;
  }

  activations(data: BackendData, layer: number): Samples {
    return this.path.evaluation.activations(this.numbers, data as ReferenceData, layer);
  }

  moments(data: BackendData, layer: number): Moments {
    return momentsOf(this.path.evaluation, this.numbers, data as ReferenceData, layer);
  }

  dispose(): void { /* The garbage collector does it. */ }
}
