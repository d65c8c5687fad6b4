import type * as cpuBackend from '@tensorflow/tfjs-backend-cpu';
import type * as wasmBackend from '@tensorflow/tfjs-backend-wasm';
import type { Tfjs } from '../tfjs-module.js';

/** Why a back end cannot be loaded, and what to do, as sentences. */
export interface Missing { readonly because: string; readonly cure: string }

/** Back ends that are packages of npm, which whoever wants them installs beside the command. */
export type PackagedBackend = 'wasm' | 'cpu';

/** The version that this engine was tested with; the last one. */
const VERSION = '4.22.0';

const namesOf = (name: PackagedBackend): readonly string[] => ['@tensorflow/tfjs-core', `@tensorflow/tfjs-backend-${name}`];

/** Looks whether the packages of a back end can be found, and loads nothing. A page finds out when it loads them. */
export function findPackages(name: PackagedBackend): Missing | null {
  const resolve = resolver();
  if (resolve === null) return null;
  const absent = namesOf(name).filter((specifier) => {
    try { resolve(specifier); } catch { return true; }
    return false;
  });
  if (absent.length === 0) return null;
  return {
    because: `${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'} not installed.`,
    cure: `Run "npm install ${namesOf(name).map((specifier) => `${specifier}@${VERSION}`).join(' ')}" where knotwork is installed.`,
  };
}

/** The version of a back end that was found, by its name: all packages of TensorFlow.js have one. */
export function versionsOf(name: PackagedBackend): Readonly<Record<string, string>> {
  const resolve = resolver()!;
  const { readFileSync } = process.getBuiltinModule('node:fs');
  return { [name]: (JSON.parse(readFileSync(resolve(`@tensorflow/tfjs-backend-${name}/package.json`), 'utf8')) as { version: string }).version };
}

/** Loads them. @returns TensorFlow.js, and the version of the back end */
export async function packagesOf(name: PackagedBackend): Promise<{ readonly tf: Tfjs; readonly version: string }> {
  const tf = await load<Tfjs>('@tensorflow/tfjs-core');
  if (name === 'cpu') return { tf, version: (await load<typeof cpuBackend>('@tensorflow/tfjs-backend-cpu')).version_cpu };
  const wasm = await load<typeof wasmBackend>('@tensorflow/tfjs-backend-wasm');
  const resolve = resolver();
  if (resolve !== null) wasm.setWasmPaths(resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm').replace(/[^/\\]*$/, ''));
  // Threads of WebAssembly would outlive a run in Node, and take the processors of other trials.
  wasm.setThreadsCount(1);
  return { tf, version: wasm.version_wasm };
}

/** By a name that bundlers do not see: who bundles a page and does not have these packages has nothing to say about them. A page that wants them names them in an import map. */
async function load<T>(specifier: string): Promise<T> { return await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier) as T; }

/** Finds files of packages; null outside Node. */
function resolver(): ((specifier: string) => string) | null {
  const isNode = typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function';
  return isNode ? process.getBuiltinModule('node:module').createRequire(import.meta.url).resolve : null;
}
