import { type ExportedLayer, type ExportedModel, type ExportedVariable, KnotworkError } from '@knotwork/plugin';
import type { TableFile } from './table-format.js';
import { tableNetwork, type TableSizes } from './table-network.js';

/** Entries of all tables together: a file of some 30 MB, and as much memory as the largest FPGAs have. */
const MOST_ENTRIES = 2 ** 22;

/**
 * A model as integer tables.
 *
 * @throws KnotworkError `capability` for nodes that are formulas of several sums, for more entries than {@link MOST_ENTRIES}, and for models without rows
 */
export function tableFile(model: ExportedModel, sizes: TableSizes): TableFile {
  const { name, origin, task, classes, inputs, outputs, members } = model;
  for (const { layers } of members) layers.forEach(refuseProducts);
  refuseSize(members.reduce((sum, { layers }) => sum + layers.reduce((edges, layer) => edges + edgesOf(layer), 0), 0), sizes);
  if (model.rows === undefined || model.rows.count === 0) throw refusal('The exporter "table" chooses ranges by rows of inputs, and the network comes without any. Export the folder of a run, or give "rows" from code.');
  const { rows } = model;
  return {
    format: 'knotwork-tables', version: 1, name, origin, task, classes, inputs: inputs.map(plain), outputs: outputs.map(plain),
    networks: members.map((network) => tableNetwork(network, { task, rows, domains: inputs.map(({ domain }) => domain ?? null) }, sizes)),
  };
}

const plain = ({ name, unit }: ExportedVariable): TableFile['inputs'][number] => ({ name, ...(unit === undefined ? {} : { unit }) });

/** Edges that are on, those of several terms counted once. */
function edgesOf({ terms, sums }: ExportedLayer): number {
  const places = new Set<number>();
  for (const { from, ends, to } of terms) {
    let place = 0;
    to.forEach((sum, e) => {
      while (ends[place]! <= e) place++;
      places.add(from[place]! * sums + sum);
    });
  }
  return places.size;
}

function refuseProducts({ nodes }: ExportedLayer, layer: number): void {
  if (nodes.some(({ formula, arity }) => formula !== null && arity > 1)) {
    throw refusal(`Nodes of layer ${layer + 1} are formulas of several sums, such as products, and tables have one input. Train with nodes that add, or use another exporter.`);
  }
}

function refuseSize(edges: number, { bits }: TableSizes): void {
  const entries = edges * 2 ** bits;
  if (entries <= MOST_ENTRIES) return;
  const most = Math.floor(Math.log2(MOST_ENTRIES / edges));
  throw refusal(`${edges} tables of 2^${bits} entries are ${entries} entries, and ${MOST_ENTRIES} are the most. ${most >= 1 ? `Use bits=${most}, or prune the network.` : 'Prune the network.'}`);
}

const refusal = (message: string): KnotworkError => new KnotworkError('capability', message, { plugin: 'exporter table' });
