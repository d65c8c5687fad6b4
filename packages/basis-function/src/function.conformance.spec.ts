import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import definition from './index.js';

const engine = await native.create({});
const options = [{ f: 'reference-tanh' }, { f: { kind: 'reference-tanh' }, a: -2.5, b: 0.75 }];
for (const { name, run } of definition.plugins.flatMap((plugin) => checkPlugin(plugin, { engine, options }))) test(name, run);
