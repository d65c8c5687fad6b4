import { ALGEBRA_BYTES, type Contraction, factorJob, inverseJob, MOST_WIDTH, productsJob } from '@knotwork/contraction';
import type { Arena, Memory } from '../../memory/arena.js';

/** Does parts of some work, such as on several threads: part k of n by kernels of the memory. */
export type Spread = (work: (memory: Memory, k: number, n: number) => void) => void;

type Products = Omit<Parameters<typeof productsJob>[0], 'part' | 'parts'>;

/** Linear algebra of second-order steps by native code, on the same memory. Numbers do not depend on how work is spread. */
export class NativeAlgebra {
  /** Numbers of a window, and unknowns of a block of an inverse, that there may be at most. */
  readonly mostWidth = MOST_WIDTH;
  /** Room for jobs: one for each part of what is spread. */
  private readonly jobs: number[] = [];

  constructor(private readonly arena: Arena, private readonly contraction: Contraction) {}

  /** Adds products of rows to normal equations, window by window: each part has rows of them for itself. */
  products(of: Products, spread: Spread): void {
    spread((memory, part, parts) => { this.do(memory, part, productsJob({ ...of, part, parts })); });
  }

  factor(of: Parameters<typeof factorJob>[0]): void { this.do(this.arena, 0, factorJob(of)); }

  /** Blocks of an inverse one after the other: of each part its own. */
  inverses(blocks: readonly Parameters<typeof inverseJob>[0][], spread: Spread): void {
    spread((memory, part, parts) => { for (let k = part; k < blocks.length; k += parts) this.do(memory, part, inverseJob(blocks[k]!)); });
  }

  private do(memory: Memory, part: number, job: Int32Array): void {
    while (this.jobs.length <= part) this.jobs.push(this.arena.allocate(ALGEBRA_BYTES));
    memory.put(this.jobs[part]!, job);
    memory.contract(this.contraction, this.jobs[part]!);
  }
}
