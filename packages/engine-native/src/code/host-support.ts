import { assemble, FunctionBuilder, i32, lanes } from './emitter.js';
import { webAssembly, type WasmMemory } from './web-assembly.js';

/** Hosts that were found to run kernels: what one can, it can to its end. */
const able = new WeakSet<object>();

/**
 * Why kernels cannot run in this host; null when they can. Asked whenever an engine is made: a page may forbid code generation, an old
 * host may lack vectors of 128 bits, and where addresses are limited (`ulimit -v`) there may be no memory: hosts reserve some 10 GB of
 * them for each, however small, so as not to check every access.
 */
export function whyNoKernels(): string | null {
  const api = webAssembly();
  if (api === undefined) return 'this host has no WebAssembly';
  if (able.has(api)) return null;
  let memory: WasmMemory;
  try {
    memory = new api.Memory({ initial: 1 });
  } catch {
    return 'this host gives WebAssembly no memory: it limits address space (ulimit -v)';
  }
  const runs = (f: FunctionBuilder): boolean => {
    try {
      new api.Instance(new api.Module(assemble([f])), { env: { memory } });
      return true;
    } catch {
      return false;
    }
  };
  if (!runs(scalar())) return 'this host forbids generating code';
  if (!runs(vector())) return 'this host has no WebAssembly vectors (SIMD)';
  able.add(api);
  return null;
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
