import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import definition from './index.js';

const engine = await native.create({});
const grows = { expectedFailures: { 'value and slope are finite far out': 'it is what it is called, and e^1000 is larger than any double' } };
const setups: Readonly<Record<string, object>> = { cosh: grows, exp: grows, sinh: grows };
for (const { name, run } of definition.plugins.flatMap((plugin) => checkPlugin(plugin, { engine, ...setups[plugin.name] }))) test(name, run);
