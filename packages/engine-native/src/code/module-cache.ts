import { assemble, type FunctionBuilder } from './emitter.js';
import { webAssembly, type WasmModule } from './web-assembly.js';

/** Modules kept; a network needs about a dozen. */
export const MOST_MODULES = 256;

/** Compiled code by what decides it: formula, options, precision. The one used longest ago goes first. */
const modules = new Map<string, WasmModule>();

/**
 * The module of a key, compiled once per process as long as it stays among the last ones used.
 *
 * @param key says everything that decides the code
 * @param isShared whether threads share the memory that it is for
 * @throws what the host throws where it forbids code generation
 */
export function moduleOf(key: string, functions: () => readonly FunctionBuilder[], isShared = false): WasmModule {
  const own = isShared ? `shared ${key}` : key;
  const known = modules.get(own);
  const module = known ?? new (webAssembly()!.Module)(assemble(functions(), isShared));
  modules.delete(own);
  modules.set(own, module);
  if (modules.size > MOST_MODULES) modules.delete(modules.keys().next().value!);
  return module;
}

/** How many modules are kept now. */
export function cachedModules(): number { return modules.size; }
