import { EXIT } from './exit-status.js';

/** What SIGINT and SIGTERM have done to a command. */
export class Signalled {
  private readonly abort = new AbortController();
  private by: number | null = null;
  private readonly heard = (signal: NodeJS.Signals): void => {
    // A second signal ends at once; what is on disk is whole all the same.
    if (this.by !== null) { this.atOnce(); process.exit(this.by); }
    this.by = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    this.abort.abort();
  };

  /** Listens from now on. @param atOnce what is done before a second signal ends the process */
  constructor(private readonly atOnce: () => void = () => undefined) { process.on('SIGINT', this.heard).on('SIGTERM', this.heard); }

  /** Aborted by the first of them. */
  get signal(): AbortSignal { return this.abort.signal; }

  /** The exit status that it asks for; null as long as there was none. */
  get status(): number | null { return this.by; }

  /** No longer listens. */
  forget(): void { process.off('SIGINT', this.heard).off('SIGTERM', this.heard); }
}
