import { test } from '@jest/globals';
import { checkEdge, checkLayer } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { kan, plain, residual } from './index.js';

const engine = await native.create({});
const residuals = { engine, options: [{}, { base: 'none' }] };
for (const { name, run } of [...checkEdge(plain, { engine }), ...checkEdge(residual, residuals), ...checkLayer(kan, { engine })]) test(name, run);
