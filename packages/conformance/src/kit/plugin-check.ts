import { type Definition, didYouMean } from '@knotwork/plugin';
import type { Check } from './check.js';
import type { Claim } from './claim.js';
import { optionSets, type Options } from './option-values.js';
import type { Setup } from './setup.js';

/** A plugin under check. */
export interface Subject<D extends Definition = Definition, S extends Setup = Setup> {
  readonly definition: D;
  readonly setup: S;
  /** Options to check with, parsed: those of the setup first, then one change each. At least one. */
  readonly sets: readonly Options[];
}

/** A check of one kind of plugins. */
export interface PluginCheck<T extends Subject> {
  /** A sentence without full stop: the name of the test. */
  readonly name: string;
  /** How it is found out: one sentence of the page of checks. */
  readonly how: string;
  /** Left out for what every plugin of the kind must do. */
  readonly claim?: Claim<T>;
  /** @throws Error that says what is wrong */
  run(subject: T): Promise<void> | void;
}

/** The checks that apply to a plugin, by what it claims. @throws Error when options are missing, an expected failure names no check, or the engine is not of double precision */
export function checksOf<D extends Definition, S extends Setup>(checks: readonly PluginCheck<Subject<D, S>>[], definition: D, setup: S): readonly Check[] {
  const { engine } = setup;
  // Most claims are proved by differences, which are rounding in single precision.
  if (engine.precision !== 'float64') throw new Error(`Plugins are checked in double precision; the engine "${engine.name}" computes in ${engine.precision}. Give one of float64.`);
  const subject: Subject<D, S> = { definition, setup, sets: optionSets(definition, setup.options) };
  const applying = checks.filter(({ claim }) => claim === undefined || isMade(claim, subject));
  const expected = setup.expectedFailures ?? {};
  const strange = Object.keys(expected).find((name) => !applying.some((check) => check.name === name));
  if (strange !== undefined) throw noSuchCheck(definition, strange, applying.map(({ name }) => name));
  return applying.map((check) => ({
    name: `${definition.name}: ${check.name}`,
    run: async () => (expected[check.name] === undefined ? check.run(subject) : mustFail(check, subject, expected[check.name]!)),
  }));
}

function noSuchCheck({ kind, name }: Definition, strange: string, known: readonly string[]): Error {
  return new Error(`No check of ${kind} "${name}" is called "${strange}".${didYouMean(strange, known) || ` Its checks: ${known.join('; ')}.`}`);
}

/** A plugin that fails while it is asked is checked, so that the check tells. */
function isMade<T>(claim: Claim<T>, subject: T): boolean {
  try { return claim.isMade(subject); } catch { return true; }
}

async function mustFail<T extends Subject>(check: PluginCheck<T>, subject: T, reason: string): Promise<void> {
  try { await check.run(subject); } catch { return; }
  throw new Error(`This check was expected to fail (${reason}) and passes. Take it out of expectedFailures.`);
}
