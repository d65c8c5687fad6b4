import { test } from '@jest/globals';
import { checkFunction } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { identity, silu, tanh } from './index.js';

const engine = await native.create({});
for (const { name, run } of [identity, silu, tanh].flatMap((f) => checkFunction(f, { engine }))) test(name, run);
