import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import definition from './index.js';

const engine = await native.create({});
for (const { name, run } of definition.plugins.flatMap((plugin) => checkPlugin(plugin, { engine }))) test(name, run);
