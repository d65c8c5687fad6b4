import type { Structure } from '@knotwork/plugin/engine';

/** Of each input, whether outputs can depend on it: whether any edge leaves it. Where outputs hold conditions by construction, they depend on all. */
export function usedInputs({ layers, spec: { inputs, outputs } }: Structure): boolean[] {
  const hasConditions = outputs.some(({ conditions }) => conditions !== undefined);
  return inputs.map((_, i) => hasConditions || layers[0]!.terms.some(({ edges }) => edges.inputAt[i]! >= 0));
}
