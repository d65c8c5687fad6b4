import { adaptGrid, extendGrid, gridOf, loadNetwork, nodeOf, resolutionOf, saveNetwork } from '@knotwork/network';
import { randomStream } from '@knotwork/numerics';
import type { Network, Samples } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { differences } from '../engine/differences.js';
import { GRADIENT_TOLERANCE, need, needClose, ROUNDING } from '../engine/need.js';
import { openCase } from '../engine/open-case.js';
import { someRows } from '../engine/cases.js';
import { isRefused, tampered } from '../kit/damage.js';
import type { NetworkCase } from '../kit/kit-network.js';
import type { PluginCheck, Subject } from '../kit/plugin-check.js';
import { normalized } from './normalized-update.js';

/** Makes networks of the plugin under check; the same seed gives the same numbers. */
export type MakeNetwork<T extends Subject> = (subject: T, widths: readonly number[], seed?: number) => NetworkCase;

/** Steps in which a loss must fall, by the share that is required. */
const STEPS = 60;
const FALL = 0.9;
/** Share of a domain's width by which it is moved. */
const SHIFT = 0.07;
/** Files that are changed in one place each. */
const TAMPERED = 100;

/** What a network must do whatever it is made of: for every kind that shapes networks. */
export function networkChecks<T extends Subject>(make: MakeNetwork<T>): readonly PluginCheck<T>[] {
  return [
    {
      name: 'gradients agree with differences',
      how: 'Of a squared error in every trained number, coefficients and shape parameters alike, central differences of step 1e-6.',
      run: async (subject) => {
        const c = make(subject, [2, 2, 1]);
        const { program, state } = await openCase(subject.setup.engine, c, { parameters: 'trainable' });
        const data = await program.bind({ data: c.rows });
        const { gradient } = await state.gradient(data);
        const columns = await differences({ program, state }, async () => Float64Array.of((await state.value(data)).value));
        needClose(gradient, columns.map((v) => v[0]!), GRADIENT_TOLERANCE, c.name);
      },
    },
    {
      name: 'a row by itself gives what it gives among others',
      how: 'Outputs of single rows are those of the whole batch: nothing is normalized over batch mates.',
      run: async (subject) => {
        const c = make(subject, [3, 2, 2]);
        const { program, state } = await openCase(subject.setup.engine, c);
        const together = await outputsOf(program, state, c.rows);
        for (const n of [0, 17, c.rows.inputs.count - 1]) {
          const alone = await outputsOf(program, state, someRows(c.rows, n, 1));
          needClose(alone.values, together.values.subarray(n * together.width, (n + 1) * together.width), ROUNDING, `${c.name}, row ${n}`);
        }
      },
    },
    {
      name: 'an edge reaches its own output only, through its own input only',
      how: 'Changing the numbers of the edge from input i to a sum changes the output of that sum alone, and where nodes add by what depends on input i alone.',
      run: async (subject) => {
        const c = make(subject, [3, 2]);
        const { program, state } = await openCase(subject.setup.engine, c);
        // Rows in pairs that agree in the input of the edge and in nothing else.
        const { nodes, sums, isSum } = c.structure.layers[0]!;
        for (const [from, sum] of [[0, 1], [2, 0], [1, 1], [2, sums - 1]] as const) {
          const to = nodeOf(nodes, sum);
          const rows = pairs(c.rows.inputs, from);
          const before = await outputsOf(program, state, { inputs: rows, targets: { count: rows.count, width: 2, values: new Float64Array(2 * rows.count) } });
          const moved = await state.fork();
          await moved.write({ parameters: withEdgeChanged(c.structure, c.network, from, sum) });
          const after = await outputsOf(program, moved, { inputs: rows, targets: { count: rows.count, width: 2, values: new Float64Array(2 * rows.count) } });
          const change = after.values.map((v, k) => v - before.values[k]!);
          need(change.some((v, k) => k % 2 === to && v !== 0) || isOff(c.structure, from, sum), `${c.name}: numbers of the edge from ${from} to ${to} do not reach output ${to}`);
          need(change.every((v, k) => k % 2 === to || v === 0), `${c.name}: numbers of the edge from ${from} to ${to} reach output ${1 - to}`);
          if (!isSum) continue;
          const own = change.filter((_, k) => k % 2 === to);
          needClose(own.filter((_, n) => n % 2 === 1), own.filter((_, n) => n % 2 === 0), 1e-9, `${c.name}: what the edge from ${from} to ${to} adds depends on other inputs`);
        }
      },
    },
    {
      name: 'layers of one shape start differently',
      how: 'Three equal layers get other numbers each: they draw from streams of their own.',
      run: (subject) => {
        const c = make(subject, [2, 2, 2, 2]);
        const drawn = c.structure.layers.map(({ index, terms }) => ({ index, numbers: terms.flatMap(({ segments }) =>
          [segments.coefficients, ...(segments.baseWeight === null ? [] : [segments.baseWeight]), ...Object.values(segments.shape)]
            .flatMap(({ offset, length }) => [...c.network.parameters.subarray(offset, offset + length)])) }));
        for (const { index, numbers } of drawn.slice(1)) {
          need(numbers.length === 0 || JSON.stringify(numbers) !== JSON.stringify(drawn[index - 1]!.numbers), `${c.name}: layers ${index - 1} and ${index} start with the same numbers`);
        }
      },
    },
    {
      name: 'saved and loaded, a network gives the same outputs',
      how: 'Bit for bit, after training, through the two files that a network is saved as.',
      run: async (subject) => {
        const c = make(subject, [2, 2, 1]);
        const { engine } = subject.setup;
        const { program, state } = await openCase(engine, c, { parameters: 'trainable', update: normalized(0.01) });
        await state.steps(3, await program.bind({ data: c.rows }), { first: 1, total: 3 });
        const { network } = await state.read();
        const loaded = loadNetwork(saveNetwork(c.structure, network), c.catalog);
        const again = await openCase(engine, { ...c, ...loaded }, { parameters: 'trainable' });
        const outputs = await outputsOf(program, await program.start(network), c.rows);
        needClose((await outputsOf(again.program, again.state, c.rows)).values, outputs.values, 0, c.name);
      },
    },
    {
      name: 'a saved network that was tampered with is refused in words, or is a network',
      how: 'One place of network.json changed at a time, a hundred times, as if by somebody who leaves the checksum out: never an error of another kind, and no number that is not finite.',
      run: (subject) => {
        const c = make(subject, [2, 2, 1]);
        const saved = saveNetwork(c.structure, c.network);
        const stream = randomStream(1, 'tampered');
        for (let n = 0; n < TAMPERED; n++) isRefused({ ...saved, json: tampered(saved.json, stream) }, c.catalog);
      },
    },
    {
      name: 'a network with one input and one output works',
      how: 'Widths of one throughout: outputs are finite and as many as rows.',
      run: async (subject) => {
        const c = make(subject, [1, 1, 1]);
        const { program, state } = await openCase(subject.setup.engine, c);
        const { values } = await outputsOf(program, state, c.rows);
        need(values.length === c.rows.inputs.count && values.every(Number.isFinite), `${c.name}: outputs are not finite`);
      },
    },
    {
      name: 'a network trains',
      how: 'Sixty first-order steps take a tenth off the squared error of a smooth target at least.',
      run: async (subject) => {
        const c = withSmoothTargets(make(subject, [2, 3, 1]));
        const { program, state } = await openCase(subject.setup.engine, c, { parameters: 'trainable', update: normalized(0.02) });
        const data = await program.bind({ data: c.rows });
        const before = (await state.value(data)).value;
        await state.steps(STEPS, data, { first: 1, total: STEPS });
        const after = await state.value(data);
        need(after.status === 'ok' && after.value <= FALL * before, `${c.name}: the loss went from ${before.toPrecision(4)} to ${after.value.toPrecision(4)} in ${STEPS} steps`);
      },
    },
    {
      name: 'a trained network adapts and extends',
      how: 'After domains moved and, where every basis has a resolution, after it was raised: outputs are finite, edges that may not move stay, and training goes on.',
      run: async (subject) => {
        const c = withSmoothTargets(make(subject, [2, 2, 1]));
        const { engine } = subject.setup;
        const { program, state } = await openCase(engine, c, { parameters: 'trainable', update: normalized(0.02) });
        await state.steps(5, await program.bind({ data: c.rows }), { first: 1, total: 5 });
        const adapted = shiftDomains(c, (await state.read()).network);
        const extended = extendedOnce(c, adapted);
        const again = await openCase(engine, { ...c, ...extended }, { parameters: 'trainable', update: normalized(0.005) });
        const data = await again.program.bind({ data: c.rows });
        const before = await again.state.value(data);
        need(before.status === 'ok', `${c.name}: the loss is not finite after domains moved and the resolution rose`);
        await again.state.steps(STEPS, data, { first: 1, total: STEPS });
        const after = await again.state.value(data);
        need(after.value < before.value, `${c.name}: after the move the loss no longer falls, from ${before.value.toPrecision(4)} to ${after.value.toPrecision(4)}`);
      },
    },
  ];
}

type Opened = Awaited<ReturnType<typeof openCase>>;

async function outputsOf(program: Opened['program'], state: Opened['state'], rows: NetworkCase['rows']): Promise<Samples> {
  return state.outputs(await program.bind({ data: rows }));
}

/** Every row twice; the copy differs in all inputs but one. */
function pairs({ count, width, values }: Samples, kept: number): Samples {
  const doubled = Float64Array.from({ length: 2 * count * width }, (_, k) => {
    const [row, column] = [Math.floor(k / width), k % width];
    const original = values[(row >> 1) * width + column]!;
    return row % 2 === 0 || column === kept ? original : 0.3 - 0.8 * original;
  });
  return { count: 2 * count, width, values: doubled };
}

/** The parameters with all linear numbers of one edge changed. */
function withEdgeChanged({ layers }: Structure, { parameters }: Network, from: number, to: number): Float64Array {
  const changed = parameters.slice();
  const { terms, sums } = layers[0]!;
  for (const { segments, size, edges } of terms) {
    const edge = edges.edgeAt[from * sums + to]!;
    if (edge < 0) continue;
    for (let s = 0; s < size; s++) changed[segments.coefficients.offset + edge * size + s]! += 0.1 + 0.05 * s;
    if (segments.baseWeight !== null) changed[segments.baseWeight.offset + edge]! += 0.2;
  }
  return changed;
}

const isOff = ({ layers }: Structure, from: number, to: number): boolean => layers[0]!.terms.every(({ edges }) => edges.edgeAt[from * layers[0]!.sums + to]! < 0);

/** Something a sum of functions of one variable can learn. */
function withSmoothTargets(c: NetworkCase): NetworkCase {
  const { count, width, values } = c.rows.inputs;
  const targets = Float64Array.from({ length: count }, (_, n) => values.subarray(n * width, (n + 1) * width).reduce((sum, x, i) => sum + Math.sin((2 + i) * x), 0.5));
  return { ...c, rows: { inputs: c.rows.inputs, targets: { count, width: 1, values: targets } } };
}

/** Every domain moved a little and made a little wider, as activations that drifted would. */
function shiftDomains(c: NetworkCase, network: Network): Network {
  const moves = c.structure.layers.flatMap((layer) => Array.from({ length: layer.inputs }, (_, input) => input).flatMap((input) => {
    const term = layer.terms.find(({ edges }) => edges.inputAt[input]! >= 0);
    if (term === undefined) return [];
    const { domain: [a, b] } = gridOf(term, network.parameters, input);
    return { layer: layer.index, input, domain: [a - SHIFT * (b - a), b + 2 * SHIFT * (b - a)] as const };
  }));
  const { parameters, report } = adaptGrid(c.structure, network.parameters, moves);
  need(Number.isFinite(report.edgeChange), `${c.name}: a domain move changed an edge by ${report.edgeChange}`);
  for (const { bias, terms } of c.structure.layers) {
    const fixed = terms.filter(({ onDomainMove }) => onDomainMove === 'none').flatMap(({ segments }) => [segments.coefficients, segments.domain, ...Object.values(segments.shape)]);
    for (const { name, offset, length } of [bias, ...fixed]) {
      needClose(parameters.subarray(offset, offset + length), network.parameters.subarray(offset, offset + length), 0, `${c.name}: ${name}, which does not move with domains`);
    }
  }
  return { ...network, parameters };
}

/** One resolution up, where every basis has one and its options allow it. */
function extendedOnce(c: NetworkCase, network: Network): { network: Network; structure: Structure } {
  const levels = resolutionOf(c.structure);
  const isPossible = c.structure.layers.every((layer, l) => layer.terms.every(({ basisName, basisOptions, claims: { refine } }) =>
    refine !== null && c.catalog.get('basis', basisName).options.safeParse({ ...basisOptions, [refine.option]: levels[l]! + 1 }).success));
  return isPossible ? extendGrid(c.structure, network, levels.map((level) => level! + 1), c.catalog) : { network, structure: c.structure };
}
