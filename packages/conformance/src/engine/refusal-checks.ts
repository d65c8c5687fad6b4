import { formula, input } from '@knotwork/algebra';
import type { Engine, Objective, ObjectiveBlock, Read, Structure } from '@knotwork/plugin/engine';
import { randomCase } from '../subjects/engine-case.js';
import { DATA, squaredError } from '../subjects/squared-error.js';
import { hasOwnKnots, mixedCases } from './cases.js';
import * as claims from './claims.js';
import type { EngineCheck } from './engine-check.js';
import { need, needRefused } from './need.js';
import { openCase, ROLES } from './open-case.js';

/** What is reported and what is refused. */
export const refusalChecks: readonly EngineCheck[] = [
  {
    name: 'a number that is not finite is a status with its place',
    how: 'Infinite coefficients of the last edge, and NaN in a row: the value is no number, the first edge that makes it so is named.',
    run: async ({ engine }) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind({ data: c.rows });
      const layer = c.structure.layers.at(-1)!;
      const parameters = c.network.parameters.slice();
      const edge = layer.inputs * layer.outputs - 1;
      const { coefficients } = layer.terms[0]!.segments;
      parameters.fill(Infinity, coefficients.offset + edge * layer.terms[0]!.size, coefficients.offset + (edge + 1) * layer.terms[0]!.size);
      await state.write({ parameters });
      const value = await state.value(data);
      need(value.status === 'not-finite', `status ${value.status}`);
      const expected = { layer: layer.index, from: layer.inputs - 1, to: layer.outputs - 1 };
      need(JSON.stringify(value.place) === JSON.stringify(expected), `place ${JSON.stringify(value.place)}, expected ${JSON.stringify(expected)}`);
      const inputs = c.rows.inputs.values.slice();
      inputs[0] = NaN;
      await state.write({ parameters: c.network.parameters });
      const bad = await state.value(await program.bind({ data: { ...c.rows, inputs: { ...c.rows.inputs, values: inputs } } }));
      need(bad.status === 'not-finite' && bad.place?.layer === 0, `NaN in the data: ${JSON.stringify(bad.place)}`);
    },
  },
  {
    name: 'the place of a number that is not finite is found in networks of every kind',
    how: 'NaN in the coefficients of the last edge of the last term, whatever it is made of.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of mixedCases(subject)) {
        const layer = c.structure.layers.at(-1)!;
        const term = layer.terms.at(-1)!;
        const edge = term.edges.count - 1;
        if (edge < 0) continue;
        const { program, state } = await openCase(engine, c);
        const data = await program.bind({ data: c.rows });
        const parameters = c.network.parameters.slice();
        const from = term.segments.coefficients.offset + edge * term.size;
        // NaN, because a node formula may turn Infinity into a number.
        await state.write({ parameters: parameters.fill(NaN, from, from + term.size) });
        const value = await state.value(data);
        const expected = { layer: layer.index, from: term.edges.from[edge]!, to: term.edges.to[edge]! };
        need(value.status === 'not-finite' && JSON.stringify(value.place) === JSON.stringify(expected), `${c.name}: place ${JSON.stringify(value.place)}, expected ${JSON.stringify(expected)}`);
      }
    },
  },
  {
    name: 'a block that reads what is not there is refused, naming block and read',
    how: 'An input without a read, inputs, outputs and scalars that are not there, a derivative of a higher order than the engine says, forms that are none, two blocks of one name: by `examine` and `compile` alike.',
    run: async ({ engine }) => {
      const c = randomCase(1);
      const [inputs, outputs] = [c.widths[0]!, c.widths.at(-1)!];
      const fine = squaredError(outputs).blocks[0]!;
      const reading = (reads: Readonly<Record<string, Read>>, names = Object.keys(reads)): ObjectiveBlock => ({
        name: 'strange', points: DATA, form: 'residuals', weight: 1, reads, formula: formula(names, { r: names.map((name) => input(name)).reduce((a, b) => a.add(b)) }),
      });
      const order = engine.can.derivatives + 1;
      const refused: readonly [string, readonly ObjectiveBlock[], readonly string[]][] = [
        ['an input of a formula that no read explains', [fine, reading({ u: { of: 'output', index: 0 } }, ['u', 'mystery'])], ['"strange"', '"mystery"']],
        ['an output that is not there', [fine, reading({ far: { of: 'output', index: outputs } })], ['"strange"', '"far"', `output ${outputs}`]],
        ['an output with a number that is none', [fine, reading({ half: { of: 'output', index: 0.5 } })], ['"strange"', '"half"']],
        ['an input that is not there', [fine, reading({ u: { of: 'output', index: 0 }, x: { of: 'input', index: inputs } })], ['"strange"', '"x"', `input ${inputs}`]],
        ['a target before the first', [fine, reading({ t: { of: 'target', index: -1 } })], ['"strange"', '"t"']],
        ['a scalar that is not declared', [fine, reading({ k: { of: 'scalar', name: 'nu' } })], ['"strange"', '"k"', '"nu"']],
        ['a derivative of a higher order than the engine says', [fine, reading({ d: { of: 'derivative', output: 0, inputs: Array.from({ length: order }, () => 0) } })], [engine.name, 'derivatives', '"strange"']],
        ['a derivative in an input that is not there', [fine, reading({ d: { of: 'derivative', output: 0, inputs: [inputs] } })], ['"strange"', '"d"']],
        ['two blocks of one name', [fine, { ...fine, points: 'others' }], [`"${fine.name}"`]],
        ['a loss of two outputs', [fine, { ...fine, name: 'strange', form: 'loss', formula: formula(fine.formula.inputs, { a: input('y0'), b: input('t0') }) }], ['"strange"', 'loss']],
        ['a form that is none', [fine, { ...fine, name: 'strange', form: 'residual' as 'residuals' }], ['"strange"', '"residual"']],
        ['a read of what nobody has', [fine, reading({ u: { of: 'outputs' as 'output', index: 0 } })], ['"strange"', '"u"', '"outputs"']],
        ['a weight below 0', [fine, { ...fine, name: 'strange', weight: -1 }], ['"strange"', '-1']],
        ['no block at all', [], []],
      ];
      for (const [what, blocks, words] of refused) await needBothRefuse(engine, c.structure, { blocks }, words, what);
    },
  },
  {
    name: 'points that are missing are refused when they are bound, naming block and read',
    how: 'A set that is not there, targets that are not bound or too few, and what no block reads; a block that is not evaluated needs no points.',
    run: async ({ engine }) => {
      const c = randomCase(1);
      const outputs = c.widths.at(-1)!;
      const fine = squaredError(outputs).blocks[0]!;
      const second: ObjectiveBlock = { ...fine, name: 'rule', points: 'inside', formula: formula(['u'], { r: input('u') }), reads: { u: { of: 'output', index: 0 } } };
      const { program } = await openCase(engine, c, { objective: { blocks: [fine, second] } });
      const { inputs, targets } = c.rows;
      const inside = { inputs };
      await needRefused(() => program.bind({ [DATA]: c.rows }), ['"rule"', '"inside"'], 'a set of points that is missing');
      await needRefused(() => program.bind({ inside, [DATA]: { inputs } }), ['"data"', '"t0"'], 'a block without its targets');
      const few = { inputs, targets: { count: targets.count, width: outputs - 1, values: targets.values.slice(0, targets.count * (outputs - 1)) } };
      await needRefused(() => program.bind({ inside, [DATA]: few }), ['"data"', `"t${outputs - 1}"`], 'a target that the rows do not have');
      await needRefused(() => program.bind({ inside, [DATA]: c.rows, others: c.rows }), ['"others"'], 'a set of points that no block reads');
      await needRefused(() => program.bind({ [DATA]: c.rows, inside }, { blocks: ['data', 'law'] }), ['"law"'], 'a block that the objective does not have');
      await needRefused(() => program.bind({ [DATA]: { ...c.rows, weights: new Float64Array(inputs.count).fill(-1) }, inside }), ['"data"'], 'a weight below 0');
      await needRefused(() => program.bind({ [DATA]: { ...c.rows, weights: new Float64Array(inputs.count + 1) }, inside }), ['"data"'], 'more weights than points');
      const none = { inputs: { count: 0, width: inputs.width, values: new Float64Array(0) } };
      await needRefused(() => program.bind({ [DATA]: c.rows, inside: none }), ['"inside"'], 'a set without points');
      const some = await program.bind({ inside }, { blocks: ['rule'] });
      need(some.blocks.join() === 'rule' && some.sets.length === 1 && some.count === inputs.count, `blocks ${some.blocks.join()} of ${some.sets.length} sets and ${some.count} points, expected rule alone`);
    },
  },
  {
    name: 'derivatives of outputs of a higher order than the engine says are refused by name',
    how: 'When outputs are asked for.',
    run: async ({ engine }) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind({ data: c.rows });
      const inputs = Array.from({ length: engine.can.derivatives + 1 }, () => 0);
      await needRefused(() => state.outputs(data, [{ of: 'derivative', output: 0, inputs }]), [engine.name, 'derivatives'], 'a derivative of outputs');
    },
  },
  {
    name: 'normal equations that the engine does not have are refused by name',
    how: 'With the engine and the lack in the message.',
    claim: claims.without('normalEquations'),
    run: async ({ engine }) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind({ data: c.rows });
      await needRefused(() => state.normal(data), [engine.name, 'normal equations'], 'asking for normal equations');
    },
  },
  {
    name: 'normal equations are refused unless unknowns are effective',
    how: 'Of trainable unknowns, basis weights and coefficients say the same twice.',
    claim: claims.normalEquations,
    run: async ({ engine }) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c, { parameters: 'trainable' });
      const data = await program.bind({ data: c.rows });
      await needRefused(() => state.normal(data), ['effective'], 'asking for normal equations of trainable unknowns');
    },
  },
  {
    name: 'moments that the engine does not have are refused by name',
    how: 'With the engine and the lack in the message.',
    claim: claims.without('moments'),
    run: async ({ engine }) => {
      const c = randomCase(1);
      const { program, state } = await openCase(engine, c);
      const data = await program.bind({ data: c.rows });
      await needRefused(() => state.moments(data, 0), [engine.name, 'moments'], 'asking for moments');
    },
  },
  {
    name: 'knots of their own that the engine does not have are refused by name',
    how: 'By `examine` and `compile` alike, naming the layer.',
    claim: claims.without('ownKnots'),
    run: async ({ engine }) => {
      const c = randomCase(3);
      need(hasOwnKnots(c.structure), `${c.name} has no knots of its own`);
      await needBothRefuse(engine, c.structure, squaredError(c.widths.at(-1)!), [engine.name, 'knots of their own', 'layer 0'], 'a network with knots of its own');
    },
  },
  {
    name: 'what belongs to another program, or is not there any more, is refused',
    how: 'States, points, rows and layers beyond the last, and whatever is used after it was disposed of.',
    run: async ({ engine }) => {
      const [c, other] = [randomCase(5), randomCase(2)];
      const [{ program, state }, foreign] = [await openCase(engine, c), await openCase(engine, other)];
      const data = await program.bind({ data: c.rows });
      const others = await foreign.program.bind({ data: other.rows });
      const before = (await state.value(data)).value;
      await needRefused(() => state.value(others), [], 'points of another program');
      await needRefused(() => state.copyFrom(foreign.state), [], 'copying a state of another program');
      await needRefused(() => program.start(other.network), [], 'a network of another structure');
      await needRefused(() => state.write({ parameters: other.network.parameters }), [], 'parameters of another structure');
      await needRefused(() => state.preActivations(data, c.structure.layers.length), [], 'a layer beyond the last');
      await needRefused(() => state.rows(data, DATA, 0, data.count * c.widths.at(-1)! + 1), [], 'rows beyond the last');
      await needRefused(() => state.rows(data, 'law', 0, 1), ['"law"'], 'rows of a block that is not there');
      await needRefused(() => state.steps(1, data, { first: 1, total: 1 }), [], 'steps of a program without an update formula');
      await needRefused(() => state.value(data, { weights: { law: 1 } }), ['"law"'], 'a weight of a block that is not there');
      const [late, lateData] = [await program.start(c.network), await program.bind({ data: c.rows })];
      await late.dispose();
      await lateData.dispose();
      await needRefused(() => late.value(data), [], 'a state that was disposed of');
      await needRefused(() => state.value(lateData), [], 'points that were disposed of');
      need((await state.value(data)).value === before, 'the value is another after all that was refused');
      await program.dispose();
      await needRefused(() => state.value(data), [], 'a program that was disposed of');
    },
  },
];

/** Requires that `examine` refuses what `compile` refuses, with the same words. */
async function needBothRefuse(engine: Engine, structure: Structure, objective: Objective, words: readonly string[], what: string): Promise<void> {
  const options = { trainable: ROLES, parameters: 'effective' } as const;
  await needRefused(() => engine.compile(structure, objective, options), words, `${what}, when compiling,`);
  await needRefused(() => engine.examine(structure, objective, options, { [DATA]: 10 }), words, `${what}, when examined,`);
}
