import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Host, type Provenance, RELEASE, type SourceState } from '@knotwork/experiment';
import { codeFingerprint } from './code-fingerprint.js';
import { type Git, git } from './git.js';
import { CODE, sourceState } from './source-state.js';

/** What git knows of source trees. It is asked once about each folder: the code that runs was loaded once, too. */
export class GitProvenance implements Provenance {
  readonly host: Host = {
    record: { node: process.versions.node, platform: `${process.platform}-${process.arch}` },
    deciding: { node: process.versions.node.split('.')[0]!, platform: `${process.platform}-${process.arch}` },
  };
  private readonly states = new Map<string, Promise<SourceState | null>>();
  private own: Promise<SourceState | null> | null = null;
  private fingerprint: Promise<string | null> | null = null;

  /** @param folder of the source tree that runs; null for a release */
  constructor(private readonly folder: string | null = ownFolder(), private readonly ask: Git = git) {}

  source(): Promise<SourceState | null> {
    const { folder } = this;
    this.own ??= folder === null ? Promise.resolve(null) : sourceState(this.ask, folder, CODE).then((state) => state ?? { commit: null, isDirty: true });
    return this.own;
  }

  stateOf(folder: string): Promise<SourceState | null> {
    const state = this.states.get(folder) ?? sourceState(this.ask, folder);
    this.states.set(folder, state);
    return state;
  }

  code(): Promise<string | null> {
    const { folder } = this;
    this.fingerprint ??= folder === null ? Promise.resolve(RELEASE) : this.source().then((state) => codeFingerprint(this.ask, folder, state!));
    return this.fingerprint;
  }
}

/** The source tree that this file is part of; null in an installed release. */
function ownFolder(): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === '@knotwork/source') return folder;
    if (folder === dirname(folder)) return null;
  }
}
