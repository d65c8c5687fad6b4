import type { Tfjs } from '../tfjs-module.js';
import type { BackendName } from './backend-names.js';

/** A back end of TensorFlow.js, ready to compute. */
export interface OpenBackend {
  readonly tf: Tfjs;
  /** As TensorFlow.js names it. */
  readonly backend: string;
  /** What a run's record says about it. */
  readonly notes: Readonly<Record<string, string>>;
}

/** Loads what was asked for. @throws KnotworkError naming what is missing and what to type */
export async function openBackend(choice: BackendName | 'auto'): Promise<OpenBackend> {
  const name = choice === 'auto' ? 'wasm' : choice;
  const tf: Tfjs = await import('@tensorflow/tfjs-core');
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    const { createRequire } = process.getBuiltinModule('node:module');
    wasm.setWasmPaths(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm').replace(/[^/\\]*$/, ''));
    wasm.setThreadsCount(1);
  }
  if (!(await tf.setBackend(name))) throw new Error(`the back end "${name}" of TensorFlow.js did not start`);
  return { tf, backend: name, notes: Object.freeze({ backend: name, tfjs: tf.version_core }) };
}
