import { describe, expect, test } from '@jest/globals';
import { reference } from '@knotwork/engine-reference';
import { asynchronous } from '../subjects/asynchronous.js';
import { checkEngine, inapplicableChecks } from './check-engine.js';

// The reference engine is what other engines are compared with. It is checked here: its own package cannot see the kit, which stands on it.

const engine = await reference.create({});

describe('the reference engine', () => {
  for (const { name, run } of checkEngine(engine)) test(name, run, 180_000);
});

describe('an asynchronous double of the reference engine', () => {
  for (const { name, run } of checkEngine(asynchronous(engine), { networks: 'few' })) test(name, run, 180_000);
});

test('what does not apply to an engine is told with its reason', () => {
  expect(inapplicableChecks(engine)).toEqual([
    { name: 'programs that are disposed of leave nothing behind', reason: 'for engines with `held`' },
    { name: 'steps, looks at a state, and states and points that are disposed of leave nothing behind', reason: 'for engines with `held`' },
    { name: 'normal equations that the engine does not have are refused by name', reason: 'for engines with `can.normalEquations: false`' },
    { name: 'moments that the engine does not have are refused by name', reason: 'for engines with `can.moments: false`' },
    { name: 'knots of their own that the engine does not have are refused by name', reason: 'for engines with `can.ownKnots: false`' },
  ]);
});
