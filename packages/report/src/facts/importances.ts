import type { RunContents } from '../contents/run-contents.js';

/** How much depends on each input. */
export interface Importances {
  /** What the numbers are, in a few words, and how they are read. */
  readonly what: string;
  readonly meaning: string;
  /** The largest first. */
  readonly inputs: readonly { readonly name: string; readonly value: number }[];
}

/**
 * By the last stage whose smoothing chose itself, else by what the model says, else by what flows through the edges of the first layer; null where none is known.
 *
 * @param effects of inputs by name, of the model where there is one: of several networks they are those of their mean, and count first
 */
export function importancesOf(contents: RunContents, effects: Readonly<Record<string, number>> | null): Importances | null {
  const { result, network, evaluation } = contents;
  if (network === null) return null;
  const ranked = (values: ArrayLike<number>): Importances['inputs'] => network.inputs.map((name, i) => ({ name, value: values[i]! })).sort((a, b) => b.value - a.value);
  const chosen = result?.stages?.findLast(({ smoothing }) => smoothing !== undefined)?.smoothing?.effects;
  const own = effects === null ? undefined : network.inputs.map((name) => effects[name] ?? NaN);
  const known = result?.members === undefined ? chosen ?? own : own ?? chosen;
  if (known?.length === network.inputs.length) {
    return {
      what: 'total effect', inputs: ranked(known),
      meaning: 'Half of the mean squared change of the outputs when the input is shuffled over training rows, as a share of their variance. Effects add up to more than 1 where inputs act together.',
    };
  }
  const [layer, from, score] = ['layer', 'from', 'score'].map((name) => evaluation?.[`edges.${name}`]?.values);
  if (layer === undefined || from === undefined || score === undefined) return null;
  const shares = new Float64Array(network.inputs.length);
  layer.forEach((l, k) => { if (l === 0) shares[from[k]!]! += score[k]!; });
  return {
    what: 'scores of edges', inputs: ranked(shares),
    meaning: 'The scores of the edges of an input, added up: shares of the spread of the outputs over training rows that flow through them. They add up to more than 1 where edges undo a part of each other. Large ones say that the network uses an input, not that no other could take its place.',
  };
}
