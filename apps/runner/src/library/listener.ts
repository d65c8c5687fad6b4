/**
 * A callback of a user, who may have written an asynchronous one. What it throws ends what it is told of, at once; what its promise is rejected with, at the next event or the end.
 * A promise that nobody waits for would end the program.
 */
export class Listener<T> {
  private readonly pending = new Set<Promise<void>>();
  private failure: { readonly reason: unknown } | null = null;

  /** @param callback left out, nothing is told */
  constructor(private readonly callback: ((event: T) => unknown) | undefined) {}

  /** Is no method, so that it can be handed on. @throws what the callback threw, or what an earlier promise of it was rejected with */
  readonly tell = (event: T): void => {
    this.check();
    const answer = this.callback?.(event);
    if (typeof (answer as PromiseLike<unknown> | null | undefined)?.then !== 'function') return;
    const waits: Promise<void> = Promise.resolve(answer).then(() => {}, (reason: unknown) => { this.failure ??= { reason }; }).finally(() => { this.pending.delete(waits); });
    this.pending.add(waits);
  };

  /** Waits for all promises. @throws what one of them was rejected with */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
    this.check();
  }

  private check(): void {
    if (this.failure !== null) throw this.failure.reason;
  }
}
