import { describe, expect, test } from '@jest/globals';
import { asynchronous, checkEngine, engineChecks, inapplicableChecks } from '@knotwork/conformance';
import { engineOver } from '@knotwork/engine-core';
import type { Engine } from '@knotwork/plugin/engine';
import { capabilities } from './capabilities.js';
import { builtRows } from './fixtures/built-rows.js';
import { kernelBackend } from './fixtures/kernel-backend.js';
import { limitedEngine } from './fixtures/limited-engine.js';
import { native } from './index.js';
import { lentBytes } from './memory/arena.js';
import { kernelExtent } from './memory/kernel-extent.js';

const [double, single] = [await native.create({ precision: 'float64', kernels: 'auto' }), await native.create({ precision: 'float32', kernels: 'auto' })];

const rows = builtRows();
/** The same with native contractions of all rows, where these were compiled. */
const contracting = (precision: 'float64' | 'float32'): Engine => engineOver({ name: 'native', precision, can: capabilities, bytes: kernelExtent(precision, rows!.isWide), make: (task) => kernelBackend(task, precision, undefined, rows), held: lentBytes });

/** Of an engine whose sound part is checked with all networks already: KNOTWORK_NETWORKS=all, as `npm run check:all` does, has all of them again. */
const again = process.env['KNOTWORK_NETWORKS'] === 'all' ? 'all' : 'few';

/** Engines, and checks that say nothing about them besides those of what none of them can. */
const engines = {
  'kernels in double precision': { engine: double, networks: 'all', lacks: [] },
  'kernels in single precision': { engine: single, networks: 'all', lacks: [] },
  'an asynchronous double of the kernels': { engine: asynchronous(double), networks: again, lacks: [] },
  // Plain loops are checked with all networks as an engine of their own.
  'without kernels': { engine: await native.create({ precision: 'float64', kernels: 'off' }), networks: 'few', lacks: [] },
  'single precision without normal equations, moments and knots of its own': { engine: limitedEngine(single, 'normalEquations', 'moments', 'ownKnots'), networks: 'few', lacks: ['normalEquations', 'moments', 'ownKnots'] },
  ...(rows === null ? {} : {
    'native contractions in double precision': { engine: contracting('float64'), networks: 'few' as const, lacks: [] },
    'native contractions in single precision': { engine: contracting('float32'), networks: 'few' as const, lacks: [] },
  }),
} as const;

for (const [name, { engine, networks, lacks }] of Object.entries(engines)) {
  describe(name, () => {
    for (const check of checkEngine(engine, { networks })) test(check.name, check.run, 180_000);

    test('checks that do not apply are those of what the engine lacks, or does not', () => {
      const capabilities = ['normalEquations', 'moments', 'ownKnots'] as const;
      const reasons = new Set(capabilities.map((what) => `for engines with \`can.${what}${(lacks as readonly string[]).includes(what) ? '' : ': false'}\``));
      const left = inapplicableChecks(engine);
      const both = (lacks as readonly string[]).includes('normalEquations') ? ['for engines with `can.derivatives` of at least 1 and `can.normalEquations`'] : [];
      const held = engine.held === undefined ? ['for engines with `held`'] : [];
      expect(new Set(left.map(({ reason }) => reason))).toEqual(new Set([...reasons, ...both, ...held]));
      expect(left.length + checkEngine(engine).length).toBe(engineChecks.length);
    });
  });
}

test('an engine without normal equations and moments has fewer checks by what they are needed for', () => {
  const left = (engine: typeof single): string[] => inapplicableChecks(engine).map(({ name }) => name);
  expect(left(limitedEngine(single, 'normalEquations', 'moments')).filter((name) => !left(single).includes(name))).toEqual([
    'normal equations are the products of the Jacobian rows, without any penalty',
    'a damped step solves the normal equations of the Jacobian rows',
    'the reduction that a damped step predicts is that of the quadratic model',
    'normal equations and trials of an earlier state are refused, whatever changed it',
    'solutions and blocks of the inverse are those of a dense inverse',
    'an inverse of normal equations that are not positive definite is refused',
    "a damped step of a loss solves J'HJ, with what is negative in the curvature of a row left out",
    'damped steps of losses are those of the reference engine',
    'normal equations of several blocks add up to what they are apart',
    "normal equations of several blocks are J'WJ by hand, scalars included",
    'moments of several sets are those of all their points, weights all equal',
    'a trial that would take a scalar below zero is looked at where it may go',
    'normal equations find a scalar of a frozen network in one step',
    'moments are averages of the features and of their products',
    'a penalty that is frozen has its own value there, and its own gradient',
    'a concave penalty that is frozen lies nowhere below it',
    'edges that are zero leave penalties finite, and stay zero for them where all are',
    'what is frozen from moments is what the reference engine freezes',
    'moments are those of the reference engine',
    'a damped step is that of the reference engine, and predicts the same',
    "normal equations of objectives that read derivatives are J'WJ by hand",
    'normal equations are refused unless unknowns are effective',
  ]);
});
