import { Interrupted } from './program.js';

/** Fails when this program is told to stop, so that what it raced with can be cleaned up. */
export function interruption(): Promise<never> {
  return new Promise((_, reject) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { reject(new Interrupted()); }); });
}
