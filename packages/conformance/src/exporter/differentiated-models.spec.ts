import { expect, test } from '@jest/globals';
import { formula, input } from '@knotwork/algebra';
import { reference } from '@knotwork/engine-reference';
import { evaluateModel, exportedModel } from '@knotwork/network/exported';
import { randomStream } from '@knotwork/numerics';
import type { Samples } from '@knotwork/plugin';
import type { Objective, Read } from '@knotwork/plugin/engine';
import { mixedCase } from '../subjects/mixed-case.js';

const engine = await reference.create({});
const ROWS = 30;

/** What an engine says of derivatives, output by output. */
async function derivatives({ network, structure }: ReturnType<typeof mixedCase>, rows: Samples, asked: readonly (readonly number[])[]): Promise<Float64Array> {
  const reads = network.spec.outputs.flatMap((_, output) => asked.map((inputs): Extract<Read, { of: 'derivative' }> => ({ of: 'derivative', output, inputs })));
  const names = reads.map((_, k) => `d${k}`);
  const objective: Objective = { blocks: [{ name: 'all', points: 'p', form: 'residuals', formula: formula(names, { sum: names.map((name) => input(name)).reduce((a, b) => a.add(b)) }), reads: Object.fromEntries(reads.map((read, k) => [names[k]!, read])), weight: 1 }] };
  const program = await engine.compile(structure, objective, { trainable: ['coefficients', 'bias'], parameters: 'trainable' });
  const state = await program.start(network);
  const { values } = await state.outputs(await program.bind({ p: { inputs: rows } }), reads);
  await program.dispose();
  return values;
}

test.each(Array.from({ length: 16 }, (_, k) => k + 1))('derivatives of exported models are those that engines have, whatever a network is made of (seed %i)', async (seed) => {
  const one = mixedCase(seed);
  const { length: inputs } = one.network.spec.inputs;
  const last = inputs - 1;
  const asked = [[0], [last], [0, 0], [0, last], [last, 0, last], [0, 0, 0]];
  const stream = randomStream(seed, 'differentiated');
  const rows: Samples = { count: ROWS, width: inputs, values: Float64Array.from({ length: ROWS * inputs }, () => stream.uniform(-1.5, 1.5)) };
  const { derivatives: exported, ...model } = exportedModel([{ ...one, about: { task: 'regression', classes: [] } }], { name: 'n', derivatives: asked.map((of, k) => ({ name: `d${k}`, inputs: of })) });
  expect(exported!.columns.map(({ output, inputs: of }) => [output, of])).toEqual(one.network.spec.outputs.flatMap((_, output) => asked.map((of) => [output, of])));
  const got = evaluateModel({ ...model, members: exported!.members, outputs: exported!.columns }, rows);
  const known = await derivatives(one, rows, asked);
  const { width } = got;
  for (let k = 0; k < width; k++) {
    const largest = known.reduce((most, v, at) => (at % width === k ? Math.max(most, Math.abs(v)) : most), 0) || 1;
    for (let n = 0; n < ROWS; n++) expect(Math.abs(got.values[n * width + k]! - known[n * width + k]!) / largest).toBeLessThan(1e-11);
  }
});
