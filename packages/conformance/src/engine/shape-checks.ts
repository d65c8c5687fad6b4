import type { EngineCase } from '../subjects/engine-case.js';
import { mixedCases } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose } from './need.js';
import { openCase } from './open-case.js';
import { falling } from './update-formulas.js';

/** What the contract says one step leaves of a number with the constraint `positive`, and what it is at least. */
export const LEAST_SHARE = 0.1;
export const LEAST = 1e-6;

/** Parameters that must stay positive. */
function positive({ structure }: EngineCase): Set<number> {
  const found = structure.layers.flatMap((l) => l.terms).flatMap(({ shape, segments }) => Object.entries(segments.shape)
    .filter(([name]) => shape[name]!.constraint === 'positive').flatMap(([, { offset, length }]) => Array.from({ length }, (_, k) => offset + k)));
  return new Set(found);
}

/** Constraints of shape parameters. */
export const shapeChecks: readonly EngineCheck[] = [
  {
    name: 'shape parameters that must be positive stay so after steps and moves',
    how: 'A step and a move far below zero leave a tenth of what was there, and 1e-6 at least; a value along a line is that of the place that a move would go to.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of mixedCases(subject)) {
        const constrained = positive(c);
        const { program, state } = await openCase(engine, c, { update: falling });
        const data = await program.bind({ data: c.rows });
        const start = (await state.read()).network.parameters;
        const needKept = async (kept: typeof state, expected: (before: number) => number, what: string): Promise<void> => {
          const { network: { parameters } } = await kept.read();
          for (const at of program.layout.parameterOf) {
            const wanted = expected(start[at]!);
            needClose([parameters[at]!], [constrained.has(at) ? Math.max(LEAST_SHARE * start[at]!, LEAST) : wanted], tolerance.rounding, `${c.name}, parameter ${at} after ${what}`);
          }
        };
        const moved = await state.fork();
        await state.steps(1, data, { first: 1, total: 1 });
        await needKept(state, (before) => before - 100, 'a step');
        const space = await moved.vectors(1);
        await space.load(0, 'unknowns');
        const line = await moved.alongLine({ space, index: 0 }, -2, data);
        await moved.move({ space, index: 0 }, -2);
        await needKept(moved, (before) => -before, 'a move');
        need(line.value === (await moved.value(data)).value, `${c.name}: the value along the line is not that of the moved state`);
      }
    },
  },
];
