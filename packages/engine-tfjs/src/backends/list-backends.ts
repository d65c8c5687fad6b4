import type { EngineBackend } from '@knotwork/plugin/engine';
import { findBinding, isBinding } from '@knotwork/tfjs-bindings';
import { BACKENDS, type BackendName } from './backend-names.js';
import { findPackages, versionsOf } from './packages.js';

/** What may compute on this machine, in the order in which `auto` tries. */
export async function listBackends(): Promise<readonly EngineBackend[]> { return Promise.all(BACKENDS.map(look)); }

async function look(name: BackendName): Promise<EngineBackend> {
  const own = { name, options: { backend: name } };
  if (!isBinding(name)) {
    const missing = findPackages(name);
    return missing === null ? { ...own, state: 'ready', versions: versionsOf(name) } : { ...own, state: 'absent', ...missing };
  }
  const found = await findBinding(name);
  return found.state === 'installed' ? { ...own, state: 'ready', versions: found.versions } : { ...own, state: found.state, because: found.because, cure: found.cure };
}
