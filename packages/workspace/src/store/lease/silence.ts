import { type Holder, holderIn } from './holder.js';

/** A lease as it lies on the disk. */
export interface Seen {
  readonly text: string;
  readonly holder: Holder | null;
  /** Beats of its holder when it was last told. */
  readonly count: number;
}

export function seenIn(text: string): Seen {
  const [line = '', count = ''] = text.split('\n');
  return { text, holder: holderIn(line), count: Number(count) || 0 };
}

/**
 * Who has been silent, as seen from here: leases are looked at again and again, and what counts is how long they stayed the same by the clock of this process. Clocks of other machines, and dates of
 * files, say nothing. What is true of one lease of a process is true of all that it has not told anything of since.
 */
export class Silence {
  private readonly looks = new Map<string, { readonly text: string; readonly since: number }>();
  private readonly gone = new Map<string, number>();

  /** @param lease milliseconds without a beat after which a holder is gone */
  constructor(private readonly lease: number, private readonly now: () => number = () => performance.now()) {}

  /** Looks at a lease. @returns whether its holder is gone */
  isGone(path: string, { text, holder, count }: Seen): boolean {
    // The last beat may have reached some leases only.
    if (holder !== null && holder.token !== '' && (this.gone.get(holder.token) ?? -2) >= count - 1) return true;
    const look = this.looks.get(path);
    if (look?.text !== text) {
      this.looks.set(path, { text, since: this.now() });
      return false;
    }
    if (this.now() - look.since < this.lease) return false;
    if (holder !== null && holder.token !== '') this.gone.set(holder.token, count);
    return true;
  }

  /** Forgets a lease that is no more. */
  forget(path: string): void { this.looks.delete(path); }
}
