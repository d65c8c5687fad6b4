import { describe, expect, test } from '@jest/globals';
import { asynchronous, engineChecks } from '@knotwork/conformance';
import type { Engine } from '@knotwork/plugin';
import { native } from './index.js';

const paths: Readonly<Record<string, () => Promise<Engine>>> = {
  'kernels': () => native.create({ precision: 'float64', kernels: 'auto' }),
  'the reference path': () => native.create({ precision: 'float64', kernels: 'off' }),
  'an asynchronous double of the kernels': async () => asynchronous(await native.create({ precision: 'float64', kernels: 'auto' })),
};

for (const [name, create] of Object.entries(paths)) {
  describe(name, () => {
    for (const check of engineChecks) {
      test(check.name, async () => {
        await expect(check.run(await create())).resolves.toBeUndefined();
      }, 180_000);
    }
  });
}
