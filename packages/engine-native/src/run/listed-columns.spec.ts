import { expect, test } from '@jest/globals';
import { trace } from '@knotwork/algebra';
import { randomCase, squaredError } from '@knotwork/conformance';
import type { State } from '@knotwork/plugin/engine';
import { native } from '../index.js';
import { draw, parts, ROLES } from '../fixtures/tasks.js';
import { needClose } from '../fixtures/numbers.js';

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

// Beside residuals each row has a number that rows of a loss do not have: what rows before left there would be taken for theirs.
test('in single precision the gradient beside normal equations of residuals, a loss, and residuals again is that of double precision', async () => {
  const { structure, network, rows } = draw([2, 3, 1], [parts(), parts()], { rows: 150 });
  const [residuals] = squaredError(1).blocks;
  const loss = { ...residuals!, name: 'loss', form: 'loss' as const, formula: trace(['y0', 't0'], (y, t) => ({ l: y!.sub(t!).square() })) };
  const objective = { blocks: [residuals!, loss, { ...residuals!, name: 'again' }] };
  const [single, double] = await Promise.all((['float32', 'float64'] as const).map(async (precision) => {
    const engine = await native.create({ precision });
    // Every number of a row is listed, but for that of a residual.
    const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'baseWeight', 'bias'], parameters: 'effective' });
    const { gradient } = await (await program.start(network)).normal(await program.bind({ data: rows }));
    await program.dispose();
    return gradient;
  }));
  needClose(single!, double!, 1e-4, 'gradient');
});
