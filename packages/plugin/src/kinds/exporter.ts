import * as z from '../zod.js';
import { define, type Definition, type OptionsOf, type OptionsSchema } from '../definition/definition.js';
import { called, type Parts } from '../definition/declared-parts.js';
import type { ExportedModel } from '../model/exported-model.js';

/** Files by name, the one to open first in front. Texts end with a line break. */
export type ExportedFiles = Readonly<Record<string, string | Uint8Array>>;

/** A small program around exported files, with which they are compared with the network they came from. */
export interface ExportTrial {
  /** Files besides the exported ones. */
  readonly files: ExportedFiles;
  /** Succeeds where the commands below can be run; `cc`, `node` and `python` are whatever goes by these names there. */
  readonly probe: readonly [command: string, ...args: string[]];
  /** What the probe looks for, in words that follow "needs", such as "a C compiler". */
  readonly needs: string;
  /**
   * One after the other, in a folder with all files. The last one reads rows of inputs from its standard input, a line each, with spaces between
   * numbers, and writes a line for each: the outputs and, of a classification, the probabilities of the classes and then the number of the class; or, of a model that has them, the derivatives.
   */
  readonly commands: readonly (readonly [command: string, ...args: string[]])[];
}

export const EXPORT_PRECISIONS = ['double', 'single', 'quantized'] as const;
/** What kind of numbers exported files compute with. */
export type ExportPrecision = (typeof EXPORT_PRECISIONS)[number];

/** Writes trained networks for other programs. */
export interface ExporterDefinition<S extends OptionsSchema = OptionsSchema> extends Definition<'exporter', S> {
  /** Ending of the first file, such as `.c`. */
  readonly extension: string;
  /** Whether it writes the derivatives of a model that has some; left out, they are refused. */
  readonly derivatives?: boolean;
  /** Whether networks are refused in which a node is a formula of several sums, such as a product; left out, they are written. */
  readonly sumsOnly?: boolean;
  /**
   * How large an error its numbers may have, relative to the largest size of an output: `double` 1e-12, `single` 1e-5. That of `quantized` ones is as large as options make it: it is told, and
   * nothing is refused for it.
   */
  precision(options: OptionsOf<S>): ExportPrecision;
  /**
   * Writes a model. The same model gives the same bytes: no times, nothing of the machine. What writes may be loaded now.
   *
   * @returns files whose names begin with `model.name`, the first of them ending in `extension`
   * @throws KnotworkError `capability` for an operation that the target does not have, naming it
   */
  export(model: ExportedModel, options: OptionsOf<S>): ExportedFiles | Promise<ExportedFiles>;
  /** How what it writes is tried. */
  trial(model: ExportedModel, options: OptionsOf<S>): ExportTrial | Promise<ExportTrial>;
}

const PARTS: Parts<ExporterDefinition> = { extension: z.string().regex(/^\.[a-z0-9.]+$/), derivatives: z.boolean().optional(), sumsOnly: z.boolean().optional(), precision: called, export: called, trial: called };

/** Declares an exporter. */
export function defineExporter<S extends OptionsSchema>(exporter: Omit<ExporterDefinition<S>, 'kind'>): ExporterDefinition<S> {
  return define({ kind: 'exporter', ...exporter }, PARTS);
}
