import { writeNpz } from '@knotwork/arrays';
import { edgeCurves, EngineEvaluator, FILES, Keeper, Measurement, picturedNetwork } from '@knotwork/experiment';
import { neededPackages, type NetworkOfImport, networkFromImport, saveNetwork } from '@knotwork/network';
import { networkPicture } from '@knotwork/pictures';
import type { Catalog, PluginUse, Rows, Samples, Task } from '@knotwork/plugin';
import { otherNames, twice } from '../errors-when-asked.js';
import { usualEngine } from '../usual-engine.js';
import { networkData } from '../network-data.js';
import { rowsWithin } from '../rows-within.js';
import { foreignFile } from './foreign-file.js';

/** A file of another program, and what its network is to be called. */
export interface ImportRequest {
  readonly bytes: Uint8Array;
  /** What messages call the file. */
  readonly file: string;
  /** What the network is called in pictures. */
  readonly name: string;
  /** An importer that is installed, with its options. */
  readonly from: PluginUse;
  /** Names of inputs and outputs; as the importer calls them where they are left out. */
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Names of classes, of a network whose largest output tells the class. */
  readonly classes?: readonly string[];
  readonly catalog: Catalog;
  /** Hashes of packages whose version does not say what they contain, by name. */
  readonly hashes?: Readonly<Record<string, string>>;
}

/** Rows for pictures, in the user's units. Without targets, nothing is said about predictions. */
export interface RowsOfImport { readonly inputs: Samples; readonly targets: Samples | null }

/** A network that was imported, not yet written anywhere. */
export class ImportedModel {
  readonly task: Task;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly notes: readonly string[];
  readonly widths: readonly number[];

  constructor(private readonly request: ImportRequest, private readonly read: NetworkOfImport) {
    const { network: { spec }, notes } = read;
    this.task = request.classes === undefined ? 'regression' : 'classification';
    this.inputs = spec.inputs.map(({ name }) => name);
    this.outputs = spec.outputs.map(({ name }) => name);
    this.widths = [spec.inputs.length, ...spec.layers.map((layer) => layer.outputs)];
    this.notes = notes;
  }

  /**
   * The files of a folder that holds it: the two of a network, its picture, and `evaluation.npz`.
   *
   * @param rows what edges are shown over, and scored by; without them curves are shown where rows from all over the grids of the inputs lead, and all edges alike
   */
  async files(rows: RowsOfImport | null): Promise<Readonly<Record<string, string | Uint8Array>>> {
    const { catalog, classes = [], hashes = {} } = this.request;
    const { network, structure, domains } = this.read;
    const saved = saveNetwork(structure, network, { task: this.task, classes, plugins: neededPackages(network.spec, catalog, hashes) });
    const kept = rows === null ? await this.withoutRows() : await this.withRows(rows);
    const domain = { shape: [domains.length, 2], values: Float64Array.from(domains.flat()) };
    return { [FILES.network]: saved.json, [FILES.parameters]: saved.safetensors, [FILES.evaluation]: writeNpz({ 'inputs.domain': domain }), ...kept };
  }

  private async withRows({ inputs, targets }: RowsOfImport): Promise<Readonly<Record<string, string | Uint8Array>>> {
    return this.evaluated({ inputs, targets: targets ?? noTargets(inputs, this.outputs.length) }, (keeper) => keeper.files({ models: [this.model], one: this.model, reports: [] }, targets === null ? 'curves' : 'all'));
  }

  private async withoutRows(): Promise<Readonly<Record<string, string | Uint8Array>>> {
    const inputs = rowsWithin(this.read.domains, ROWS);
    return this.evaluated({ inputs, targets: noTargets(inputs, this.outputs.length) }, async (_, evaluator, measurement, data) => {
      const activations = await evaluator.activations(this.model, measurement.objective(0), data.train);
      const { layers, ...pictured } = picturedNetwork(this.read.structure, edgeCurves(this.model, activations).map((curve) => ({ ...curve, score: 1, error: null })));
      // Where these rows are is nothing to show.
      const bare = layers.map(({ edges, ...layer }) => ({ ...layer, edges: edges.map(({ density: _, ...edge }) => edge) }));
      return { [FILES.picture]: networkPicture({ ...pictured, isScored: false, layers: bare }, { title: this.request.name }) };
    });
  }

  private get model() { return { structure: this.read.structure, network: this.read.network }; }

  private async evaluated<T>(train: Rows, work: (keeper: Keeper, evaluator: EngineEvaluator, measurement: Measurement, data: ReturnType<typeof networkData>) => Promise<T>): Promise<T> {
    const { catalog, name } = this.request;
    const engine = await usualEngine(catalog);
    const evaluator = new EngineEvaluator(engine);
    const data = networkData(this.read.network.spec, this.task, this.read.domains, { train });
    const experiment = { name, stages: [] };
    const measurement = new Measurement(experiment, catalog, data, evaluator);
    try { return await work(new Keeper(experiment, catalog, engine, data, evaluator, measurement), evaluator, measurement, data); } finally { await evaluator.dispose(); }
  }
}

/**
 * Reads a network that another program trained.
 *
 * @throws KnotworkError `input` for a file that is not what the importer reads, an importer that is not installed, and names that do not fit; `capability`
 * for what cannot be expressed
 */
export function importModel(request: ImportRequest): ImportedModel {
  const { bytes, file, from, catalog, inputs, outputs, classes } = request;
  for (const names of [inputs, classes ?? outputs]) refuseTwice(names ?? []);
  // Before the file is looked at: who misspells an importer is told so.
  catalog.get('importer', from.kind);
  return new ImportedModel(request, networkFromImport(foreignFile(bytes, file), from, catalog, (own) => {
    const columns = fitting('inputs', inputs, own.inputs);
    if (classes !== undefined) return { inputs: columns, outputs: fitting('classes', classes, own.outputs) };
    const named = { inputs: columns, outputs: fitting('outputs', outputs, own.outputs) };
    refuseTwice([...named.inputs, ...named.outputs]);
    return named;
  }));
}

function refuseTwice(names: readonly string[]): void {
  const again = names.find((name, k) => names.indexOf(name) !== k);
  if (again !== undefined) throw twice(again);
}

function fitting(what: string, given: readonly string[] | undefined, own: readonly string[]): readonly string[] {
  if (given !== undefined && given.length !== own.length) throw otherNames(what, given.length, own);
  return given ?? own;
}

/** Rows that show where a network leads. */
const ROWS = 512;

const noTargets = ({ count }: Samples, width: number): Samples => ({ count, width, values: new Float64Array(count * width) });
