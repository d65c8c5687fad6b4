import { expect, test } from '@jest/globals';
import { randomCase, squaredError } from '@knotwork/conformance';
import type { State } from '@knotwork/plugin/engine';
import { native } from '../index.js';
import { ROLES } from '../fixtures/tasks.js';

// Columns are listed once, with the addresses of weights: those of the network that rows are asked of.
test('rows of networks that take turns in one program are their own, weights of edges included', async () => {
  const c = randomCase(7);
  const engine = await native.create({ precision: 'float64' });
  const open = (): ReturnType<typeof engine.compile> => engine.compile(c.structure, squaredError(c.widths.at(-1)!), { trainable: ROLES, parameters: 'trainable' });
  const program = await open();
  const data = await program.bind({ data: c.rows });
  const drawn = [1, 1.3, 0.6].map((factor) => c.network.parameters.map((value) => factor * value));
  const states: State[] = [];
  for (const parameters of drawn) states.push(await program.start({ ...c.network, parameters }));
  for (const k of [0, 1, 2, 0, 2]) {
    const alone = await open();
    const expected = await (await alone.start({ ...c.network, parameters: drawn[k]! })).rows(await alone.bind({ data: c.rows }), 'data', 0, data.count);
    expect(await states[k]!.rows(data, 'data', 0, data.count)).toEqual(expected);
    await alone.dispose();
  }
});
