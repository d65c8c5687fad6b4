import { test } from '@jest/globals';
import { checkDataSet } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { csv, expression } from './index.js';

const engine = await native.create({});
const samples = { train: 60, validation: 20, test: 30 };
const targets = { engine, sizes: samples, options: [{ expression: 'sin(x1) * x2', samples }, { expression: ['x1', 'x1 + x2'], noise: 0.1, samples }] };
// Forty rows, of which the shares of a fifth are eight.
const table = { engine, sizes: { train: 24, validation: 8, test: 8 }, options: [{ path: 'cars.csv', target: 'range' }], files: { 'cars.csv': ['speed,range', ...Array.from({ length: 40 }, (_, k) => `${k},${k * k}`)].join('\n') } };

for (const { name, run } of [...checkDataSet(expression, targets), ...checkDataSet(csv, table)]) test(name, run);
