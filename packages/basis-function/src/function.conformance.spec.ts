import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { functionBasis, polynomial } from './index.js';

const engine = await native.create({});
const options = [{ f: 'reference-tanh' }, { f: { kind: 'reference-tanh' }, a: -2.5, b: 0.75 }];
const checks = [...checkPlugin(functionBasis, { engine, options }), ...checkPlugin(polynomial, { engine })];
for (const { name, run } of checks) test(name, run);
