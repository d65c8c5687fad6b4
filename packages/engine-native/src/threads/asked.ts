import { THREADS } from '@knotwork/plugin/engine';
import { badThreads } from '../errors.js';

/**
 * Threads that the environment asks for, the one of the caller among them; null where it leaves that to the machine.
 *
 * @throws KnotworkError `environment` for anything but a whole number of at least 1
 */
export function threadsAsked(env: Readonly<Record<string, string | undefined>> = (globalThis as { readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> } }).process?.env ?? {}): number | null {
  const text = env[THREADS]?.trim();
  if (!text) return null;
  if (!/^[1-9][0-9]{0,3}$/.test(text)) throw badThreads(THREADS, text);
  return Number(text);
}
