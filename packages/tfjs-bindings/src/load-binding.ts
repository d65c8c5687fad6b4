import type { BindingName } from './binding-names.js';
import { notThere, notLoaded } from './errors.js';
import { findBinding, type Surroundings } from './find-binding.js';
import { LOADER } from './record.js';

/**
 * Loads a binding, with a copy of TensorFlow.js of its own whose backend `tensorflow` is the native library. The second time it is the same object.
 * Besides, `util.isNullOrUndefined` and `util.isArray` are there afterwards, which this TensorFlow.js needs and Node 24 lacks, and warnings and
 * less of the native library are silent unless `TF_CPP_MIN_LOG_LEVEL` says otherwise.
 *
 * @typeParam T the module, such as `typeof import('@tensorflow/tfjs-core')`
 * @throws KnotworkError `capability` where it is not there or cannot be loaded, with what to type
 */
export async function loadBinding<T = unknown>(name: BindingName, surroundings: Surroundings = {}): Promise<T> {
  const found = await findBinding(name, surroundings);
  if (found.state !== 'installed') throw notThere(found);
  const { createRequire } = process.getBuiltinModule('node:module');
  const loader = process.getBuiltinModule('node:path').join(found.folder, LOADER);
  try {
    return createRequire(loader)(loader) as T;
  } catch (error) {
    throw notLoaded(name, error);
  }
}
