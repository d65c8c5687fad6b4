import { findContraction, type Found } from '@knotwork/contraction';
import type { EngineBackend } from '@knotwork/plugin/engine';
import { whyNoKernels } from './code/host-support.js';

/** What computes wide layers: native code where there is some, else kernels; and where there are no kernels, plain loops. */
export function backends(found: Found = findContraction()): readonly EngineBackend[] {
  const noKernels = whyNoKernels();
  const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
  const kernels: Pick<EngineBackend, 'state' | 'because'> = noKernels === null ? { state: 'ready' } : { state: 'unsupported', because: sentence(noKernels) };
  const native: Omit<EngineBackend, 'name' | 'options'> = 'contraction' in found
    ? { ...kernels, versions: { [found.contraction.variant]: found.contraction.version ?? '' } }
    : { state: found.isPossible ? 'absent' : 'unsupported', because: sentence(found.because), ...(found.isPossible ? { cure: 'Wide layers take twice as long without it: install without --omit=optional; in a source tree, npm run contraction compiles it.' } : {}) };
  return [
    { name: 'native code', options: { contraction: 'native' }, ...native },
    { name: 'wasm', options: { contraction: 'wasm' }, ...kernels },
    { name: 'plain loops', options: { kernels: 'off' }, state: 'ready' },
  ];
}
