import { expect, test } from '@jest/globals';
import { type EngineParity, parityReport, parityTroubles } from './report.js';

const record = { about: 'basis', network: 'hat, seed 1', tensor: 'outputs', error: 1e-7, count: 10 } as const;
const engines: readonly EngineParity[] = [
  { name: 'one', precision: 'float32', records: [record, { ...record, network: 'wave, seed 2', error: 9e-6, count: 30 }, { ...record, tensor: 'gradient', error: 2e-4 }] },
  { name: 'two', precision: 'float64', records: [record, { ...record, network: 'none', error: Infinity, trouble: 'no memory' }] },
];

test('the worst of each sort of tensor is told with its network, and how much was compared', () => {
  expect(parityReport(engines).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['engine', 'tensor', 'worst error', 'allowed', 'networks', 'numbers', 'of'],
    ['one', 'outputs', '9.00e-6', '1.00e-5', '2', '40', 'basis: wave, seed 2'],
    ['one', 'gradient', '2.00e-4', '1.00e-4', '1', '10', 'basis: hat, seed 1'],
    ['two', 'outputs', 'failed', expect.any(String), '2', '20', 'basis: none'],
  ]);
});

test('what is further away than its precision allows is told, and what an engine threw', () => {
  expect(parityTroubles(engines)).toEqual([
    'one, basis: hat, seed 1: gradient off by 2.00e-4', 'two, basis: hat, seed 1: outputs off by 1.00e-7', 'two, basis: none: outputs not there: no memory',
  ]);
});
