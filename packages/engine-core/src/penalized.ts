import { fold } from '@knotwork/network';
import type { Vec } from '@knotwork/plugin';
import type { FrozenPenalty, Normal } from '@knotwork/plugin/engine';
import type { Numbers } from './backend.js';
import type { NormalEquations } from './damped-step.js';
import { unfold, zeroGradient } from './gradient.js';
import { addPenaltyHessian, penaltyValue } from './penalty.js';
import type { EngineProgram } from './program.js';

/** Normal equations with a penalty added; those made last are kept, since several dampings are tried with them. */
export class Penalized {
  /** Of a sum that nobody needs any more. */
  private spare: Vec | null = null;
  private last: { readonly normal: Normal; readonly penalty: FrozenPenalty; readonly sum: NormalEquations } | null = null;

  constructor(private readonly program: EngineProgram) {}

  /** The sum with these is not asked for any more. */
  spend(normal: Normal): void {
    if (this.last?.normal !== normal) return;
    this.spare = this.last.sum.hessian;
    this.last = null;
  }

  /** @param numbers where the normal equations were made */
  async of(normal: Normal, penalty: FrozenPenalty | undefined, numbers: Numbers): Promise<NormalEquations> {
    if (penalty === undefined) return normal;
    if (this.last?.normal === normal && this.last.penalty === penalty) return this.last.sum;
    const { structure, layout } = this.program;
    const { parameters } = await numbers.read();
    const hessian = this.copyOf(normal.hessian);
    addPenaltyHessian(penalty, layout, hessian);
    const into = zeroGradient(structure);
    penaltyValue(penalty, fold(structure, parameters), into);
    const gradient: Vec = normal.gradient.slice();
    unfold(structure, layout, parameters, into).forEach((slope, u) => { gradient[u]! += slope; });
    const sum = { hessian, gradient };
    this.last = { normal, penalty, sum };
    return sum;
  }

  private copyOf(values: Vec): Vec {
    const { spare } = this;
    if (spare?.length !== values.length) return values.slice();
    this.spare = null;
    spare.set(values);
    return spare;
  }
}
