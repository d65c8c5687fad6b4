import { describe, expect, test } from '@jest/globals';
import { checkEngine, engineChecks, inapplicableChecks } from '@knotwork/conformance';
import { findBinding } from '@knotwork/tfjs-bindings';
import type { BackendName } from './backends.js';
import { tfjs } from './index.js';

/** Set where the native library was installed for these specs: then it must be there. */
const isPromised = process.env['KNOTWORK_TFJS_NODE'] === '1';
const hasNative = isPromised || (await findBinding('tfjs-node')).state === 'installed';

const BACKENDS: readonly BackendName[] = ['wasm', 'cpu', ...(hasNative ? ['tfjs-node' as const] : [])];

/** KNOTWORK_NETWORKS=all, as `npm run check:all` does, has all networks on the one that is the fastest here. */
const isAll = process.env['KNOTWORK_NETWORKS'] === 'all';

for (const backend of BACKENDS) {
  const engine = await tfjs.create({ backend });
  describe(`on ${backend}`, () => {
    for (const check of checkEngine(engine, { networks: isAll && backend === 'wasm' ? 'all' : 'few' })) test(check.name, check.run, 180_000);

    test('checks that do not apply are those of derivatives in inputs, and those of engines that lack something', () => {
      expect(inapplicableChecks(engine).length + checkEngine(engine).length).toBe(engineChecks.length);
    });
  });
}

if (!hasNative) test.skip('on tfjs-node, which is not installed: knotwork engines install tfjs-node', () => undefined);
