import { describe, expect, test } from '@jest/globals';
import { asynchronous, checkEngine, inapplicableChecks } from '@knotwork/conformance';
import { native } from './index.js';

const kernels = { float64: await native.create({ precision: 'float64', kernels: 'auto' }), float32: await native.create({ precision: 'float32', kernels: 'auto' }) };

const engines = {
  'kernels in double precision': kernels.float64,
  'kernels in single precision': kernels.float32,
  'an asynchronous double of the kernels': asynchronous(kernels.float64),
  'an asynchronous double of the kernels in single precision': asynchronous(kernels.float32),
  'without kernels': await native.create({ precision: 'float64', kernels: 'off' }),
};

for (const [name, engine] of Object.entries(engines)) {
  describe(name, () => {
    for (const check of checkEngine(engine)) test(check.name, check.run, 180_000);
  });
}
