import { saveNetwork } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import { inject, injectable } from '@knotwork/registry';
import { type Checkpoint, checkpointText, readCheckpoint, startOf } from './checkpoint.js';
import type { ExperimentRequest } from '../compose/experiment-request.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Clock } from '../host/clock.js';
import type { Digest } from '../host/digest.js';
import type { Provenance } from '../host/provenance.js';
import type { RunIdentity } from '../identity/run-identity.js';
import type { Software } from '../identity/software.js';
import { networkAbout } from './network-about.js';
import type { RunPlace } from './run-place.js';
import { FILES, type RunStore } from './run-store.js';
import type { Model } from '../stages/stage.js';
import { tokens } from '../tokens.js';

/** How a run began. */
export interface Beginning {
  /** Seconds of work that were done before, where it goes on; null where it begins anew. */
  readonly resumedAt: number | null;
  /** Why it starts over although there was something to go on from. */
  readonly reason?: string;
}

/** Keeps in its place how far a run has come. Whatever is written is safe before anybody is told: what was reported is never lost. */
@injectable()
export class RunProgress {
  /** Moment at which the run would have begun if all its work had been done in one go. */
  private began = 0;
  private reached: Checkpoint = startOf(null);
  private open: RunStore | null = null;

  constructor(
    @inject(tokens.place) private readonly place: RunPlace,
    @inject(tokens.request) private readonly request: Pick<ExperimentRequest, 'again'>,
    @inject(tokens.identity) private readonly identity: RunIdentity,
    @inject(tokens.record) private readonly record: Readonly<Record<string, unknown>>,
    @inject(tokens.provenance) private readonly provenance: Provenance,
    @inject(tokens.digest) private readonly digest: Digest,
    @inject(tokens.clock) private readonly clock: Clock,
    @inject(tokens.catalog) private readonly catalog: Catalog,
    @inject(tokens.data) private readonly data: PreparedData,
    @inject(tokens.software) private readonly software: Software,
  ) {}

  get checkpoint(): Checkpoint { return this.reached; }

  /** Whether anybody can tell later that the same code goes on. */
  get canGoOn(): boolean { return this.reached.code !== null; }

  /** Takes hold of the place, and goes on where an unfinished run of the same content stopped, or starts over. */
  async begin(): Promise<Beginning> {
    const code = await this.provenance.code();
    this.open = this.place.open();
    try {
      return this.beginIn(this.open, code);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** Seconds of work since the run began; work that was lost is not counted. */
  seconds(): number { return (this.clock.now() - this.began) / 1000; }

  /** Writes how far the run has come. */
  save(checkpoint: Checkpoint): void {
    this.reached = { ...checkpoint, seconds: this.seconds() };
    this.store.writeAtomically(FILES.checkpoint, checkpointText(this.reached, this.digest));
  }

  saveNetwork({ structure, network }: Model): void {
    const saved = saveNetwork(structure, network, networkAbout(network.spec, this.data, this.catalog, this.software));
    this.store.writeAtomically(FILES.parameters, saved.safetensors);
    this.store.writeAtomically(FILES.network, saved.json);
  }

  append(event: object): void { this.store.append(event); }

  /** Writes the result, which ends the run. */
  finish(result: object, seconds: number): void {
    const { finished, resumptions } = this.reached;
    this.store.finish(result, { seconds, stages: finished.map(({ timing }) => timing), resumptions }, this.clock.date());
  }

  /** Lets the place go. */
  end(): void {
    this.open?.dispose();
    this.open = null;
  }

  private beginIn(store: RunStore, code: string | null): Beginning {
    this.began = this.clock.now();
    const found = this.found(store, code);
    if (found !== null && typeof found !== 'string') {
      this.began -= 1000 * found.seconds;
      store.resume(this.record);
      this.save({ ...found, resumptions: found.resumptions + 1 });
      return { resumedAt: found.seconds };
    }
    store.clear();
    store.begin(this.record);
    this.save(startOf(code));
    return { resumedAt: null, ...(found === null ? {} : { reason: found }) };
  }

  /** What there is to go on from, or in words why it cannot be used. */
  private found(store: RunStore, code: string | null): Checkpoint | string | null {
    // A finished run has nothing left to do: it is asked for anew.
    if (this.request.again || store.status().state !== 'unfinished' || store.readRun()?.['id'] !== this.identity.id) return null;
    const bytes = store.read(FILES.checkpoint);
    return bytes === null ? null : readCheckpoint(bytes, code, this.digest);
  }

  private get store(): RunStore { return this.open!; }
}
