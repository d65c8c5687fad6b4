import { findBinding, type BindingName, isBinding, loadBinding } from '@knotwork/tfjs-bindings';
import { KnotworkError } from '@knotwork/plugin';
import type { Tfjs } from '../tfjs-module.js';
import { BACKENDS, type BackendName } from './backend-names.js';
import { findPackages, type Missing, packagesOf } from './packages.js';

/** A back end of TensorFlow.js, ready to compute. */
export interface OpenBackend {
  readonly tf: Tfjs;
  /** As TensorFlow.js names it: `tensorflow`, `wasm` or `cpu`. */
  readonly backend: string;
  /** What a run's record says: which one it is and why, and of what version. */
  readonly notes: Readonly<Record<string, string>>;
}

/**
 * Loads a back end. `auto` takes the first of {@link BACKENDS} that is there, for a GPU only where there is one: what is there and does not load is an error, not a reason to go on with a
 * slower one.
 *
 * @throws KnotworkError `capability` naming what is missing and what to type
 */
export async function openBackend(choice: BackendName | 'auto'): Promise<OpenBackend> {
  if (choice !== 'auto') return open(choice, 'it was asked for');
  const passed: string[] = [];
  for (const name of BACKENDS) {
    const missing = await whatIsMissing(name);
    // Without a GPU it computes as the native library without one does, and takes longer to load.
    const isOfNoUse = name === 'tfjs-node-gpu' && missing === null && !hasGpu();
    if (missing === null && !isOfNoUse) return open(name, passed.length === 0 ? 'it comes first' : `it is the first that there is, after ${passed.join(' and ')}`);
    passed.push(isOfNoUse ? `${name} without a GPU` : name);
  }
  throw new KnotworkError('capability', notInstalled('cpu', await whatIsMissing('cpu')));
}

/** Whether there is a GPU of NVIDIA that a native library may find: its device, that of a Windows below this Linux, or its driver. */
function hasGpu(): boolean {
  const { existsSync } = process.getBuiltinModule('node:fs');
  return ['/dev/nvidia0', '/dev/dxg', '/proc/driver/nvidia/version'].some((path) => existsSync(path));
}

/** Null for a back end that can be loaded. */
export async function whatIsMissing(name: BackendName): Promise<Missing | null> {
  if (!isBinding(name)) return findPackages(name);
  const found = await findBinding(name);
  return found.state === 'installed' ? null : found;
}

const notInstalled = (name: BackendName, missing: Missing | null): string => `The engine tfjs cannot compute on ${name}: ${missing!.because} ${missing!.cure}`;

async function open(name: BackendName, why: string): Promise<OpenBackend> {
  if (isBinding(name)) return openBinding(name, why);
  const missing = findPackages(name);
  if (missing !== null) throw new KnotworkError('capability', notInstalled(name, missing));
  const { tf, version } = await packagesOf(name);
  return ready(tf, name, { backend: name, because: why, 'tfjs-core': tf.version_core, [`tfjs-backend-${name}`]: version });
}

async function openBinding(name: BindingName, why: string): Promise<OpenBackend> {
  const tf = await loadBinding<Tfjs & { readonly version: Readonly<Record<string, string>> }>(name);
  const found = await findBinding(name);
  const own = await ready(tf, 'tensorflow', { backend: name, because: why, 'tfjs-core': tf.version_core, ...(found.state === 'installed' ? found.versions : {}) });
  const native = tf.backend() as unknown as { readonly isUsingGpuDevice?: boolean };
  return name !== 'tfjs-node-gpu' ? own : { ...own, notes: { ...own.notes, device: native.isUsingGpuDevice === true ? 'GPU' : 'CPU: TensorFlow found no GPU that it can use' } };
}

async function ready(tf: Tfjs, backend: string, notes: OpenBackend['notes']): Promise<OpenBackend> {
  // Without it the back end "cpu" advertises tfjs-node on the console.
  tf.env().set('PROD', true);
  if (!(await tf.setBackend(backend))) throw new KnotworkError('capability', `The back end "${backend}" of TensorFlow.js did not start. Take another: engine={kind: tfjs, backend: cpu}.`);
  return { tf, backend, notes: Object.freeze(notes) };
}
