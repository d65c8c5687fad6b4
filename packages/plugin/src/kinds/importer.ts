import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { LayerSpec } from '../model/network-spec.js';

/** An array of a file of another program. @experimental */
export interface ForeignArray {
  readonly shape: readonly number[];
  /** The last index runs fastest. All are finite. */
  readonly values: Float64Array;
  /** Whether the file has them in single precision. */
  readonly isSingle: boolean;
}

/** A file of another program: arrays and texts by name, whatever its format was. @experimental */
export interface ForeignFile {
  /** What messages call it. */
  readonly name: string;
  readonly arrays: ReadonlyMap<string, ForeignArray>;
  readonly texts: ReadonlyMap<string, string>;
}

/** A network of another program in the words of this one. @experimental */
export interface ImportedNetwork {
  /** Names of inputs and outputs where nobody gives others. Both are in the user's units, without maps. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Plugins are named as in the file of a network. */
  readonly layers: readonly LayerSpec[];
  /** Every tensor that such layers have, by its name in `network.safetensors`, such as `layers.0.bias`; the last index runs fastest. */
  readonly numbers: ReadonlyMap<string, Float64Array>;
  /** Where the network knows its inputs, `[minimum, maximum]` of each. */
  readonly domains: readonly (readonly [minimum: number, maximum: number])[];
  /** Sentences about what a user should know of it. */
  readonly notes: readonly string[];
}

/** Reads networks that other programs trained. @experimental */
export interface ImporterDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'importer', S> {
  /**
   * Says what a file holds, exactly: outputs differ from those of the other program by rounding alone, inside and outside of where it was trained.
   *
   * @throws KnotworkError `input` for a file that is not what the importer reads, `capability` for what cannot be expressed; both say where and what to do
   */
  read(file: ForeignFile, options: OptionsOf<S>): ImportedNetwork;
}

const PARTS: Parts<ImporterDefinition> = { read: called };

/** Declares an importer. @experimental */
export function defineImporter<S extends OptionsSchema>(importer: Omit<ImporterDefinition<S>, 'kind'>): ImporterDefinition<S> {
  return define({ kind: 'importer', ...importer }, PARTS);
}
