import { resolve, saveNetwork } from '@knotwork/network';
import type { Catalog } from '@knotwork/plugin';
import { inject } from '@knotwork/registry';
import { type Checkpoint, checkpointText, type FinishedMember, memberText, readCheckpoint, readMember, startOf } from './checkpoint.js';
import type { ExperimentRequest } from '../compose/experiment-request.js';
import type { PreparedData } from '../data/prepare-data.js';
import type { Clock } from '../host/clock.js';
import type { Digest } from '../host/digest.js';
import type { Provenance } from '../host/provenance.js';
import type { RunIdentity } from '../identity/run-identity.js';
import type { Software } from '../identity/software.js';
import { stableJson } from '../json/json.js';
import { networkAbout } from './network-about.js';
import type { RunPlace } from './run-place.js';
import { FILES, memberFile, type RunStore } from './run-store.js';
import type { Model } from '../stages/stage.js';
import type { StoredStart } from '../stored/start-from.js';
import { tokens } from '../tokens.js';

/** How a run began. */
export interface Beginning {
  /** Seconds of work that were done before, where it goes on; null where it begins anew. */
  readonly resumedAt: number | null;
  /** Why it starts over although there was something to go on from. */
  readonly reason?: string;
}

/** What there is to go on from. */
interface Found { readonly checkpoint: Checkpoint; readonly members: readonly FinishedMember[] }

/** Keeps in its place how far a run has come. Whatever is written is safe before anybody is told: what was reported is never lost. */
export class RunProgress {
  /** Moment at which the run would have begun if all its work had been done in one go. */
  private began = 0;
  private reached: Checkpoint = startOf(null);
  private done: readonly FinishedMember[] = [];
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
    @inject(tokens.start) private readonly start: StoredStart | null,
  ) {}

  /** Of the run; in one of several networks, of the member that comes after those that are finished. */
  get checkpoint(): Checkpoint { return this.reached; }

  /** Members that have gone through the recipe; none in a run of one network. */
  get members(): readonly FinishedMember[] { return this.done; }

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

  /** Keeps a member that has gone through the recipe, so that the next one may begin: what its stages reached is then all there is to know of it. */
  saveMember(member: FinishedMember): void {
    const { code, members, choice, resumptions } = this.reached;
    const text = memberText(member);
    this.store.writeAtomically(memberFile(members.length + 1, FILES.checkpoint), text);
    this.done = [...this.done, member];
    this.save({ ...startOf(code), choice, members: [...members, this.digest.sha256(text)], resumptions });
  }

  /** @param member whose own folder the network belongs in, from 0; left out for that of the run */
  saveNetwork({ structure, network }: Model, member?: number): void {
    const saved = saveNetwork(structure, network, networkAbout(network.spec, this.data, this.catalog, this.software));
    const nameOf = (name: string): string => (member === undefined ? name : memberFile(member + 1, name));
    this.store.writeAtomically(nameOf(FILES.parameters), saved.safetensors);
    this.store.writeAtomically(nameOf(FILES.network), saved.json);
  }

  /** The network of a finished member. @param member from 0 */
  modelOf(member: number): Model {
    const { network } = this.done[member]!;
    return { structure: resolve(network.spec, this.catalog), network };
  }

  /** Keeps a file of what the run came to. @param name one of `FILES` */
  keep(name: string, content: string | Uint8Array): void { this.store.writeAtomically(name, content); }

  append(event: object): void { this.store.append(event); }

  /** Writes the result, which ends the run, and beside the times the SHA-256 of it and of all networks: who shows them later can tell whether they are as they were written. */
  finish(result: object, seconds: number): void {
    const { finished, resumptions } = this.reached;
    const timings = (of: Checkpoint['finished']): { readonly stages: readonly object[] } => ({ stages: of.map(({ timing }) => timing) });
    const stages = this.done.length === 0 ? timings(finished) : { members: this.done.map((member) => timings(member.finished)) };
    const files = { [FILES.result]: this.digest.sha256(stableJson(result)), ...this.networkHashes() };
    this.store.finish(result, { seconds, ...stages, resumptions, files }, this.clock.date());
  }

  /** SHA-256 of the files of networks, by name. */
  private networkHashes(): Readonly<Record<string, string>> {
    const names = [FILES.network, FILES.parameters];
    const all = [...names, ...this.done.flatMap((_, k) => names.map((name) => memberFile(k + 1, name)))];
    return Object.fromEntries(all.flatMap((name) => {
      const bytes = this.store.read(name);
      return bytes === null ? [] : [[name, this.digest.sha256(bytes)]];
    }));
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
      const { checkpoint, members } = found;
      this.done = members;
      this.began -= 1000 * checkpoint.seconds;
      store.resume(this.record);
      this.keepStart(store);
      this.save({ ...checkpoint, resumptions: checkpoint.resumptions + 1 });
      return { resumedAt: checkpoint.seconds };
    }
    this.done = [];
    // What the run begins with may lie in this very place, as the network of a run that it replaces or as a copy: at no moment is it nowhere.
    this.keepStart(store);
    store.clear(Object.keys(this.start?.copy ?? {}));
    store.begin(this.record);
    this.save(startOf(code));
    return { resumedAt: null, ...(found === null ? {} : { reason: found }) };
  }

  /** Writes the copy of what the run begins with, as far as it is not there. */
  private keepStart(store: RunStore): void {
    for (const [name, content] of Object.entries(this.start?.copy ?? {})) {
      const bytes = store.read(name);
      if (bytes === null || this.digest.sha256(bytes) !== this.digest.sha256(content)) store.writeAtomically(name, content);
    }
  }

  /** What there is to go on from, or in words why it cannot be used. */
  private found(store: RunStore, code: string | null): Found | string | null {
    // A finished run has nothing left to do: it is asked for anew.
    if (this.request.again || store.status().state !== 'unfinished' || store.readRun()?.['id'] !== this.identity.id) return null;
    const bytes = store.read(FILES.checkpoint);
    const checkpoint = bytes === null ? null : readCheckpoint(bytes, code, this.digest);
    return checkpoint === null || typeof checkpoint === 'string' ? checkpoint : this.withMembers(store, checkpoint);
  }

  /** The checkpoint with the members that were finished before it was written. */
  private withMembers(store: RunStore, checkpoint: Checkpoint): Found | string {
    const members: FinishedMember[] = [];
    for (const [k, known] of checkpoint.members.entries()) {
      const name = memberFile(k + 1, FILES.checkpoint);
      const member = readMember(store.read(name), known, this.digest);
      if (member === null) return `${name} is damaged; the run starts over`;
      members.push(member);
    }
    return { checkpoint, members };
  }

  private get store(): RunStore { return this.open!; }
}
