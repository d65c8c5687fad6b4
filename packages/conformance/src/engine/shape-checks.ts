import { formula, input } from '@knotwork/algebra';
import type { UpdateFormula } from '@knotwork/plugin';
import type { EngineCase } from '../subjects/engine-case.js';
import { mixedCasesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need, needClose, ROUNDING } from './need.js';
import { openCase } from './open-case.js';

/** What the contract says one step leaves of a shape parameter with the constraint `positive`, and what it is at least. */
const LEAST_SHARE = 0.1;
const LEAST = 1e-6;

/** Takes every unknown far below zero. */
const falling: UpdateFormula = { slots: [], formula: formula(['parameter', 'gradient', 'step', 'steps'], { parameter: input('parameter').sub(100) }) };

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
    run: async (engine) => {
      for (const c of mixedCasesFor(engine)) {
        const constrained = positive(c);
        const { program, state } = await openCase(engine, c, { update: falling });
        const data = await program.bind('data', c.rows);
        const start = (await state.read()).network.parameters;
        const needKept = async (kept: typeof state, expected: (before: number) => number, what: string): Promise<void> => {
          const { network: { parameters } } = await kept.read();
          for (const at of program.layout.parameterOf) {
            const wanted = expected(start[at]!);
            needClose([parameters[at]!], [constrained.has(at) ? Math.max(LEAST_SHARE * start[at]!, LEAST) : wanted], ROUNDING, `${c.name}, parameter ${at} after ${what}`);
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
