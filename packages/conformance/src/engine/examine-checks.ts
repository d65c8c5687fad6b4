import { isKnotworkError } from '@knotwork/plugin';
import type { SegmentRole } from '@knotwork/plugin/engine';
import { squaredError } from '../subjects/squared-error.js';
import { casesFor } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { need, throws } from './need.js';
import { openCase, ROLES } from './open-case.js';
import { momentum } from './update-formulas.js';

const BYTES = { float64: 8, float32: 4 };
/** "As a power of ten is right": a number of a point may take a tenth of what it must and up to ten times as much. */
const POWER = 10;

/** What an engine says of a program before anything is allocated. What it refuses is among the refusals. */
export const examineChecks: readonly EngineCheck[] = [
  {
    name: 'an examination counts the unknowns that the program has',
    how: 'Whatever roles are trained, with scalars and without; where nothing is, both refuse.',
    run: async (subject) => {
      const { engine } = subject;
      const choices: readonly (readonly SegmentRole[])[] = [ROLES, ['coefficients'], ['baseWeight', 'bias'], ['shape'], ['bias', 'basisWeight'], []];
      for (const c of casesFor(subject, 6)) {
        for (const parameters of ['trainable', 'effective'] as const) {
          for (const trainable of choices) {
            for (const scalars of [{}, { a: { initial: 1 }, b: { initial: 2 } }]) {
              const objective = { ...squaredError(c.widths.at(-1)!), scalars };
              const options = { trainable, parameters };
              const what = `${c.name}, ${parameters}, ${trainable.join()} and ${Object.keys(scalars).length} scalars`;
              const examine = (): number => engine.examine(c.structure, objective, options, { data: 10 }).unknowns;
              if (await throws(async () => examine())) {
                need(await throws(() => openCase(engine, c, { objective, ...options })), `${what}: refused when examined and not when compiled`);
                need(Object.keys(scalars).length === 0, `${what}: a scalar is something to train`);
                continue;
              }
              const { program } = await openCase(engine, c, { objective, ...options });
              need(examine() === program.layout.unknowns, `${what}: ${examine()} unknowns when examined, ${program.layout.unknowns} in the program`);
              await program.dispose();
            }
          }
        }
      }
    },
  },
  {
    name: 'an examination says how much memory points and unknowns need, and takes none',
    how: 'A million points more are as many numbers more, as a power of ten is right; points beyond all memory are counted, or refused in words, at once.',
    run: async (subject) => {
      const { engine } = subject;
      const size = BYTES[engine.precision];
      for (const c of casesFor(subject, 3)) {
        const options = { trainable: ROLES, parameters: 'trainable', update: momentum() } as const;
        const objective = squaredError(c.widths.at(-1)!);
        const at = (count: number) => engine.examine(c.structure, objective, options, { data: count });
        const [one, few, many] = [at(1), at(1000), at(1_001_000)];
        need(one.bytes >= size * one.unknowns, `${c.name}: ${one.bytes} bytes for ${one.unknowns} unknowns`);
        const perPoint = (many.bytes - few.bytes) / 1e6;
        const expected = size * (c.widths[0]! + c.widths.at(-1)!);
        need(perPoint >= expected / POWER && perPoint <= POWER * expected, `${c.name}: ${perPoint} bytes for a point of ${expected}`);
        try {
          const { bytes } = at(1e15);
          need(bytes >= 1e15, `${c.name}: ${bytes} bytes for 1e15 points`);
        } catch (error) {
          need(isKnotworkError(error), `${c.name}: 1e15 points are refused with an error that is none of Knotwork's: ${(error as Error).message}`);
        }
      }
    },
  },
];
