import { valueText } from '@knotwork/model';
import { type InstalledPackage, KnotworkError } from '@knotwork/plugin';

/** Functions of the caller, by the name of their option. @param of who takes them @throws KnotworkError `input` for what is none */
export function requireFunctions(of: string, functions: Readonly<Record<string, unknown>>): void {
  for (const [option, given] of Object.entries(functions)) {
    if (given !== undefined && typeof given !== 'function') throw new KnotworkError('input', `${of} must have as "${option}" a function; got ${told(given)}. Write ${option}: (what) => { console.log(what); }, or leave it out.`);
  }
}

/** @param of who takes it @throws KnotworkError `input` for what is no `AbortSignal` */
export function requireSignal(of: string, signal: unknown): void {
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted !== 'function') throw new KnotworkError('input', `${of} must have as "signal" an AbortSignal; got ${told(signal)}. Write signal: AbortSignal.timeout(60000), or the signal of an AbortController.`);
}

/** Packages, where there are any: what is said of wrong ones is loaded with them. @param of who takes them @throws KnotworkError `input` for what are no packages at hand */
export async function requirePackagesOf(of: string, { packages }: { readonly packages?: readonly InstalledPackage[] | undefined }): Promise<void> {
  if (packages !== undefined) (await import('./require-packages.js')).requirePackages(of, packages, told);
}

/** Characters of a value that a message repeats. */
const MOST_TOLD = 80;

/** A value for a message, cut where it is long. */
export function told(value: unknown): string {
  const text = valueText(value);
  return text.length > MOST_TOLD ? `${text.slice(0, MOST_TOLD)}...` : text;
}
