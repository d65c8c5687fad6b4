import { type Catalog, installedCatalog, isKnotworkError } from '@knotwork/plugin';
import { inject } from '@knotwork/registry';
import type { ExperimentRequest } from './experiment-request.js';
import type { Installation } from './installed.js';
import { experimentOf, type ExperimentSource, fillExperiment, type ResolvedExperiment } from '../config/index.js';
import { located } from '../errors.js';
import type { Digest } from '../host/digest.js';
import type { Files } from '../host/files.js';
import type { LoadedPlugin, PluginLoader } from '../host/plugin-loader.js';
import type { StoredStart } from '../stored/start-from.js';
import { tokens } from '../tokens.js';

/** What an experiment file resolves to, with the plugins it names loaded. */
export interface OpenedExperiment {
  readonly experiment: ResolvedExperiment;
  /** What is installed, and what the packages of the file bring. */
  readonly catalog: Catalog;
  readonly plugins: readonly LoadedPlugin[];
  /** The saved network that is gone on from; null where one is made anew. */
  readonly start: StoredStart | null;
}

/** Reads experiment files. */
export class ExperimentOpener {
  /** What was parsed last: a study opens one file again and again, with other overrides. */
  private parsed: { readonly text: ExperimentRequest['text']; readonly source: ExperimentSource } | null = null;

  constructor(
    @inject(tokens.installation) private readonly installation: Installation,
    @inject(tokens.loader) private readonly loader: PluginLoader,
    @inject(tokens.files) private readonly files: Files,
    @inject(tokens.digest) private readonly digest: Digest,
  ) {}

  /**
   * Parses an experiment file, loads the packages it names, applies overrides, reads the network that it goes on from, fills in defaults, validates.
   *
   * @throws KnotworkError `input` or `plugin`: one message with path, line and remedy
   */
  async open({ text, fileName, folder, overrides }: Pick<ExperimentRequest, 'text' | 'fileName' | 'folder' | 'overrides'>): Promise<OpenedExperiment> {
    const source = await this.parse(text, fileName, overrides.length > 0);
    const plugins = await this.loader.load(source.plugins, folder);
    const catalog = plugins.length === 0 ? this.installation.catalog : installedCatalog([...this.installation.packages, ...plugins]);
    const opened = async (from: ExperimentSource): Promise<OpenedExperiment> => ({ ...await this.filled(from, catalog, overrides, folder), catalog, plugins });
    try {
      return await opened(source);
    } catch (error) {
      if (source.texts !== undefined || !isKnotworkError(error)) throw error;
      // Told again, by who knows what was meant.
      return opened({ ...source, texts: (await import('../config/read-experiment.js')).texts });
    }
  }

  private async filled(source: ExperimentSource, catalog: Catalog, overrides: readonly string[], folder: string): Promise<Pick<OpenedExperiment, 'experiment' | 'start'>> {
    const filled = fillExperiment(source, catalog, overrides);
    const { from, whereIs } = filled;
    const start = from === null ? null : await (await import('../stored/start-from.js')).startFrom(from, this.files, folder, catalog, this.digest).catch((error: unknown) => { throw located(error, whereIs); });
    return { experiment: filled.resolved(start), start };
  }

  private async parse(text: ExperimentRequest['text'], fileName: string, hasOverrides: boolean): Promise<ExperimentSource> {
    if (typeof text !== 'string' && !hasOverrides) return experimentOf(text, fileName);
    if (this.parsed?.text !== text || this.parsed.source.fileName !== fileName) {
      // The library that reads YAML is large; options of code do without.
      const { readExperiment, texts } = await import('../config/read-experiment.js');
      this.parsed = { text, source: typeof text === 'string' ? readExperiment(text, fileName) : experimentOf(text, fileName, texts) };
    }
    return this.parsed.source;
  }
}
