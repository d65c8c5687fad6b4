import { test } from '@jest/globals';
import { checkLoss, checkOptimizer } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { adam, levenbergMarquardt, meanSquaredError } from './index.js';

const setup = { engine: await native.create({}) };
for (const { name, run } of [...checkOptimizer(adam, setup), ...checkOptimizer(levenbergMarquardt, setup), ...checkLoss(meanSquaredError, setup)]) test(name, run);
