import type { MatrixUpdate, Vec } from '@knotwork/plugin';
import type { State, VectorRef, VectorSpace } from '@knotwork/plugin/engine';
import { type CurvatureMemory, isCurved } from './curvature-memory.js';
import { dot, InverseHessian } from './inverse-hessian.js';

const DIRECTION = 0;
const PLACE = 1;

/** What is held, as plain data: vectors are `[unknowns]`, the matrix is the lower triangle, row by row, each to the diagonal; null where there is none. */
export interface FullSnapshot {
  readonly memory: 'full';
  readonly unknowns: Vec;
  readonly gradient: Vec;
  readonly matrix: Vec | null;
}

/** A memory of a whole inverse Hessian, in double precision and outside of the engine: of it, unknowns and gradient are read and the direction written once a step. */
export class FullMemory implements CurvatureMemory {
  private unknowns: Vec = new Float64Array();
  private gradient: Vec = new Float64Array();
  private hessian: InverseHessian | null = null;
  /** Of the last direction. */
  private slope = NaN;

  private constructor(private readonly space: VectorSpace, private readonly rule: MatrixUpdate) {}

  /** @param from to go on from; null to begin */
  static async of(state: State, rule: MatrixUpdate, from: FullSnapshot | null = null): Promise<FullMemory> {
    const memory = new FullMemory(await state.vectors(2), rule);
    if (from !== null) {
      [memory.unknowns, memory.gradient] = [from.unknowns, from.gradient];
      if (from.matrix !== null) memory.hessian = new InverseHessian(from.unknowns.length, from.matrix.slice());
    }
    return memory;
  }

  get isEmpty(): boolean { return this.hessian === null; }

  forget(): void { this.hessian = null; }

  async arrive(): Promise<void> {
    this.gradient = await this.load('gradient');
    this.unknowns = await this.load('unknowns');
  }

  async direction(): Promise<{ readonly direction: VectorRef; readonly slope: number; readonly norm: number }> {
    const { space, gradient, hessian } = this;
    const direction = (hessian?.times(gradient) ?? gradient).map((v) => -v);
    await space.write(DIRECTION, direction);
    this.slope = dot(gradient, direction);
    return { direction: { space, index: DIRECTION }, slope: this.slope, norm: Math.sqrt(dot(gradient, gradient)) };
  }

  async learn(): Promise<void> {
    const { unknowns, gradient } = this;
    await this.arrive();
    // What was gone, not what was asked for: a constraint may have kept an unknown back.
    const s = this.unknowns.map((v, k) => v - unknowns[k]!);
    const y = this.gradient.map((v, k) => v - gradient[k]!);
    const [sy, ss, yy] = [dot(s, y), dot(s, s), dot(y, y)];
    if (!isCurved(sy, ss, yy)) return;
    if (this.hessian === null) this.begin(s, y, { sy, ss, yy });
    else if (!this.hessian.learn(s, y, sy, this.stepCurvature(dot(gradient, s)) / sy, this.rule)) this.hessian = null;
  }

  snapshot(): Promise<FullSnapshot> {
    const { unknowns, gradient, hessian } = this;
    return Promise.resolve({ memory: 'full', unknowns: unknowns.slice(), gradient: gradient.slice(), matrix: hessian?.lower.slice() ?? null });
  }

  /** The first step says how large H is before it says anything else; there is nothing else to scale then. */
  private begin(s: Vec, y: Vec, { sy, ss, yy }: { readonly sy: number; readonly ss: number; readonly yy: number }): void {
    const { update, scaling } = this.rule;
    const scale = scaling === 'none' ? 1 : sy / yy;
    this.hessian = InverseHessian.multiple(s.length, scale);
    this.hessian.learn(s, y, sy, ss / (scale * sy), { update, scaling: 'none' });
  }

  /**
   * s'Bs, B = H^-1, of a step s = t d along d = -H g: B s = -t g, so that it is t^2 times minus the slope g'd. With t = g's / g'd it is no more than s'Bs where a constraint bent the
   * step.
   */
  private stepCurvature(gs: number): number { return gs * gs / -this.slope; }

  private async load(from: 'unknowns' | 'gradient'): Promise<Vec> {
    await this.space.load(PLACE, from);
    return this.space.read(PLACE);
  }
}
