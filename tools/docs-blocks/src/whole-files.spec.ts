import { expect, test } from '@jest/globals';
import { wholeExperiment } from './whole-experiment.js';
import { isStudy, wholeStudy } from './whole-study.js';

test('a part of an experiment gets what it leaves out, and keeps what it says', () => {
  expect(wholeExperiment('network:\n  edge: plain\n')).toBe('knotwork: 1\nname: part\ndataset: { kind: expression, expression: x1 + x2, samples: { train: 60, validation: 30, test: 30 } }\nnetwork:\n  widths: [2, 1]\n  edge: plain\nstages: [{ kind: fit }]\n');
  expect(wholeExperiment('network:\n  widths: [3, 1]\n')).toContain('expression: x1 + x2 + x3,');
  expect(wholeExperiment('dataset: { kind: table }\n')).toBe('knotwork: 1\nname: part\nnetwork: { widths: { hidden: [[], [2]] }, basis: { kind: b-spline } }\ndataset: { kind: table }\nstages: [{ kind: fit }]\n');
  expect(wholeExperiment('stages: [fit]\n', 'classes')).toContain('network: { widths: [2, 2], basis: { kind: b-spline } }\nstages: [fit]');
  expect(wholeExperiment('# whole\nknotwork: 1\n')).toBe('# whole\nknotwork: 1\n');
});

test('a part of a study gets the experiment of the study before it', () => {
  const whole = 'study: 1\nname: a\nbase:\n  knotwork: 1\n  name: b\nfactors: {}\n';
  expect(wholeStudy('factors: { x: [1] }\nseeds: 1..3\n', 'early', whole)).toBe('study: 1\nname: early\nbase:\n  knotwork: 1\n  name: b\nfactors: { x: [1] }\nseeds: 1..3\nmetric: rmse\n');
  expect(wholeStudy('launcher: { kind: slurm }\n')).toMatch(/^study: 1\nname: part\nbase:\n {2}knotwork: 1\n[^]*\nlauncher: \{ kind: slurm \}\nfactors: .*\nseeds: 1\.\.10\nmetric: rmse\n$/);
  expect([isStudy('launcher: { kind: slurm }\n'), isStudy('stages:\n  - fit\n'), isStudy('dataset: {}\nnetwork: {}\n')]).toEqual([true, false, false]);
});
