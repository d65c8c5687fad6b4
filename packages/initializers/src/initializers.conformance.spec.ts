import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { auto, deep, glorot, power, small } from './index.js';

const engine = await native.create({});
const checks = [
  ...checkPlugin(auto, { engine }), ...checkPlugin(deep, { engine, scale: 'spread' }), ...checkPlugin(small, { engine, scale: 'amplitude' }),
  ...[glorot, power].flatMap((plugin) => checkPlugin(plugin, { engine, scale: 'gain' })),
];
for (const { name, run } of checks) test(name, run);
