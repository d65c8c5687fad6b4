/** Part of an experiment file as plain data. */
export type PartialTree = Readonly<Record<string, unknown>>;

/** A named set of defaults: what it says stands where neither the file nor an override says anything. Measured recipes, as plain data. */
export interface Preset {
  readonly name: string;
  /** What stands under the file: blocks are merged key by key, a list of the file replaces the preset's. */
  readonly tree: PartialTree;
  /** Paths in it of what it says of a network that is made anew; left out where a saved one is gone on from. */
  readonly fresh?: readonly string[];
  /** Defaults of every stage of a kind, whoever wrote the stage. */
  readonly each: Readonly<Record<string, PartialTree>>;
}
