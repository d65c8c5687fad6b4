import { expect, test } from '@jest/globals';
import { installed } from '@knotwork/experiment';
import { carryOver, createNetwork, gridOf, knotPositions, parseOptions, withOwnKnots } from '@knotwork/network';
import { randomStream, type RandomStream } from '@knotwork/numerics';
import { AS_GIVEN, type Network, type Rows, type TrainingEvent, type Variable } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { standardPackages } from '@knotwork/standard';
import { DATA, fit, moveGrid, openSession, type Problem, supervised } from '@knotwork/training';
import * as fc from 'fast-check';

// Grids of whole networks on data that have nothing to say: the numbers must stay numbers, and the knots knots.

const { catalog } = installed(await standardPackages());
const engine = await catalog.get('engine', 'native').create({});
const variables = (n: number): Variable[] => Array.from({ length: n }, (_, i) => ({ name: `v${i}`, map: AS_GIVEN }));

/** Values of an input, by what is the matter with them. */
const columns: Readonly<Record<string, (stream: RandomStream) => number>> = {
  constant: () => 0.25,
  binary: (s) => s.integer(2),
  duplicated: (s) => [0.1, 0.1000001, -0.7][s.integer(3)]!,
  mostlyZero: (s) => (s.integer(10) === 0 ? s.normal() : 0),
  huge: (s) => 1e9 * s.normal(),
  tiny: (s) => 1e-9 * s.normal(),
  far: (s) => 1e6 + s.next(),
  heavyTailed: (s) => Math.tan(Math.PI * (s.next() - 0.5)),
  uniform: (s) => s.uniform(-1, 1),
};

interface Case { readonly inputs: readonly string[]; readonly count: number; readonly strategy: 'moving' | 'quantile' | 'curvature'; readonly optimizer: string; readonly intervals: number; readonly degree: number; readonly dead: boolean; readonly seed: number }

const anyCase: fc.Arbitrary<Case> = fc.record({
  inputs: fc.array(fc.constantFrom(...Object.keys(columns)), { minLength: 1, maxLength: 2 }), count: fc.constantFrom(1, 2, 3, 40),
  strategy: fc.constantFrom('moving', 'quantile', 'curvature'), optimizer: fc.constantFrom('levenberg-marquardt', 'adam'),
  intervals: fc.integer({ min: 1, max: 12 }), degree: fc.integer({ min: 1, max: 4 }), dead: fc.boolean(), seed: fc.nat(1000),
});

function rowsOf({ inputs, count, seed }: Case): Rows {
  const stream = randomStream(seed, 'degenerate');
  const x = Float64Array.from({ length: count * inputs.length }, (_, k) => columns[inputs[k % inputs.length]!]!(stream));
  return { inputs: { count, width: inputs.length, values: x }, targets: { count, width: 1, values: Float64Array.from({ length: count }, () => stream.normal()) } };
}

/** Domains as the experiment makes them: the range of the rows. */
function domainsOf({ inputs: { count, width, values } }: Rows): [number, number][] {
  return Array.from({ length: width }, (_, i) => {
    const column = Array.from({ length: count }, (_v, n) => values[n * width + i]!);
    const [low, high] = [Math.min(...column), Math.max(...column)];
    return high > low ? [low, high] : [low - 1, low + 1];
  });
}

function problemOf(c: Case, rows: Rows): { problem: Problem; network: () => Network } {
  const widths = [c.inputs.length, 2, 1];
  const layer = {
    layer: { kind: 'kan' }, edge: { kind: 'residual' }, basis: { kind: 'b-spline', degree: c.degree, intervals: c.intervals }, inputMap: 'interval' as const, outside: 'linear' as const,
  };
  const even = createNetwork({
    widths, layers: [layer, layer], initializers: [{ kind: 'small' }, { kind: 'small' }], inputs: variables(widths[0]!), outputs: variables(1), domains: domainsOf(rows),
  }, randomStream(c.seed, 'init'), catalog);
  const grid = catalog.get('grid', c.strategy);
  const structure = grid.capabilities.knots === 'own' ? withOwnKnots(even.structure, catalog) : even.structure;
  const optimizer = catalog.get('optimizer', c.optimizer);
  return {
    network: () => {
      const network = carryOver(even.network, even.structure, structure);
      // A dead node: nothing arrives there, whatever the input.
      if (c.dead) for (const s of structure.segments) if (s.layer === 0 && s.role === 'coefficients') network.parameters.fill(0, s.offset, s.offset + s.length);
      return network;
    },
    problem: {
      engine, structure, objective: supervised(catalog.get('loss', 'mean-squared-error'), {}, 1), penalties: [{ kind: 'smoothing', strength: 1e-7 }],
      optimizer: { definition: optimizer, options: parseOptions(optimizer, { kind: c.optimizer }) },
      grid: { definition: grid, options: parseOptions(grid, { kind: c.strategy, every: 2, until: 1 }) },
      trainable: ['coefficients', 'baseWeight', 'basisWeight', 'bias'], train: { [DATA]: rows }, validation: null, maxUnknowns: 2000,
    },
  };
}

function expectSound(structure: Structure, { parameters }: Network): void {
  expect(parameters.every(Number.isFinite)).toBe(true);
  for (const layer of structure.layers) {
    for (const term of layer.terms) {
      for (let i = 0; i < layer.inputs; i++) {
        const grid = gridOf(term, parameters, i);
        const knots = knotPositions(term, grid)!;
        const [a, b] = grid.domain;
        expect(a).toBeLessThan(b);
        expect([knots[0], knots.at(-1)]).toEqual([a, b]);
        for (let j = 1; j < knots.length; j++) expect(knots[j]! - knots[j - 1]!).toBeGreaterThan(0);
        for (let j = 1; j < (grid.knots?.length ?? 0); j++) expect(grid.knots![j]! - grid.knots![j - 1]!).toBeGreaterThan(0.999e-3);
      }
    }
  }
}

test('grids of networks on degenerate data stay grids, and every move says how far it changed the function', async () => {
  await fc.assert(fc.asyncProperty(anyCase, async (c) => {
    const { problem, network } = problemOf(c, rowsOf(c));
    const events: TrainingEvent[] = [];
    const result = await fit(problem, network, {
      steps: 8, starts: null, phase: 'start', patience: Infinity, observe: (e) => { if (e.event === 'grid') events.push(e); }, isOver: () => false, signal: undefined,
    });
    expectSound(problem.structure, result.network);
    for (const e of events) expect(e.change).toBeGreaterThanOrEqual(0);
    expect(Number.isFinite(result.grid.change)).toBe(true);
    expect(Number.isFinite(result.loss)).toBe(true);
  }), { numRuns: 200, seed: 4 });
}, 120_000);

test('where an activation is not finite grids stay, and training says where it was', async () => {
  for (const strategy of ['moving', 'quantile', 'curvature'] as const) {
    for (const bad of [Infinity, -Infinity, NaN]) {
      const c: Case = { inputs: ['uniform', 'binary'], count: 20, strategy, optimizer: 'levenberg-marquardt', intervals: 5, degree: 3, dead: false, seed: 1 };
      const rows = rowsOf(c);
      // Domains come from sound rows: here it is about activations.
      const { problem, network } = problemOf(c, rows);
      const broken = { ...problem, train: { [DATA]: { ...rows, inputs: { ...rows.inputs, values: rows.inputs.values.map((v, k) => (k === 7 ? bad : v)) } } } };
      const session = await openSession(broken);
      const state = await session.program.start(network());
      await moveGrid(session, state, {}, 'all');
      expectSound(problem.structure, (await state.read()).network);
      const result = await fit(broken, network, { steps: 5, starts: null, phase: 'start', patience: Infinity, observe: () => undefined, isOver: () => false, signal: undefined });
      expect(result).toMatchObject({ ending: 'not-finite', place: { layer: 0, from: 1 } });
      expectSound(problem.structure, result.network);
    }
  }
});
