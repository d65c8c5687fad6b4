import { test } from '@jest/globals';
import { checkGridStrategy } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { curvature, fixed, moving, quantile } from './index.js';

const setup = { engine: await native.create({}) };
for (const { name, run } of [...checkGridStrategy(fixed, setup), ...checkGridStrategy(moving, setup), ...checkGridStrategy(quantile, setup), ...checkGridStrategy(curvature, setup)]) test(name, run);
