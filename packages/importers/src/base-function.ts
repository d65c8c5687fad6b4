import type { PluginUse } from '@knotwork/plugin';

/** Functions of PyTorch as it writes them, and pykan's own words, that Knotwork has. PyTorch's softplus is a line above 20, by 2e-9 from ours. */
const FUNCTIONS: readonly (readonly [text: RegExp, use: PluginUse])[] = [
  [/^(silu|SiLU\(\))$/, { kind: 'silu' }], [/^(identity|Identity\(\))$/, { kind: 'identity' }], [/^zero$/, { kind: 'none' }], [/^Tanh\(\)$/, { kind: 'tanh' }], [/^ReLU\(\)$/, { kind: 'relu' }],
  [/^Sigmoid\(\)$/, { kind: 'sigmoid' }], [/^GELU\(approximate='tanh'\)$/, { kind: 'gelu' }], [/^Softplus\(beta=1(\.0)?, threshold=20(\.0)?\)$/, { kind: 'softplus' }],
];

/** The base function of edges, `none` for none. @returns null for one that is not known */
export function baseFunction(text: string): PluginUse | null {
  return FUNCTIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** What is known, for messages. */
export const KNOWN_BASES = "SiLU(), Identity(), Tanh(), ReLU(), Sigmoid(), GELU(approximate='tanh'), Softplus()";
