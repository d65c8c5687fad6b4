import { expect, test } from '@jest/globals';
import { createNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Samples } from '@knotwork/plugin';
import { standardPackages } from '@knotwork/standard';
import { installed } from '../compose/installed.js';
import { edgeCandidates, type EdgeCandidates, type Looking } from './edge-candidates.js';
import { FunctionLibrary } from './function-library.js';

const { catalog } = installed(await standardPackages());
const column: Samples = { count: 60, width: 1, values: Float64Array.from({ length: 60 }, (_, n) => n / 30 - 1) };

/** What edges of a chain x -> h -> y may become, asked by their places. */
function asked(places: readonly Pick<EdgeCandidates, 'layer' | 'from' | 'to'>[]): Promise<EdgeCandidates[]> {
  const model = createNetwork({
    widths: [1, 1, 1], initializers: [{ kind: 'small' }, { kind: 'small' }], inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'y', map: AS_GIVEN }], domains: [[-1, 1]],
    layers: [0, 1].map(() => ({ layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'b-spline' }, inputMap: 'interval', outside: 'linear' })),
  }, randomStream(1, 'init'), catalog);
  const looking: Looking = { activations: [column, column], weights: undefined, error: { most: 1e-2, least: 1e-3 }, known: () => null, library: new FunctionLibrary(catalog, [{ kind: 'sine' }, { kind: 'square' }]), signal: undefined };
  return edgeCandidates(places, model, looking);
}

const [first, second] = [{ layer: 0, from: 0, to: 0 }, { layer: 1, from: 0, to: 0 }];

test('of a chain the first edge has readings of the whole behind its own', async () => {
  const [whole, last] = await asked([first, second]);
  const [alone] = await asked([first]);
  expect(whole!.straight).toEqual({ first: alone!.readings.length, next: 1 });
  expect(whole!.readings.length).toBeGreaterThan(alone!.readings.length);
  expect([alone!.straight, last!.straight]).toEqual([undefined, undefined]);
});

test('an edge that is asked again alone has nothing of what was said beside another one', async () => {
  const [before] = await asked([first, second]);
  const [again] = await asked([before!]);
  expect(again!.straight).toBeUndefined();
  expect(again).toEqual((await asked([first]))[0]);
});

test('a function that would have to be huge to be a line is none, unless it was asked for', async () => {
  const straight = createNetwork({
    widths: [1, 1], initializers: [{ kind: 'small' }], inputs: [{ name: 'x', map: AS_GIVEN }], outputs: [{ name: 'y', map: AS_GIVEN }], domains: [[-1, 1]],
    layers: [{ layer: { kind: 'kan' }, edge: { kind: 'plain' }, basis: { kind: 'polynomial', degree: 1 }, inputMap: 'raw', outside: 'free' }],
  }, randomStream(1, 'init'), catalog);
  const read = async (asked: boolean): Promise<string[]> => {
    const library = new FunctionLibrary(catalog, [{ kind: 'log' }], asked ? [{ ...first, f: { kind: 'log' } }] : []);
    const [found] = await edgeCandidates([first], straight, { activations: [column], weights: undefined, error: { most: 1e-2, least: 1e-3 }, known: () => null, library, signal: undefined });
    const log = found!.suggestion!.candidates.find(({ name }) => name === 'log')!;
    // There it is huge: what is left of it is what is said of the line.
    expect(Math.abs(log.numbers!.d)).toBeGreaterThan(1e4 * Math.abs(found!.suggestion!.candidates.find(({ name }) => name === 'linear')!.numbers!.c));
    return found!.readings.map(({ name }) => name).filter((name) => name === 'log');
  };
  expect([await read(false), await read(true)]).toEqual([[], ['log']]);
});
