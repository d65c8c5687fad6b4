import type { Program } from '@knotwork/plugin/engine';
import type { BrokenEngine } from '../broken-engine.js';
import { withEngine, withStates } from './change-engine.js';

/** What leaking engines never give back. */
const kept: Program[] = [];

/** Defects of memory. */
export const brokenMemory: readonly BrokenEngine[] = [
  {
    defect: 'programs of which a part stays', caughtBy: 'programs that are disposed of leave nothing behind',
    break: withEngine((sound) => ({
      compile: async (...asked) => {
        kept.push(await sound.compile(...asked));
        return sound.compile(...asked);
      },
    })),
  },
  {
    defect: 'steps that leave a copy of the state behind', caughtBy: 'steps, looks at a state, and states and points that are disposed of leave nothing behind',
    break: withStates((s) => ({
      steps: async (...asked) => {
        await s.fork();
        return s.steps(...asked);
      },
    })),
  },
];
