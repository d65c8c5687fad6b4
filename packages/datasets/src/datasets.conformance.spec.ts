import { test } from '@jest/globals';
import { checkDataSet } from '@knotwork/conformance';
import { native } from '@knotwork/engine-native';
import { npzFiles } from './fixtures/files-of-others.js';
import { csv, domain, expression, table } from './index.js';

const engine = await native.create({});
const samples = { train: 60, validation: 20, test: 30 };
const targets = { engine, sizes: samples, options: [{ expression: 'sin(x1) * x2', samples }, { expression: ['x1', 'x1 + x2'], noise: 0.1, samples },
  { expression: 'x1', sampling: 'even', noise: 0.1, samples: { train: 9, validation: 0, test: 0 } }] };
// Forty rows, of which the shares of a fifth are eight.
const cars = ['speed,range,make', ...Array.from({ length: 40 }, (_, k) => `${k},${k * k},${['a', 'b'][k % 2]}`)].join('\n');
const rows = {
  engine, sizes: { train: 24, validation: 8, test: 8 }, files: { 'cars.csv': cars, 'later.csv': 'range,speed\n7,70\n' },
  options: [{ path: 'cars.csv', inputs: ['speed'], target: 'range' }, { path: 'cars.csv', inputs: ['speed', 'range'], target: 'make', task: 'classification' },
    { path: 'cars.csv', target: 'range', split: { groups: 'make', validation: 0, test: 0.4 }, inputs: ['speed'] }, { path: 'cars.csv', target: 'range', split: { time: 'speed' }, inputs: ['speed'] },
    { path: 'cars.csv', target: 'range', split: { fold: 2, of: 3, validation: 0 }, inputs: ['speed'] }, { path: 'cars.csv', target: 'range', split: { test: { column: 'make', values: ['a'] } } },
    { path: 'cars.csv', target: 'range', split: { test: { path: 'later.csv' } }, inputs: ['speed'] }],
};
// Two of forty rows miss their speed.
const untidy = ['speed,make,fast,load,range', ...Array.from({ length: 40 }, (_, k) => `${k % 20 === 3 ? 'NA' : k},${['a', 'b', 'c'][k % 3]},${k < 20 ? 'no' : 'yes'},${1 + k % 3},${k * k}`)].join('\n');
const messy = {
  engine, files: { 'cars.csv': untidy, 'cars.npz': npzFiles.stored },
  options: [
    { path: 'cars.csv', target: 'range', missing: 'mean', categories: 'one-hot', weight: 'load' },
    { path: 'cars.csv', target: 'make', task: 'classification', missing: 'drop', categories: ['load'] },
    { path: 'cars.npz', target: 'y', split: { validation: 0.3, test: 0.3 } },
  ],
};
const heat = { coordinates: { x: [-1, 1], t: [0, 1] }, equations: 'u_t = k*u_xx', parameters: { k: 1 } };
const solved = {
  engine, sizes: { train: 50, validation: 0, test: 36 }, files: { 'cars.csv': 'x,t,u\n0,0.5,1\n0.25,0.5,2\n', 'places.csv': 't,x\n0.1,0.2\n0.3,0.4\n' },
  options: [
    { ...heat, reference: 'exp(-t)*sin(x)', points: { inside: 50, test: 40 }, conditions: [{ on: 'boundary', equation: 'u = 0' }] },
    { ...heat, unknowns: ['u', 'v'], equations: ['u_t = v_x', 'v = k*u_x'], measured: [{ path: 'cars.csv' }], points: { inside: 20, sampling: 'random' } },
    { ...heat, points: { inside: { path: 'places.csv' } }, reference: { path: 'cars.csv' }, conditions: [{ on: { path: 'places.csv' }, equation: 'u = x' }] },
  ],
};

for (const { name, run } of [...checkDataSet(expression, targets), ...checkDataSet(csv, rows), ...checkDataSet(table, messy), ...checkDataSet(domain, solved)]) test(name, run);
