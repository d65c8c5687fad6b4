import { assemble, FunctionBuilder, i32, lanes } from './emitter.js';
import { webAssembly } from './web-assembly.js';

/**
 * Why kernels cannot run in this host; null when they can. Asked before every program: a page may forbid code generation, an old
 * host may lack vectors of 128 bits.
 */
export function whyNoKernels(): string | null {
  const api = webAssembly();
  if (api === undefined) return 'this host has no WebAssembly';
  const runs = (f: FunctionBuilder): boolean => {
    try {
      new api.Instance(new api.Module(assemble([f])), { env: { memory: new api.Memory({ initial: 1 }) } });
      return true;
    } catch {
      return false;
    }
  };
  if (!runs(scalar())) return 'this host forbids generating code';
  return runs(vector()) ? null : 'this host has no WebAssembly vectors (SIMD)';
}

function scalar(): FunctionBuilder {
  const f = new FunctionBuilder('probe', 1);
  f.emit(i32.store(f.parameters[0]!.get, i32.constant(1)));
  return f;
}

function vector(): FunctionBuilder {
  const v = lanes('float64');
  const f = new FunctionBuilder('probe', 1);
  f.emit(v.store(f.parameters[0]!.get, v.sqrt(v.constant(2))));
  return f;
}
