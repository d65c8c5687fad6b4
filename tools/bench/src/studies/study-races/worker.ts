import { appendFileSync } from 'node:fs';
import { standardPackages } from '@knotwork/standard';
import { given } from '@knotwork/registry';
import { type Claims, FolderClaims, StudyFolder, work } from '@knotwork/studies';
import { FileComposer, Leases, processLeases } from '@knotwork/workspace';

/** What a worker writes down, a line each. */
export interface Line {
  readonly worker: string;
  /** Milliseconds since 1970: the clock is that of one machine. */
  readonly at: number;
  /** `lost`: it learned that somebody else has its trial. */
  readonly event: 'began' | 'ended' | 'failed' | 'lost' | 'idle' | 'note' | 'crash';
  readonly trial?: string;
  readonly message?: string;
}

// Works on a study as `knotwork work DIR --wait` does, with leases that end sooner, and writes down what happens.
const [worker, path, log, beat, lease] = process.argv.slice(2) as [string, string, string, string, string];
const leases = new Leases({ beat: Number(beat), lease: Number(lease) });

const tell = (line: Pick<Line, 'event' | 'trial' | 'message'>): void => { appendFileSync(log, `${JSON.stringify({ worker, at: Date.now(), ...line })}\n`); };
const folder = new StudyFolder(path);
const held = new FolderClaims(folder.claims, leases);
const claims: Claims = {
  claim: (trial) => {
    const claim = held.claim(trial);
    claim?.lost?.addEventListener('abort', () => { tell({ event: 'lost', trial }); });
    return claim;
  },
};
const composer = new FileComposer(await standardPackages(), [given(processLeases, leases)]);
process.on('uncaughtException', (error) => { tell({ event: 'crash', message: String(error) }); process.exit(1); });
await work({ folder, record: folder.readBegun(), composer, claims, waits: true, signal: new AbortController().signal, tell: (event) => { tell(event); } });
process.exit(0);
