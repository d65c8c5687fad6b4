import type { BackendName } from '@knotwork/engine-tfjs/backends';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import { UsageError } from '../../lib/program.js';

/** Back ends that start here, and a line for each that does not. */
export async function backendsThatStart(catalog: Catalog, names: string): Promise<{ readonly there: readonly BackendName[]; readonly refused: readonly string[] }> {
  const there: BackendName[] = [];
  const refused: string[] = [];
  for (const name of names.split(',').map((part) => part.trim())) {
    try {
      await catalog.get('engine', 'tfjs').create({ backend: name });
      there.push(name as BackendName);
    } catch (error) {
      if (!isKnotworkError(error)) throw new UsageError(`--backends must be names with commas between them, out of tfjs-node-gpu, tfjs-node, wasm and cpu; got "${name}".`);
      refused.push(`${name} is not measured: ${error.message}`);
    }
  }
  return { there, refused };
}
