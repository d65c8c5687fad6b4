import { test } from '@jest/globals';
import { checkInitializer } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { small } from './small.js';

const engine = await native.create({});
for (const { name, run } of checkInitializer(small, { engine, scale: 'amplitude' })) test(name, run);
