import type { EdgeChoice, EdgePair, LayerSpec, PluginUse, TermSpec } from '@knotwork/plugin';

/** Numbers of a term by their names, such as `coefficients`. */
export type TermNumbers = Readonly<Record<string, Float64Array>>;

/** A term of a layer with its numbers, which are in the order of its edges: by input, then by sum. */
export interface TermDraft { readonly spec: TermSpec; readonly numbers: TermNumbers }

/** Layers and their numbers, as they are put together. */
export class NetworkDraft {
  readonly layers: LayerSpec[] = [];
  readonly numbers = new Map<string, Float64Array>();

  /** @param bias of every sum */
  add(layer: PluginUse, { inputs, outputs, bias }: { readonly inputs: number; readonly outputs: number; readonly bias: Float64Array }, terms: readonly TermDraft[]): void {
    const l = this.layers.length;
    this.layers.push({ layer, inputs, outputs, terms: terms.map(({ spec }) => spec) });
    this.numbers.set(`layers.${l}.bias`, bias);
    terms.forEach(({ numbers }, t) => { for (const [name, values] of Object.entries(numbers)) this.numbers.set(`layers.${l}.terms.${t}.${name}`, values); });
  }
}

/** Edges of a layer that are on, by input and then by sum. */
export function edgesOn(inputs: number, sums: number, isOn: (input: number, sum: number) => boolean): EdgePair[] {
  const pairs: EdgePair[] = [];
  for (let i = 0; i < inputs; i++) for (let s = 0; s < sums; s++) if (isOn(i, s)) pairs.push([i, s]);
  return pairs;
}

/** These edges as a term names them: the shorter list, of those that are on or of those that are off. */
export function choiceOf(edges: readonly EdgePair[], inputs: number, sums: number): { readonly edges?: EdgeChoice } {
  if (edges.length === inputs * sums) return {};
  if (2 * edges.length <= inputs * sums) return { edges: { only: edges } };
  const on = new Set(edges.map(([i, s]) => i * sums + s));
  return { edges: { except: edgesOn(inputs, sums, (i, s) => !on.has(i * sums + s)) } };
}

/** Inputs that some of the edges leave, ascending. */
export const inputsOf = (edges: readonly EdgePair[]): number[] => [...new Set(edges.map(([i]) => i))];
