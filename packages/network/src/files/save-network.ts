import type { InputVariable, Network, Variable } from '@knotwork/plugin';
import type { Structure } from '@knotwork/plugin/engine';
import { hasConditions } from '../conditions/conditioned-read.js';
import { wrongParameterCount } from '../errors.js';
import { checksummed } from './checksum.js';
import { EXTRA, FORMAT, type NetworkAbout, type NetworkFile, type SavedNetwork } from './network-file.js';
import { type Tensor, writeSafetensors } from './safetensors.js';

/** Saves a network. Bytes depend on what is given alone. @throws RangeError for an extra tensor of another name than `extra.NAME` */
export function saveNetwork(structure: Structure, network: Network, { task = 'regression', classes = [], plugins = [], extra = {} }: Partial<NetworkAbout> = {}): SavedNetwork {
  if (network.parameters.length !== structure.length) throw wrongParameterCount(structure.length, network.parameters.length);
  const strange = Object.keys(extra).find((name) => !name.startsWith(EXTRA));
  if (strange !== undefined) throw new RangeError(`An extra tensor must be called ${EXTRA}NAME; got "${strange}".`);
  const own = structure.segments.map(({ name, shape, offset, length }): [string, Tensor] => [name, { dtype: 'F64', shape, bytes: bytesOf(network.parameters.subarray(offset, offset + length)) }]);
  const safetensors = writeSafetensors(new Map([...own, ...Object.entries(extra)]), { format: 'knotwork', version: String(FORMAT) });
  const { inputs, outputs, layers } = structure.spec;
  const file: NetworkFile = {
    knotwork: FORMAT, requires: requiredBy(inputs, outputs), task, classes: [...classes], inputs: inputs as NetworkFile['inputs'], outputs: [...outputs], transforms: [], members: [],
    layers: layers as NetworkFile['layers'], plugins: plugins.map((p) => ({ ...p, names: [...p.names] })),
  };
  return { json: checksummed(file, safetensors), safetensors };
}

/** What only later readers of the format know. */
function requiredBy(inputs: readonly InputVariable[], outputs: readonly Variable[]): string[] {
  const maps = [...new Set(inputs.map(({ map }) => map.kind))].filter((kind) => kind !== 'affine').map((kind) => `map ${kind}`);
  return [...maps, ...(hasConditions(outputs) ? ['conditions'] : [])].sort();
}

function bytesOf(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((v, k) => { view.setFloat64(8 * k, v, true); });
  return bytes;
}
