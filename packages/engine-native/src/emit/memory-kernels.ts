import { FunctionBuilder } from '../code/emitter.js';
import type { Kernels } from '../code/web-assembly.js';
import type { Memory } from '../memory/arena.js';

/** Over a memory: zero(at, bytes); copy(from, to, bytes), which may overlap. */
export function memorySet(memory: Pick<Memory, 'kernels'>): Kernels { return memory.kernels('memory', memoryKernels); }

function memoryKernels(): FunctionBuilder[] {
  const zero = new FunctionBuilder('zero', 2);
  zero.zeroBytes(zero.parameters[0]!.get, zero.parameters[1]!.get);
  const copy = new FunctionBuilder('copy', 3);
  copy.copyBytes(copy.parameters[0]!.get, copy.parameters[1]!.get, copy.parameters[2]!.get);
  return [zero, copy];
}
