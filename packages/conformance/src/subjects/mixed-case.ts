import { randomStream, type RandomStream } from '@knotwork/numerics';
import type { PluginUse } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { drawNetwork, drawRows, type EngineCase, scatterKnots } from './engine-case.js';

/** Most layers have domains that could move. */
const INPUT_MAPS = ['interval', 'interval', 'interval', 'tanh', 'sigmoid', 'raw'] as const;

/** Every fourth network has one layer this wide. */
const WIDE = 9;

/**
 * Draws a network of everything that layers may be made of: local and global bases, shape parameters of every scope, two terms on one
 * edge, node formulas of one sum and of several, edges that are off and leave inputs and nodes without any, biases, and layers that are wide. Every third has one row.
 */
export function mixedCase(seed: number): EngineCase {
  const stream = randomStream(seed, 'mixed-case');
  const widths = Array.from({ length: 2 + stream.integer(2) }, () => 1 + stream.integer(4));
  const isWide = seed % 4 === 0;
  if (isWide) widths[1] = WIDE;
  const layers = widths.slice(1).map((outputs, l) => {
    const isSquashed = stream.integer(3) === 0;
    const isPair = stream.integer(2) === 0;
    const [first, second] = [drawBasis(stream), drawBasis(stream)];
    const arity = isPair || isSquashed ? 1 : 1 + stream.fork(`products.${l}`).integer(3);
    const sums = Math.floor(outputs / 2) + arity * Math.ceil(outputs / 2);
    return {
      layer: {
        kind: isSquashed ? (isPair ? 'reference-squashed-pair' : 'reference-squashed') : isPair ? 'reference-pair' : arity > 1 ? 'reference-products' : 'reference-layer',
        ...(isPair ? { second, off: drawMask(widths[l]!, outputs, stream) } : arity > 1 ? { arity } : {}),
      },
      edge: [{ kind: 'reference-residual' }, { kind: 'reference-residual', base: false }, { kind: 'reference-plain' }][stream.integer(3)]!,
      inputMap: INPUT_MAPS[stream.fork(`map.${l}`).integer(INPUT_MAPS.length)]!, outside: (['linear', 'constant', 'free'] as const)[stream.integer(3)]!,
      basis: first, ...(first.kind.endsWith('-hat') && first.kind !== 'reference-edge-hat' && stream.integer(2) === 0 ? { knots: 'own' as const } : {}),
      edges: { except: drawMask(widths[l]!, sums, stream) },
    };
  });
  const { network, structure } = drawNetwork(widths, layers, stream);
  scatterKnots(structure, network.parameters, stream);
  scatterShapes(structure, network.parameters, stream);
  const hasOwnKnots = structure.layers.some(({ terms }) => terms.some(({ knots }) => knots === 'own'));
  return { name: `mixed seed ${seed}${hasOwnKnots ? ', own knots' : ''}`, widths, network, structure, rows: drawRows(widths, seed % 3 === 0 ? 1 : 2 + stream.integer(isWide ? 30 : 180), stream) };
}

function drawBasis(stream: RandomStream): PluginUse {
  return [
    { kind: 'reference-spline', degree: 2 + stream.integer(2), intervals: 1 + stream.integer(6) }, { kind: 'reference-hat', intervals: 2 + stream.integer(5) },
    { kind: 'reference-chebyshev', degree: 1 + stream.integer(5) }, { kind: 'reference-waves', modes: 1 + stream.integer(2) },
    { kind: 'reference-bent-hat', intervals: 2 + stream.integer(5) }, { kind: 'reference-wavelet' }, { kind: 'reference-edge-hat', intervals: 1 + stream.integer(5) },
  ][stream.integer(7)]!;
}

/** About a quarter of the edges, and one time in three all those that leave one input. */
export function drawMask(inputs: number, sums: number, stream: RandomStream): [number, number][] {
  const dead = stream.integer(3) === 0 ? stream.integer(inputs) : -1;
  const edges = Array.from({ length: inputs * sums }, (_, e): [number, number] => [Math.floor(e / sums), e % sums]);
  return edges.filter(([from]) => stream.integer(4) === 0 || from === dead);
}

/** Moves shape parameters away from their common start, and trained biases from zero. Changes `parameters`. */
export function scatterShapes(structure: Structure, parameters: Float64Array, stream: RandomStream): void {
  for (const { terms, bias, trainsBias } of structure.layers) {
    for (const { shape, segments } of terms) {
      for (const [name, { offset, length }] of Object.entries(segments.shape)) {
        for (let k = offset; k < offset + length; k++) parameters[k] = shape[name]!.constraint === 'positive' ? parameters[k]! * Math.exp(0.3 * stream.normal()) : parameters[k]! + 0.3 * stream.normal();
      }
    }
    trainsBias.forEach((on, o) => { if (on === 1) parameters[bias.offset + o] = 0.2 * stream.normal(); });
  }
}
