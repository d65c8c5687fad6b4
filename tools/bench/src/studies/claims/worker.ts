import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { standardPackages } from '@knotwork/standard';
import { FolderClaims, StudyFolder, work } from '@knotwork/studies';
import { FileComposer } from '@knotwork/workspace';

/** How long it took from looking for a trial to holding it, in milliseconds. */
export interface TimedClaim {
  readonly clock: number;
  /** Of this process. */
  readonly processor: number;
  /** Whether it was the first of this worker, which lists all trials before. */
  readonly isFirst: boolean;
}

// Works on a study when it is told to, and tells how long each claim took.
const [path, pause] = [process.argv[2]!, Number(process.argv[3]!)];

interface Moment { readonly clock: number; readonly processor: NodeJS.CpuUsage }
const now = (): Moment => ({ clock: performance.now(), processor: process.cpuUsage() });
/** Since when a trial is looked for; null while one is worked on. */
let since: Moment | null = null;
const claimed: TimedClaim[] = [];

class WatchedFolder extends StudyFolder {
  override those<T extends { readonly id: string }>(which: 'done' | 'open', trials: readonly T[]): T[] {
    since ??= now();
    return super.those(which, trials);
  }
}

const folder = new WatchedFolder(path);
const { engines: _, ...record } = folder.readBegun();
const claims = new FolderClaims(folder.claims);
const composer = new FileComposer(await standardPackages());

/** Trials that take their time and not the processor's, so that claims alone are in each other's way. */
const waiting = {
  compose: async ({ out }: { readonly out?: string }) => ({
    id: '', done: null,
    run: async () => {
      await wait(pause);
      mkdirSync(out!, { recursive: true });
      writeFileSync(join(out!, 'result.json'), '{ "status": "completed" }');
      return { status: 'completed', seconds: pause / 1000 };
    },
  }),
} as unknown as FileComposer;

process.once('message', () => { void run(); });
process.send!('ready');

async function run(): Promise<void> {
  await work({
    folder, record, composer: pause > 0 ? waiting : composer, signal: new AbortController().signal,
    claims: { claim: (trial) => { const claim = claims.claim(trial); return claim === null ? null : { ...claim, requireHeld: () => { claim.requireHeld?.(); }, release: () => { claim.release(); since = now(); } }; } },
    tell: ({ event }) => {
      if (event !== 'began' || since === null) return;
      const { user, system } = process.cpuUsage(since.processor);
      claimed.push({ clock: performance.now() - since.clock, processor: (user + system) / 1000, isFirst: claimed.length === 0 });
      since = null;
    },
  });
  process.send!(claimed, undefined, undefined, () => { process.exit(0); });
}
