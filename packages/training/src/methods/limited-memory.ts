import type { Vec } from '@knotwork/plugin';
import type { State, VectorRef, VectorSpace } from '@knotwork/plugin/engine';
import { type CurvatureMemory, isCurved } from './curvature-memory.js';

const DIRECTION = 0;
const GRADIENT = 1;
const UNKNOWNS = 2;
const FIRST = 3;

/** Where a step s and the change y of the gradient over it stand, with 1 / s'y and s'y / y'y. */
interface Pair { readonly s: number; readonly y: number; readonly inverse: number; readonly scale: number }

/** What is held, as plain data: vectors are `[unknowns]`, pairs from the oldest to the newest. */
export interface LimitedSnapshot {
  readonly memory: 'limited';
  readonly unknowns: Vec;
  readonly gradient: Vec;
  readonly pairs: readonly { readonly s: Vec; readonly y: Vec; readonly inverse: number; readonly scale: number }[];
}

/**
 * A memory of the last steps and changes of the gradient, which stand for an inverse Hessian. All vectors stay inside the engine.
 *
 * @source D. C. Liu and J. Nocedal, On the limited memory BFGS method for large scale optimization, 1989, algorithm 2.1 with H_0 as in (M3)
 */
export class LimitedMemory implements CurvatureMemory {
  /** From the oldest to the newest. */
  private pairs: Pair[] = [];

  private constructor(private readonly space: VectorSpace, private readonly size: number) {}

  /** @param size pairs that are remembered, @param from to go on from; null to begin */
  static async of(state: State, size: number, from: LimitedSnapshot | null = null): Promise<LimitedMemory> {
    // One pair more than is remembered: a new one is judged before the oldest goes.
    const memory = new LimitedMemory(await state.vectors(FIRST + 2 * (size + 1)), size);
    if (from !== null) await memory.resume(from);
    return memory;
  }

  get isEmpty(): boolean { return this.pairs.length === 0; }

  forget(): void { this.pairs = []; }

  async arrive(): Promise<void> {
    await this.space.load(GRADIENT, 'gradient');
    await this.space.load(UNKNOWNS, 'unknowns');
  }

  async direction(): Promise<{ readonly direction: VectorRef; readonly slope: number; readonly norm: number }> {
    const { space, pairs } = this;
    await space.copy(GRADIENT, DIRECTION);
    const factors: number[] = [];
    for (const { s, y, inverse } of pairs.toReversed()) {
      const factor = inverse * await space.dot(s, DIRECTION);
      factors.unshift(factor);
      await space.addScaled(-factor, y, DIRECTION);
    }
    await space.scale(-(pairs.at(-1)?.scale ?? 1), DIRECTION);
    // The direction has its sign by now, so that factors change theirs.
    for (const [k, { s, y, inverse }] of pairs.entries()) {
      await space.addScaled(-factors[k]! - inverse * await space.dot(y, DIRECTION), s, DIRECTION);
    }
    return { direction: { space, index: DIRECTION }, slope: await space.dot(GRADIENT, DIRECTION), norm: Math.sqrt(await space.dot(GRADIENT, GRADIENT)) };
  }

  async learn(): Promise<void> {
    const { space, pairs, size } = this;
    const free = Array.from({ length: size + 1 }, (_, k) => FIRST + 2 * k).find((at) => pairs.every(({ s }) => s !== at))!;
    const [s, y] = [free, free + 1];
    // What was gone, not what was asked for: a constraint may have kept an unknown back.
    await space.load(y, 'gradient');
    await space.load(s, 'unknowns');
    await space.addScaled(-1, GRADIENT, y);
    await space.addScaled(-1, UNKNOWNS, s);
    const [sy, ss, yy] = [await space.dot(s, y), await space.dot(s, s), await space.dot(y, y)];
    if (isCurved(sy, ss, yy)) this.pairs = [...pairs, { s, y, inverse: 1 / sy, scale: sy / yy }].slice(-size);
    await this.arrive();
  }

  async snapshot(): Promise<LimitedSnapshot> {
    const { space } = this;
    const pairs: LimitedSnapshot['pairs'][number][] = [];
    for (const { s, y, inverse, scale } of this.pairs) pairs.push({ s: await space.read(s), y: await space.read(y), inverse, scale });
    return { memory: 'limited', unknowns: await space.read(UNKNOWNS), gradient: await space.read(GRADIENT), pairs };
  }

  private async resume({ unknowns, gradient, pairs }: LimitedSnapshot): Promise<void> {
    const { space } = this;
    await space.write(UNKNOWNS, unknowns);
    await space.write(GRADIENT, gradient);
    for (const [k, { s: step, y: change, inverse, scale }] of pairs.entries()) {
      const [s, y] = [FIRST + 2 * k, FIRST + 2 * k + 1];
      await space.write(s, step);
      await space.write(y, change);
      this.pairs.push({ s, y, inverse, scale });
    }
  }
}
