import { randomStream } from '@knotwork/numerics';
import type { BoundData, Engine, State } from '@knotwork/plugin/engine';
import type { EngineCase } from '../subjects/engine-case.js';
import { DATA } from '../subjects/squared-error.js';
import { casesFor } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck, EngineSubject } from './engine-check.js';
import { need } from './need.js';
import { openCase } from './open-case.js';
import { momentum } from './update-formulas.js';

/** How often everything is done before what is held counts: an engine may make something once and keep it. */
const WARM = 2;
/** How often afterwards. */
const ROUNDS = 3;

/** What engines hold on a device, where no garbage collector frees it. */
export const heldChecks: readonly EngineCheck[] = [
  {
    name: 'programs that are disposed of leave nothing behind',
    how: 'Compiled, bound, started, trained and disposed of again and again: the engine holds no more than before.',
    claim: claims.held,
    run: (subject) => needFlat(subject, async (engine, c) => async () => {
      const { program, state } = await openCase(engine, c, { update: momentum() });
      await useAll(engine, state, await program.bind({ data: c.rows }), c);
      await program.dispose();
    }),
  },
  {
    name: 'steps, looks at a state, and states and points that are disposed of leave nothing behind',
    how: 'In one program, everything that a state can do and some steps, of a fork and over points of its own, again and again: the engine holds no more than before.',
    claim: claims.held,
    run: (subject) => needFlat(subject, async (engine, c) => {
      const { program, state } = await openCase(engine, c, { update: momentum() });
      const kept = await program.bind({ data: c.rows });
      return async () => {
        await state.steps(3, kept, { first: 1, total: 9 });
        const [fork, data] = [await state.fork(), await program.bind({ data: c.rows })];
        await useAll(engine, fork, data, c);
        await data.dispose();
        await fork.dispose();
      };
    }),
  },
];

/** Requires that rounds add nothing to what an engine holds. @param begin of a case; returns a round */
async function needFlat(subject: EngineSubject, begin: (engine: Engine, c: EngineCase) => Promise<() => Promise<void>>): Promise<void> {
  const { engine } = subject;
  for (const c of casesFor(subject, 3)) {
    const round = await begin(engine, c);
    for (let k = 0; k < WARM; k++) await round();
    const before = engine.held!();
    need(Number.isFinite(before) && before >= 0, `${c.name}: the engine holds ${before}`);
    for (let k = 0; k < ROUNDS; k++) await round();
    need(engine.held!() <= before, `${c.name}: the engine holds ${before} after ${WARM} rounds, and ${engine.held!()} after ${WARM + ROUNDS}`);
  }
}

/** Everything that takes memory. */
async function useAll({ can }: Engine, state: State, data: BoundData, { rows, structure }: EngineCase): Promise<void> {
  await state.outputs(data);
  await state.value(data);
  await state.gradient(data);
  await state.rows(data, DATA, 0, 1);
  for (const { index } of structure.layers) {
    await state.preActivations(data, index);
    if (can.moments) await state.moments(data, index);
  }
  if (can.normalEquations) await state.accept(await state.tryStep(await state.normal(data), { shape: 'identity', mu: 1 }, data));
  const space = await state.vectors(1);
  await space.load(0, 'unknowns');
  await state.alongLine({ space, index: 0 }, 1e-3, data);
  await state.move({ space, index: 0 }, 1e-3);
  await state.steps(2, data, { first: 1, total: 9 });
  await state.steps(2, data, { first: 3, total: 9, batch: { [DATA]: { size: Math.ceil(rows.inputs.count / 2), stream: randomStream(1, 'held') } } });
  const { network: { parameters } } = await state.read();
  await state.write({ parameters });
  await state.value(data);
}
