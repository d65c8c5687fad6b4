import type { Catalog } from '@knotwork/plugin';
import { comingPresets, type Preset } from './presets/index.js';
import { broughtBy, forStored, overPreset } from './apply-preset.js';
import { badOverride, idlePreset, type Origin, presetNotYet, presetWithoutStages, unknownPreset } from './errors.js';
import { expand } from './expand.js';
import { experimentSchema } from './experiment-schema.js';
import type { ExperimentSource } from './experiment-source.js';
import { namesPreset, pathsIn, requireFew } from './override-list.js';
import { overSituation, type StoredFacts } from './situation.js';
import { namesStored, refuseBeside } from './stored-source.js';
import type { Path } from './written.js';

type Tree = Record<string, unknown>;

/** What file, overrides and preset say together, short forms written out, and which of them said what. */
export class FilledTree {
  tree: Tree;
  /** Paths that the file or an override says something at. */
  readonly explicit: Set<string>;
  private readonly changed: { path: string; override: string }[] = [];
  private preset: Preset | null = null;
  // Whoever replaces the list of stages has it as it is; whoever changes one of them changes the preset's.
  private ownStages: boolean;
  private isPresetUsed = false;

  constructor(private readonly source: ExperimentSource, private readonly catalog: Catalog) {
    this.tree = expand(experimentSchema, source.tree, catalog) as Tree;
    this.explicit = new Set(pathsIn(this.tree, ''));
    this.ownStages = this.explicit.has('stages');
  }

  /** Applies overrides left to right, one that names the preset before the others: they address what it brings. */
  fill(overrides: readonly string[], presets: readonly Preset[]): void {
    requireFew(overrides);
    for (const override of overrides.filter(namesPreset)) this.change(override);
    this.preset = this.presetAmong(presets);
    this.layOverPreset();
    for (const override of overrides.filter((o) => !namesPreset(o))) {
      this.change(override);
      this.layOverPreset();
    }
    if (namesStored(this.tree)) refuseBeside(this.tree, this.catalog, (path) => this.originOf(path));
  }

  /**
   * Lays defaults that follow from the rest under it.
   *
   * @param stored what the network is that is gone on from; null where one is made anew
   */
  settle(stored: StoredFacts | null): void {
    const filled = this.tree;
    this.tree = overSituation(this.tree, this.catalog, stored);
    if (this.preset !== null && this.tree['stages'] === undefined) throw presetWithoutStages(this.preset.name, this.originOf(['stages']));
    if (this.preset !== null && !this.isPresetUsed && !this.isResolved()) throw this.idle(this.preset, broughtBy(this.presetHere(this.preset), filled));
  }

  /** Where the value at a path comes from. */
  originOf(path: Path): Origin {
    const { source, changed, preset } = this;
    const dotted = path.join('.');
    if (preset !== null && isWritten(this.tree, path) && !this.explicit.has(dotted)) return { preset: preset.name };
    const by = changed.findLast((c) => isAtOrBelow(dotted, c.path)) ?? (isWritten(source.tree, path) ? undefined : changed.findLast((c) => isAtOrBelow(c.path, dotted)));
    const line = source.lineOf(path);
    return by !== undefined ? { override: by.override } : line === undefined ? {} : { line };
  }

  private change(override: string): void {
    const { tree, path, value } = this.source.texts!.applyOverride(experimentSchema, this.tree, override, this.catalog);
    this.tree = tree as Tree;
    this.changed.push({ path, override });
    for (const p of this.explicit) if (isAtOrBelow(p, path)) this.explicit.delete(p);
    if (value !== null) for (const p of [...blocksAround(path), ...pathsIn(value, path)]) this.explicit.add(p);
    if (path === 'stages') this.ownStages = value !== null;
  }

  private layOverPreset(): void {
    if (this.preset === null) return;
    const before = JSON.stringify(this.tree);
    this.tree = expand(experimentSchema, overPreset(this.tree, this.presetHere(this.preset), this.ownStages), this.catalog) as Tree;
    this.isPresetUsed ||= JSON.stringify(this.tree) !== before;
  }

  /** What a preset says in this place. */
  private presetHere(preset: Preset): Preset { return namesStored(this.tree) ? forStored(preset) : preset; }

  /** Whether the file alone says everything, the preset that it came from as well, as a resolved file does. */
  private isResolved(): boolean {
    const isSaid = (key: string): boolean => Object.hasOwn(this.source.tree, key) || key === 'dataset' || key === 'datasets';
    return this.source.tree['preset'] === this.preset?.name && !this.changed.some(({ path }) => path === 'preset') && Object.keys(experimentSchema.shape).every(isSaid);
  }

  private idle({ name }: Preset, paths: readonly string[]): Error {
    const origin = this.originOf(['preset']);
    return origin.override === undefined ? idlePreset(name, paths, origin)
      : badOverride(origin.override, `touches nothing: the file itself says all that the preset "${name}" would bring. Leave it out, or add ${paths.map((path) => `${path}=null`).join(' ')}.`);
  }

  /** The preset that is named; what is no name is left to the schema. */
  private presetAmong(presets: readonly Preset[]): Preset | null {
    const name = this.tree['preset'];
    if (typeof name !== 'string' || name === 'none') return null;
    const found = presets.find((p) => p.name === name);
    if (found !== undefined) return found;
    const names = ['none', ...presets.map((p) => p.name)];
    throw (comingPresets.includes(name) ? presetNotYet : unknownPreset)(name, names, this.originOf(['preset']));
  }
}

const isAtOrBelow = (path: string, block: string): boolean => path === block || path.startsWith(`${block}.`);

/** Whether a tree itself has something at a path. */
function isWritten(tree: unknown, [key, ...rest]: Path): boolean {
  if (key === undefined) return true;
  return typeof tree === 'object' && tree !== null && Object.hasOwn(tree, key) && isWritten((tree as Record<string | number, unknown>)[key], rest);
}

/** `a`, `a.b` for `a.b.c`. */
function blocksAround(path: string): string[] {
  const keys = path.split('.');
  return keys.slice(1).map((_, i) => keys.slice(0, i + 1).join('.'));
}
