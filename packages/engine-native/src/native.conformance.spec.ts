import { describe, expect, test } from '@jest/globals';
import { asynchronous, engineChecks } from '@knotwork/conformance';
import { native } from './index.js';

for (const [name, wrap] of [['native', (e: Awaited<ReturnType<typeof native.create>>) => e], ['its asynchronous double', asynchronous]] as const) {
  describe(name, () => {
    for (const check of engineChecks) {
      test(check.name, async () => {
        await expect(check.run(wrap(await native.create({ precision: 'float64' })))).resolves.toBeUndefined();
      }, 180_000);
    }
  });
}
