import { describe, expect, test } from '@jest/globals';
import { checkEngine, engineChecks, inapplicableChecks } from '@knotwork/conformance';
import { tfjs } from './index.js';

for (const backend of ['wasm', 'cpu'] as const) {
  const engine = await tfjs.create({ backend });
  describe(`on ${backend}`, () => {
    for (const check of checkEngine(engine, { networks: backend === 'wasm' ? 'all' : 'few' })) test(check.name, check.run, 180_000);

    test('checks that do not apply are those of derivatives in inputs, and those of engines that lack something', () => {
      expect(inapplicableChecks(engine).length + checkEngine(engine).length).toBe(engineChecks.length);
    });
  });
}
