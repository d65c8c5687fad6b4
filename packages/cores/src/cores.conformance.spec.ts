import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import definition, { mixed, residual } from './index.js';

const engine = await native.create({});
/** Options that have no default, or are worth a look of their own. */
const options = new Map<unknown, readonly Record<string, unknown>[]>([
  [residual, [{}, { base: 'none' }]],
  [mixed, [{ bases: [{ kind: 'reference-hat' }, { kind: 'reference-chebyshev' }] }, { bases: [{ kind: 'reference-hat' }, { kind: 'reference-waves' }, { kind: 'reference-spline' }], by: 'inputs' }]],
]);
for (const { name, run } of definition.plugins.flatMap((plugin) => checkPlugin(plugin, { engine, companions: definition.plugins, options: options.get(plugin) ?? [{}] }))) test(name, run);
