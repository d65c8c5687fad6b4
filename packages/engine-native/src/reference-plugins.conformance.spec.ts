import { describe, test } from '@jest/globals';
import {
  type Check, checkBasis, checkEdge, checkFunction, checkGridStrategy, checkInitializer, checkLayer, checkLoss, checkOptimizer, referencePlugins, type Setup,
} from '@knotwork/conformance';
import type { Definition, Kind } from '@knotwork/plugin';
import { native } from './index.js';

// The kit's own plugins keep what they claim: they are all forms of terms, and whoever checks an engine or a stranger's plugin relies on them.

const engine = await native.create({});
const checks: Partial<Record<Kind, (definition: never, setup: Setup) => readonly Check[]>> = {
  basis: checkBasis, edge: checkEdge, layer: checkLayer, grid: checkGridStrategy, optimizer: checkOptimizer, loss: checkLoss, function: checkFunction,
  initializer: (definition, setup) => checkInitializer(definition, { ...setup, scale: 'scale' }),
};
/** Options that some cannot do without. */
const options: Readonly<Record<string, Setup['options']>> = {
  'reference-pair': [{ second: { kind: 'reference-wavelet' } }], 'reference-squashed-pair': [{ second: { kind: 'reference-hat' }, off: [[0, 0]] }],
};
/** Meant for checks of engines alone, where their defects are the point. */
const special: Readonly<Record<string, object>> = {
  'reference-reciprocal': { range: [0.5, 3] },
  'reference-softmax': {
    expectedFailures: {
      'the target is the minimum': 'squares of targets are weights of classes, not targets',
      'residuals of a diverging network give finite slopes': 'its exponentials overflow',
    },
  },
};
const checksOf = (definition: Definition): readonly Check[] => {
  const own = options[definition.name];
  return checks[definition.kind]!(definition as never, { engine, ...(own === undefined ? {} : { options: own }), ...special[definition.name] });
};

for (const definition of referencePlugins) {
  describe(definition.kind, () => { for (const { name, run } of checksOf(definition)) test(name, run); });
}
