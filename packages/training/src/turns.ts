import type { Pause } from '@knotwork/plugin/engine';

const PAUSE_EVERY_MS = 50;

/**
 * Gives others a turn. An engine in this process answers at once; without a pause no signal, timer or drawing would ever get one. One for a
 * whole session: many optimizations that are short each are long together.
 */
export class Turns {
  private last = performance.now();

  /** Pauses when the last pause was a while ago. */
  async give(): Promise<void> {
    if (performance.now() - this.last <= PAUSE_EVERY_MS) return;
    await new Promise((resolve) => { setTimeout(resolve); });
    this.last = performance.now();
  }

  /** For the middle of a step that takes long. @returns a pause that rejects with the signal's reason once it was given */
  orEnd(signal: AbortSignal | undefined): Pause {
    return async () => {
      await this.give();
      signal?.throwIfAborted();
    };
  }
}
