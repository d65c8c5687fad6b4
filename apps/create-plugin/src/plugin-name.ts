import { notKebabCase, reservedWord } from './errors.ts';
import { templateNames } from './template-names.ts';

/** A plugin's name as files and experiments say it, and the name of its export. */
export interface PluginName {
  /** kebab-case: `my-basis`. */
  readonly name: string;
  /** camelCase: `myBasis`. */
  readonly symbol: string;
}

/** What no constant of a module can be called. */
const RESERVED: ReadonlySet<string> = new Set((
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in '
  + 'instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'
).split(' '));

/** Reads a plugin's name. @throws Refusal when it is not kebab-case, or cannot be the name of a constant in the files that are written */
export function pluginName(name: unknown): PluginName {
  // The rule of the plugin contract.
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) throw notKebabCase(name);
  const symbol = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  if (RESERVED.has(symbol) || templateNames().has(symbol)) throw reservedWord(name);
  return { name, symbol };
}
