import type { Vec } from '@knotwork/plugin';
import type { VectorSpace } from '@knotwork/plugin/engine';
import type { Awaitable } from './backend.js';
import { wrongUse } from './errors.js';

/** Vectors beside a state. */
export class PlainVectors implements VectorSpace {
  readonly count: number;
  readonly vectors: readonly Vec[];

  constructor(count: number, private readonly length: number, private readonly source: (from: 'unknowns' | 'gradient') => Awaitable<Vec>) {
    this.count = count;
    this.vectors = Array.from({ length: count }, () => new Float64Array(length));
  }

  async load(index: number, from: 'unknowns' | 'gradient'): Promise<void> { this.at(index).set(await this.source(from)); }

  copy(from: number, to: number): Promise<void> { return Promise.resolve(void this.at(to).set(this.at(from))); }

  addScaled(factor: number, from: number, to: number): Promise<void> {
    const [a, b] = [this.at(from), this.at(to)];
    for (let i = 0; i < b.length; i++) b[i]! += factor * a[i]!;
    return Promise.resolve();
  }

  scale(factor: number, index: number): Promise<void> {
    const v = this.at(index);
    for (let i = 0; i < v.length; i++) v[i]! *= factor;
    return Promise.resolve();
  }

  dot(a: number, b: number): Promise<number> {
    const [u, v] = [this.at(a), this.at(b)];
    let sum = 0;
    for (let i = 0; i < u.length; i++) sum += u[i]! * v[i]!;
    return Promise.resolve(sum);
  }

  read(index: number): Promise<Vec> { return Promise.resolve(this.at(index).slice()); }

  async write(index: number, values: Vec): Promise<void> {
    if (values.length !== this.length) throw wrongUse(`a vector has ${this.length} numbers, not ${values.length}`);
    this.at(index).set(values);
  }

  at(index: number): Vec {
    const vector = this.vectors[index];
    if (vector === undefined) throw wrongUse(`there is no vector ${index} of ${this.count}`);
    return vector;
  }
}
