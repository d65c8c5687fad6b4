import type { Catalog, InstalledPackage } from '@knotwork/plugin';
import { createRegistry, given, type Overrides, type Registry, type RunScope, type Token } from '@knotwork/registry';
import type { Composition } from './composition.js';
import type { ExperimentRequest } from './experiment-request.js';
import { installed, type Installation } from './installed.js';
import type { OpenedExperiment } from './open-experiment.js';
import { standardServices } from './standard-services.js';
import type { PreparedData } from '../data/prepare-data.js';
import { located } from '../errors.js';
import type { Provenance } from '../host/provenance.js';
import { tokens } from '../tokens.js';

/** Composes runs. What belongs to the process (what is installed, files, clock, provenance) is made once and shared by all of them. */
export class Composer {
  private readonly installation: Installation;
  private readonly registry: Registry;

  /**
   * @param packages the first-party packages, and others that need not be loaded
   * @param overrides services that replace the standard ones
   * @throws KnotworkError `plugin` when two plugins of one kind have the same name; `internal` when services do not fit together
   */
  constructor(packages: readonly InstalledPackage[], overrides: Overrides = []) {
    this.installation = installed(packages);
    this.registry = createRegistry([given(tokens.installation, this.installation), ...standardServices], overrides);
  }

  /** What is installed, without what single files bring. */
  get catalog(): Catalog { return this.installation.catalog; }

  /** The text of a file, as runs would read it. @throws Error whose message says why it cannot be read */
  async read(path: string, folder: string): Promise<string> {
    return (await this.registry.get(tokens.files)).read(path, folder);
  }

  /** What tells which code runs, for a host that asks early because the answer takes long. */
  provenance(): Promise<Provenance> { return this.registry.get(tokens.provenance); }

  /** Reads an experiment: parses it, loads the packages it names, fills in defaults, applies overrides, validates. @throws KnotworkError `input` or `plugin` */
  async open(request: Pick<ExperimentRequest, 'text' | 'fileName' | 'folder' | 'overrides'>): Promise<OpenedExperiment> {
    return (await this.registry.get(tokens.opener)).open(request);
  }

  /**
   * Wires a run and checks it from end to end: file, plugins, data, network, engine and every stage. Writes nothing.
   *
   * @param ofThisRun services that this run has and others do not
   * @throws KnotworkError `input`, `plugin` or `capability`
   */
  async compose(request: ExperimentRequest, ofThisRun: Overrides = []): Promise<Composition> {
    return this.take(tokens.composition, request, ofThisRun);
  }

  /**
   * Reads the data of an experiment as its run would have them, whatever its network.
   *
   * @throws KnotworkError `input` or `plugin`
   */
  async data(request: ExperimentRequest, ofThisRun: Overrides = []): Promise<PreparedData> {
    return this.take(tokens.data, request, ofThisRun);
  }

  /** Wires a run as far as one of its services needs it. */
  private async take<T>(wanted: Token<T>, request: ExperimentRequest, ofThisRun: Overrides): Promise<T> {
    const { experiment, catalog, plugins, start } = await this.open(request);
    const run = this.scope([
      given(tokens.request, request), given(tokens.experiment, experiment), given(tokens.catalog, catalog), given(tokens.plugins, plugins), given(tokens.start, start), ...ofThisRun,
    ]);
    try {
      return await run.get(wanted);
    } catch (error) {
      // The error that ended the composition matters more than what cleaning up may throw.
      await run.dispose().catch(() => undefined);
      throw located(error, experiment.whereIs);
    }
  }

  /** A scope from which others like it can be begun. */
  private scope(services: Overrides): RunScope {
    return this.registry.run([...services, given(tokens.variants, { open: (changed) => this.scope([...services, ...changed]) })]);
  }
}

/** Composes a single run; see {@link Composer.compose}. */
export function compose(request: ExperimentRequest, packages: readonly InstalledPackage[], overrides: Overrides = []): Promise<Composition> {
  return new Composer(packages, overrides).compose(request);
}
