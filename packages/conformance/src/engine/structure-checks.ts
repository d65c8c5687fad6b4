import { countParameters, edgeFunctions, extendGrid, foldBasisWeights, type LayerRequest } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { EdgeChoice, EdgePair } from '@knotwork/plugin';
import { withoutEdges } from '../kit/without-edges.js';
import { catalog, drawNetwork, drawRows, type EngineCase, randomCase } from '../subjects/engine-case.js';
import { casesFor, plainCases, someRows } from './cases.js';
import type { EngineCheck } from './engine-check.js';
import { GRADIENT_TOLERANCE, need, needClose } from './need.js';
import { nodesByHand } from './nodes-by-hand.js';
import { openCase } from './open-case.js';

/** Edges that are off, weights, edge functions, layers and resolutions. */
export const structureChecks: readonly EngineCheck[] = [
  {
    name: 'edges that are off have no unknowns and pass nothing on',
    how: 'All edges but one of each layer are off: unknowns are those of one edge, and of biases where no edge leads; outputs without edges are zero.',
    run: async ({ engine }) => {
      const c = randomCase(4);
      const less = withoutEdges(c.structure, c.network, c.structure.layers.map((l) => allEdges(l.inputs, l.sums).slice(1)), catalog);
      const { structure } = less;
      const { program, state } = await openCase(engine, { ...c, ...less });
      // Outputs that no edge reaches have a bias to train; hidden nodes that no edge leaves have none.
      const perLayer = structure.layers.map((l) => l.terms.reduce((s, t) => s + t.size + (t.base === null ? 0 : 1), 0) + (l === structure.layers.at(-1) ? l.outputs - 1 : 0));
      need(program.layout.unknowns === perLayer.reduce((a, b) => a + b, 0), `${program.layout.unknowns} unknowns, expected those of one edge per layer and the biases of outputs without edges`);
      const y = await state.outputs(await program.bind({ data: c.rows }));
      for (let n = 0; n < y.count; n++) for (let o = 1; o < y.width; o++) need(y.values[n * y.width + o] === 0, 'an edge that is off reached an output');
    },
  },
  {
    name: 'an edge that is off adds nothing, also where its features would not be finite',
    how: 'A base function with a pole at the input of an edge that is off: sums, value and gradient are those beside the pole.',
    run: async ({ engine, tolerance }) => {
      const c = poleCase();
      const { structure: { layers: [first] }, rows, widths: [, outputs] } = c;
      const { program, state } = await openCase(engine, c);
      // In the first row, all edges that leave input 0 are infinite; the one into node 0, which alone goes on, is off.
      const at = async (x: number): Promise<readonly [Float64Array, Float64Array]> => {
        const values = rows.inputs.values.map((v, k) => (k === 0 ? x : v));
        const data = await program.bind({ data: { ...rows, inputs: { ...rows.inputs, values } } });
        const sums = (await state.preActivations(data, 1)).values.filter((_, k) => k % outputs! === 0);
        const { value, gradient } = await state.gradient(data);
        const { edges: { count, starts }, segments: { coefficients, baseWeight } } = first!.terms[0]!;
        const leaves0 = (p: number): boolean => [coefficients, baseWeight!].some(({ offset, length }) => p >= offset && p < offset + (starts[1]! * length) / count);
        return [Float64Array.of(...sums, value), Float64Array.from(gradient).filter((_, u) => !leaves0(program.layout.parameterOf[u]!))];
      };
      const [[values, gradient], [expected, expectedGradient]] = [await at(0), await at(0.5)];
      needClose(values, expected, tolerance.rounding, 'sums of node 0, and the value');
      needClose(gradient, expectedGradient, tolerance.rounding, 'gradient in what node 0 sees');
    },
  },
  {
    name: 'unknowns are the parameters that are counted',
    how: 'As many as the network counts, trainable and effective, each parameter once.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject)) {
        const counts = countParameters(c.structure);
        for (const parameters of ['trainable', 'effective'] as const) {
          const { program: { layout } } = await openCase(engine, c, { parameters });
          need(layout.unknowns === counts[parameters] && layout.parameterOf.length === layout.unknowns, `${c.name}, ${parameters}: ${layout.unknowns} unknowns, expected ${counts[parameters]}`);
          need(new Set(layout.parameterOf).size === layout.unknowns, `${c.name}, ${parameters}: a parameter is two unknowns`);
        }
      }
    },
  },
  {
    name: 'inputs without edges are not looked at',
    how: 'NaN in a column whose edges are all off reaches neither outputs nor the value.',
    run: async (subject) => {
      const { engine } = subject;
      for (const c of casesFor(subject)) {
        if (c.widths[0] === 1) continue;
        const dead = Array.from({ length: c.structure.layers[0]!.sums }, (_, o) => [0, o] as const);
        const { program, state } = await openCase(engine, { ...c, ...withoutEdges(c.structure, c.network, [dead], catalog) });
        const inputs = { ...c.rows.inputs, values: c.rows.inputs.values.map((v, k) => (k % c.widths[0]! === 0 ? NaN : v)) };
        const data = await program.bind({ data: { ...c.rows, inputs } });
        need((await state.outputs(data)).values.every(Number.isFinite), `${c.name}: a number of an input without edges reached an output`);
        need((await state.value(data)).status === 'ok', `${c.name}: the value is not finite`);
      }
    },
  },
  {
    name: 'basis weights fold into coefficients without changing outputs',
    how: 'A program of effective unknowns at folded parameters, and one of trainable unknowns at those that were drawn.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const a = await openCase(engine, c, { parameters: 'trainable' });
        const b = await openCase(engine, { ...c, network: { ...c.network, parameters: foldBasisWeights(c.structure, c.network.parameters) } });
        needClose((await b.state.outputs(await b.program.bind({ data: c.rows }))).values, (await a.state.outputs(await a.program.bind({ data: c.rows }))).values, tolerance.rounding, c.name);
      }
    },
  },
  {
    name: 'edge functions add up to the layer, and their derivatives agree with differences',
    how: 'Edges of the first layer as networks evaluate them by themselves, with biases and node formulas, against what the engine hands to the next layer.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of casesFor(subject)) {
        const { program, state } = await openCase(engine, c);
        const some = someRows(c.rows, 0, 5);
        const [layer] = c.structure.layers as [EngineCase['structure']['layers'][0]];
        const data = await program.bind({ data: some });
        const { network: { parameters } } = await state.read();
        const { inputs, sums: width, bias } = layer;
        const columns = (i: number): Float64Array => Float64Array.from({ length: data.count }, (_, n) => some.inputs.values[n * inputs + i]!);
        const edges = edgeFunctions(layer, parameters, columns, 0);
        const sums = Float64Array.from({ length: data.count * width }, (_, k) => {
          const [n, s] = [Math.floor(k / width), k % width];
          let z = parameters[bias.offset + s]!;
          for (let i = 0; i < inputs; i++) z += edges[(i * width + s) * data.count + n]!;
          return z;
        });
        const actual = c.structure.layers.length > 1 ? await state.preActivations(data, 1) : await state.outputs(data);
        needClose(actual.values, nodesByHand(layer, sums), tolerance.rounding, `${c.name}, nodes`);
        const points = Float64Array.of(-0.613, -0.1777, 0.2345, 0.8111);
        for (const order of [1, 2] as const) {
          const h = 1e-6;
          const at = (shift: number): Float64Array => edgeFunctions(layer, parameters, () => points.map((x) => x + shift), order - 1);
          const [up, down] = [at(h), at(-h)];
          needClose(edgeFunctions(layer, parameters, () => points, order), up.map((v, k) => (v - down[k]!) / (2 * h)), GRADIENT_TOLERANCE, `${c.name}, order ${order}`);
        }
      }
    },
  },
  {
    name: 'a nested extension keeps the outputs to 1e-12',
    how: 'Three times the intervals of networks of local bases, declared exact; in single precision to its rounding.',
    run: async (subject) => {
      const { engine, tolerance } = subject;
      for (const c of plainCases(subject)) {
        const levels = c.structure.layers.map((l) => 3 * l.terms[0]!.intervals!);
        const { network, structure, report } = extendGrid(c.structure, c.network, levels, catalog);
        need(report.isExact, 'a threefold extension must be declared exact');
        const a = await openCase(engine, c);
        const b = await openCase(engine, { ...c, network, structure });
        needClose((await b.state.outputs(await b.program.bind({ data: c.rows }))).values, (await a.state.outputs(await a.program.bind({ data: c.rows }))).values, tolerance.rounding, c.name);
      }
    },
  },
];

/**
 * A layer wide enough for any way to share work among edges, and with an odd number of nodes besides node 0: that one does not see input 0,
 * and it alone goes on.
 */
function poleCase(): EngineCase {
  const widths = [2, 10, 1];
  const stream = randomStream(1, 'pole-case');
  const parts = (kind: string, except: EdgePair[]): LayerRequest & { edges: EdgeChoice } => ({
    edge: { kind }, edges: { except }, layer: { kind: 'reference-layer' }, inputMap: 'interval', outside: 'linear', basis: { kind: 'reference-spline', degree: 3, intervals: 4 },
  });
  const drawn = drawNetwork(widths, [parts('reference-pole', [[0, 0]]), parts('reference-residual', allEdges(10, 1).slice(1))], stream);
  return { name: 'poles', widths, ...drawn, rows: drawRows(widths, 20, stream) };
}

const allEdges = (inputs: number, sums: number): EdgePair[] => Array.from({ length: inputs * sums }, (_, e) => [Math.floor(e / sums), e % sums]);
