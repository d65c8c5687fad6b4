import type { MemoryFolder } from './memory-folder.js';
import { notOpen, otherRunInMemory } from '../../errors.js';
import { canonicalJson, lineJson, stableJson } from '../../json/json.js';
import { FILES, MEMBERS, START_FILES, type RunStatus, type RunStore } from '../run-store.js';

/** Keeps a run in memory, with the bytes that its files would have on a disk. */
export class MemoryStore implements RunStore {
  private open = true;

  constructor(private readonly folder: MemoryFolder) {}

  get isOpen(): boolean { return this.open; }

  status(): RunStatus {
    if (this.json(FILES.result) === null) return { state: this.readRun() === null ? 'absent' : 'unfinished' };
    const finished = this.json(FILES.timing)?.['finished'];
    return { state: 'completed', finished: typeof finished === 'string' ? finished : null };
  }

  readRun(): Readonly<Record<string, unknown>> | null { return this.json(FILES.run); }

  read(name: string): Uint8Array | null { return this.folder.read(name); }

  begin(run: object): void {
    const before = this.readRun();
    if (before === null) this.writeAtomically(FILES.run, stableJson(run));
    else if (canonicalJson(before) !== canonicalJson(run)) throw otherRunInMemory();
  }

  resume(run: object): void { this.writeAtomically(FILES.run, stableJson(run)); }

  append(event: object): void {
    this.requireOpen();
    this.folder.append(FILES.metrics, `${lineJson(event)}\n`);
  }

  writeAtomically(name: string, content: string | Uint8Array): void {
    this.requireOpen();
    this.folder.write(name, content);
  }

  finish(result: object, timing: object, date: Date): void {
    this.writeAtomically(FILES.timing, stableJson({ finished: date.toISOString(), ...timing }));
    this.writeAtomically(FILES.result, stableJson(result));
    for (const name of this.folder.names()) if (isCheckpoint(name)) this.folder.remove(name);
  }

  clear(keep: readonly string[] = []): void {
    this.requireOpen();
    const known = [...Object.values(FILES), ...Object.values(START_FILES), ...this.folder.names().filter(isOfMember)];
    for (const name of known) if (!keep.includes(name)) this.folder.remove(name);
  }

  dispose(): void { this.open = false; }

  private requireOpen(): void {
    if (!this.open) throw notOpen();
  }

  private json(name: string): Readonly<Record<string, unknown>> | null {
    const text = this.folder.text(name);
    return text === null ? null : JSON.parse(text) as Record<string, unknown>;
  }
}

const isOfMember = (name: string): boolean => name.startsWith(`${MEMBERS}/`);
const isCheckpoint = (name: string): boolean => name === FILES.checkpoint || (isOfMember(name) && name.endsWith(`/${FILES.checkpoint}`));
