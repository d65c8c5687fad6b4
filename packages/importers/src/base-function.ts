import type { PluginUse } from '@knotwork/plugin';
import { cannotExpress } from './errors.js';

/** Functions of PyTorch as it writes them, by their names, and pykan's own words, that Knotwork has; `gelu` by its name is the one with erf. PyTorch's softplus is a line above 20, by 2e-9 from ours. */
const FUNCTIONS: readonly (readonly [text: RegExp, use: PluginUse])[] = [
  [/^(silu|SiLU\(\))$/, { kind: 'silu' }], [/^(identity|Identity\(\))$/, { kind: 'identity' }], [/^zero$/, { kind: 'none' }], [/^(tanh|Tanh\(\))$/, { kind: 'tanh' }], [/^(relu|ReLU\(\))$/, { kind: 'relu' }],
  [/^(sigmoid|Sigmoid\(\))$/, { kind: 'sigmoid' }], [/^GELU\(approximate='tanh'\)$/, { kind: 'gelu' }], [/^(softplus|Softplus\(beta=1(\.0)?, threshold=20(\.0)?\))$/, { kind: 'softplus' }],
];

/** The base function of edges, `none` for none. @returns null for one that is not known */
export function baseFunction(text: string): PluginUse | null {
  return FUNCTIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** What is known, for messages. */
export const KNOWN_BASES = "SiLU(), Identity(), Tanh(), ReLU(), Sigmoid(), GELU(approximate='tanh'), Softplus()";

/** The base function of a layer of a program that uses PyTorch. @throws KnotworkError `capability` for one that is not known, and where the file names none */
export function baseOfLayer(text: string | undefined, layer: number, file: string): PluginUse {
  const known = text === undefined ? null : baseFunction(text);
  if (known === null) throw cannotExpress(file, `layer ${layer} has the base function ${text ?? 'of no name'}, and Knotwork has ${KNOWN_BASES}`, 'Train one with a base_activation of these.');
  return known;
}

/** What to tell of an option `base` that the file made needless: silu, the default, may be nobody's choice. */
export function notesOnBase(said: readonly string[], asked: PluginUse): string[] {
  const isOther = asked.kind !== 'silu' && said.some((text) => baseFunction(text)?.kind !== asked.kind);
  return isOther ? [`The file says which base function its layers have (${[...new Set(said)].join(', ')}), so that base: ${asked.kind} was not asked.`] : [];
}

/** Functions of JAX by their names there, with the defaults they have. */
const OF_JAX = /^jax[\w.]*\.(silu|identity|tanh|relu|sigmoid|softplus|gelu)$/;

/** The same of a function of JAX. @param name with its module, such as `jax._src.nn.functions.silu`; `null` for none */
export function baseOfJax(name: string | null): PluginUse | null {
  if (name === null) return { kind: 'none' };
  const [, kind] = OF_JAX.exec(name) ?? [];
  return kind === undefined ? null : { kind };
}

export const KNOWN_OF_JAX = 'silu, identity, tanh, relu, sigmoid, softplus and gelu of jax.nn';
