import { describe, expect, test } from '@jest/globals';
import { foldBasisWeights } from '@knotwork/network';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import type { Precision } from '@knotwork/plugin/engine';
import { waysOfRows } from '../fixtures/built-rows.js';
import { GuardedArena } from '../fixtures/guarded-arena.js';
import { hostileBases, starts, values } from '../fixtures/hostile-bases.js';
import { kernelBackend } from '../fixtures/kernel-backend.js';
import { draw, type Drawn, numbersOf, parts, pointsOf, takeStep, taskOf, weighing } from '../fixtures/tasks.js';
import { adam } from '../fixtures/update-formulas.js';
import type { WideRows } from './contractions/rows-contraction.js';

// A plugin may be wrong, numbers may be anything: what kernels write stays in the memory that was allocated for it.

const BAD = [NaN, Infinity, -Infinity, 1e300, -1e300, 1e-320, -0, 2 ** 31, -(2 ** 53)];

const pick = <T>(stream: RandomStream, items: readonly T[]): T => items[stream.integer(items.length)]!;

/** Puts bad numbers among others. */
function spoil(numbers: Float64Array, stream: RandomStream, share: number): void {
  for (let k = 0; k < numbers.length; k++) if (stream.next() < share) numbers[k] = pick(stream, BAD);
}

/** A network of one hostile basis in every layer, with bad numbers among its parameters, grids and rows. */
function hostile(seed: number, start: string, of: string): Drawn {
  const stream = randomStream(seed, 'hostile');
  const widths = [1 + stream.integer(3), pick(stream, [1, 2, 5, 18]), 1 + stream.integer(2)];
  const layers = widths.slice(1).map((outputs, l) => {
    const basis = {
      kind: pick(stream, ['hostile-window', 'hostile-window', 'hostile-global']), start, values: of, window: 1 + stream.integer(4), size: 4 + stream.integer(7),
      intervals: 1 + stream.integer(7), scope: pick(stream, ['layer', 'input', 'edge']), initial: pick(stream, [1, 0.5, 1e-6, 1e300]),
    };
    const masked = Array.from({ length: widths[l]! * outputs }, (_, e) => [Math.floor(e / outputs), e % outputs] as const).filter(() => stream.next() < 0.3);
    return parts({
      basis, off: masked, ...(stream.integer(2) === 0 ? { knots: 'own' as const } : {}), outside: pick(stream, ['linear', 'constant', 'free', 'periodic']), edge: pick(stream, [{ kind: 'reference-residual' }, { kind: 'reference-plain' }]),
      layer: pick(stream, [{ kind: 'reference-layer' }, { kind: 'reference-squashed' }]),
    });
  });
  const drawn = draw(widths, layers, { seed, rows: pick(stream, [1, 3, 64, 70]), plugins: hostileBases });
  const share = pick(stream, [0, 0.02, 0.3]);
  spoil(drawn.network.parameters, stream, share);
  spoil(drawn.rows.inputs.values, stream, share);
  return drawn;
}

async function run(c: Drawn, precision: Precision, parameters: 'trainable' | 'effective', rows: WideRows | null): Promise<void> {
  const arena = new GuardedArena();
  const task = taskOf(c.structure, { parameters, update: adam(0.1) });
  const backend = kernelBackend(task, precision, arena, rows);
  const data = backend.bind(pointsOf(task, c.rows));
  const numbers = backend.start(numbersOf(parameters === 'effective' ? foldBasisWeights(c.structure, c.network.parameters) : c.network.parameters), {});
  await numbers.value(data, weighing());
  await takeStep(numbers, data, 1, 2);
  numbers.rows(data, task.blocks[0]!, 0, 3);
  if (parameters === 'effective') await numbers.normal(data, weighing());
  else await numbers.gradient(data, weighing());
  for (const { index } of c.structure.layers) await numbers.moments(data, index);
  numbers.activations(data, c.structure.layers.length);
  await numbers.moved(new Float64Array(backend.placeOfUnknown.length).fill(1), NaN).value(data, weighing());
  expect(arena.strayWrites()).toEqual([]);
}

const kinds = Object.keys(starts).flatMap((start) => Object.keys(values).map((of) => [start, of] as const));

// Every kind in one of four ways to run it, all ways with every kind of start and of features.
describe.each(waysOfRows)('by %s', (_, rows) => [['float64', 'trainable'], ['float32', 'effective'], ['float64', 'effective'], ['float32', 'trainable']].forEach(([precision, parameters], way) => {
  test(`networks of bases that keep no promise write nowhere else, in ${precision}, ${parameters} parameters`, async () => {
    for (const [k, [start, of]] of kinds.entries()) {
      if ((k + Math.floor(k / Object.keys(values).length)) % 4 !== way) continue;
      const c = hostile(k, start, of);
      try {
        await run(c, precision as Precision, parameters as 'trainable' | 'effective', rows);
      } catch (error) {
        throw new Error(`start ${start}, values ${of}, seed ${k}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
}));
