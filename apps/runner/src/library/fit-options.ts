import type { MemoryData } from '@knotwork/datasets';
import type { RunEvent } from '@knotwork/experiment';
import type { Model } from '@knotwork/model';
import type { InputMap, InstalledPackage, Outside } from '@knotwork/plugin';

/** A plugin by its name, or with options, as in an experiment file. */
export type Use = string | { readonly kind: string; readonly [option: string]: unknown };

/** Parts of a network or of one of its layers; see docs/experiment-file.md. */
export interface NetworkParts {
  readonly layer?: Use;
  readonly edge?: Use;
  readonly basis?: Use;
  readonly inputMap?: InputMap;
  readonly outside?: Outside;
  readonly initializer?: Use;
}

/** What an experiment file says, by the same keys. */
export interface ExperimentOptions {
  /** In kebab-case (model). */
  readonly name?: string;
  readonly preset?: 'none' | 'table' | 'staircase' | 'continual';
  /** Everything random is derived from it (0). */
  readonly seed?: number;
  readonly streams?: { readonly data?: number; readonly init?: number; readonly batch?: number };
  /** Plugin packages to load, where the host can: names, or paths. */
  readonly plugins?: readonly string[];
  readonly engine?: Use;
  /** A data set by name and options. With `data` the options of `table`, without its kind and path. */
  readonly dataset?: { readonly kind?: string; readonly [option: string]: unknown };
  readonly datasets?: Readonly<Record<string, Use>>;
  readonly standardizeTargets?: boolean;
  /** Widths, inputs first and outputs last, and what the network is made of. */
  readonly network?: NetworkParts & {
    /** A saved network to go on from, in place of all the rest, where the host has files: the folder of a run, or a network.json. */
    readonly from?: string | { readonly path: string; readonly member?: number; readonly sha256?: string };
    readonly widths?: readonly number[] | { readonly hidden: readonly (readonly number[])[]; readonly folds?: number };
    readonly layers?: Readonly<Record<string, NetworkParts>>;
  };
  /** Networks whose mean is the model (1). */
  readonly members?: number;
  /** The recipe (one `fit`). */
  readonly stages?: readonly Use[];
}

/** What to learn, and how. */
export interface FitOptions extends ExperimentOptions {
  /** A table at hand: columns by name, rows that are objects, or rows that are lists below one of names. */
  readonly data?: MemoryData;
  /** Column of `data` to predict, or several. */
  readonly target?: string | readonly string[];
  /** Rows of numbers instead of `data`: inputs are called x1, x2, ... */
  readonly inputs?: ArrayLike<ArrayLike<number>>;
  /** With `inputs`: a number or, with `dataset: { task: 'classification' }`, a class for every row, or a list of numbers; null where it is missing, which `dataset.missing` is about. They are called y, or y1, y2, ... */
  readonly targets?: ArrayLike<number | string | null | ArrayLike<number>>;
  /** A model to go on from: its network, of several the best one, is trained further. In place of all of `network`; where there are folders also that of a run. */
  readonly from?: Model | string;
  /** An experiment file as text, in place of all that it says. */
  readonly text?: string;
  /** Files that the experiment names, by their paths. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Plugin packages at hand. */
  readonly packages?: readonly InstalledPackage[];
  /** Is told of every step and stage. */
  readonly onProgress?: (event: RunEvent) => void;
  /** Ends the fit: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}
