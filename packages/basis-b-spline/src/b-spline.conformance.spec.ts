import { test } from '@jest/globals';
import { checkBasis } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { bSpline } from './b-spline.js';

const engine = await native.create({});
for (const { name, run } of checkBasis(bSpline, { engine })) test(name, run);
