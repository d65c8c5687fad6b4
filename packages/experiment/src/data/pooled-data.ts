import type { Data, Rows, Samples } from '@knotwork/plugin';

/** The rows of several data sets of the same variables, split by split, as one. One alone is given back as it is. */
export function pooled(sets: readonly Data[]): Data {
  const first = sets[0]!;
  if (sets.length === 1) return first;
  const rows = (split: 'train' | 'validation' | 'test'): Rows => ({
    inputs: joined(sets.map((d) => d[split].inputs)), targets: joined(sets.map((d) => d[split].targets)),
    ...(sets.every((d) => d[split].weights === undefined) ? {} : { weights: joinedWeights(sets.map((d) => d[split])) }),
    ...(sets.some((d) => d[split].filled) && { filled: joinedFilled(sets.map((d) => d[split])) }),
  });
  return { ...first, isTestExact: sets.every(({ isTestExact = false }) => isTestExact), train: rows('train'), validation: rows('validation'), test: rows('test') };
}

/** A row without a weight weighs 1. */
function joinedWeights(parts: readonly Rows[]): Float64Array {
  return joined(parts.map(({ inputs: { count }, weights = new Float64Array(count).fill(1) }) => ({ count, width: 1, values: weights }))).values;
}

/** Places behind all values of the sets before. */
function joinedFilled(parts: readonly Rows[]): Uint32Array {
  let behind = 0;
  return Uint32Array.from(parts.flatMap(({ inputs: { values }, filled = [] }) => {
    const places = Array.from(filled, (place) => behind + place);
    behind += values.length;
    return places;
  }));
}

function joined(parts: readonly Samples[]): Samples {
  const values = new Float64Array(parts.reduce((n, p) => n + p.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { count: parts.reduce((n, p) => n + p.count, 0), width: parts[0]!.width, values };
}
