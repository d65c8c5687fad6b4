import type { VectorSpace } from '@knotwork/plugin';

/** Vectors beside a state. */
export class PlainVectors implements VectorSpace {
  readonly count: number;
  readonly vectors: readonly Float64Array[];

  constructor(count: number, length: number, private readonly source: (from: 'unknowns' | 'gradient') => Float64Array) {
    this.count = count;
    this.vectors = Array.from({ length: count }, () => new Float64Array(length));
  }

  load(index: number, from: 'unknowns' | 'gradient'): Promise<void> { return Promise.resolve(void this.at(index).set(this.source(from))); }

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

  at(index: number): Float64Array { return this.vectors[index]!; }
}
