import { squaredError } from '../../subjects/squared-error.js';
import type { BrokenEngine } from '../broken-engine.js';
import { answering, withEngine, withPrograms, withStates } from './change-engine.js';

/** Defects of what is examined, reported and refused. */
export const brokenRefusals: readonly BrokenEngine[] = [
  {
    defect: 'an examination that forgets the scalars', caughtBy: 'an examination counts the unknowns that the program has',
    break: withEngine((sound) => ({
      examine: (structure, objective, options, points) => sound.examine(structure, { ...objective, ...(options.trainable.length === 0 ? {} : { scalars: {} }) }, options, points),
    })),
  },
  {
    defect: 'an examination that knows no points', caughtBy: 'an examination says how much memory points and unknowns need, and takes none',
    break: withEngine((sound) => ({ examine: (structure, objective, options) => sound.examine(structure, objective, options, {}) })),
  },
  {
    defect: 'an examination that refuses nothing', caughtBy: 'a block that reads what is not there is refused, naming block and read',
    break: withEngine((sound) => ({
      examine: (structure, objective, options, points) => {
        try { return sound.examine(structure, objective, options, points); } catch (error) {
          if ((error as Error).message.includes('trainable')) throw error;
          return sound.examine(structure, squaredError(1), options, points);
        }
      },
    })),
  },
  {
    defect: 'targets that are made up', caughtBy: 'points that are missing are refused when they are bound, naming block and read',
    break: withPrograms((program) => ({
      bind: (rows, options) => program.bind(Object.fromEntries(Object.entries(rows).map(([points, { targets, ...of }]) => {
        const { count } = of.inputs;
        return [points, { ...of, targets: targets ?? { count, width: 9, values: new Float64Array(9 * count) } }];
      })), options),
    })),
  },
  {
    defect: 'derivatives of outputs that are zero', caughtBy: 'derivatives of outputs of a higher order than the engine says are refused by name',
    alsoFails: [{ because: 'so it is where derivatives are read', checks: ['first derivatives of outputs in inputs agree with differences of outputs'] }],
    break: withStates((s) => ({
      outputs: async (d, reads = []) => (reads[0]?.of === 'derivative' ? { count: d.count, width: reads.length, values: new Float64Array(d.count * reads.length) } : s.outputs(d, reads.length === 0 ? undefined : reads)),
    })),
  },
  {
    defect: 'normal equations of unknowns that say the same twice', caughtBy: 'normal equations are refused unless unknowns are effective',
    break: withStates((s, { options: { parameters }, program: { layout: { unknowns } } }) => (parameters === 'effective' ? {} : {
      normal: async (d, q) => ({ value: await s.value(d, q), unknowns, hessian: new Float64Array(unknowns ** 2), gradient: new Float64Array(unknowns) }),
    })),
  },
  {
    defect: 'a value of points that are gone', caughtBy: 'what belongs to another program, or is not there any more, is refused',
    break: withStates((s) => ({
      value: async (d, q) => {
        try { return await s.value(d, q); } catch (error) {
          if (!(error as Error).message.includes('points were used')) throw error;
          return { status: 'ok', value: 0, data: 0, penalty: 0, blocks: [] };
        }
      },
    })),
  },
  {
    defect: 'an exception instead of a status', caughtBy: 'a number that is not finite is a status with its place',
    alsoFails: [{ because: 'it asks for a place too', checks: ['the place of a number that is not finite is found in networks of every kind'] }],
    break: withStates((s) => ({ value: async (d, q) => { const v = await s.value(d, q); if (v.status !== 'ok') throw new Error('NaN'); return v; } })),
  },
  {
    defect: 'a place that is always the first edge', caughtBy: 'the place of a number that is not finite is found in networks of every kind',
    alsoFails: [{ because: 'it asks for a place too', checks: ['a number that is not finite is a status with its place'] }],
    break: answering('value', (v) => (v.place === undefined ? v : { ...v, place: { ...v.place, from: 0, to: 0 } })),
  },
  ...(['normalEquations', 'moments', 'ownKnots'] as const).map((what): BrokenEngine => ({
    defect: `an engine that says it cannot, and answers: ${what}`,
    caughtBy: {
      normalEquations: 'normal equations that the engine does not have are refused by name', moments: 'moments that the engine does not have are refused by name',
      ownKnots: 'knots of their own that the engine does not have are refused by name',
    }[what],
    break: withEngine(({ can }) => ({ can: { ...can, [what]: false } })),
  })),
];
