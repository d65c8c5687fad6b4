import { test } from '@jest/globals';
import { checkPlugin } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import definition from './index.js';

const engine = await native.create({});
const checked = definition.plugins.filter(({ kind }) => kind !== 'metric');
for (const { name, run } of checked.flatMap((plugin) => checkPlugin(plugin, { engine }))) test(name, run);
