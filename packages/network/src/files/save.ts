import type { Catalog, Network, NetworkSpec, Structure } from '@knotwork/plugin';
import { badFile, wrongParameterCount } from '../errors.js';
import { resolve } from '../structure/resolve.js';

/** A network as two files: plain JSON, and the numbers in the safetensors format (one float64 tensor per segment). */
export interface SavedNetwork { readonly json: string; readonly safetensors: Uint8Array }

const FORMAT = 1;

/** Saves a network. Bytes depend on the network alone. */
export function saveNetwork(structure: Structure, network: Network): SavedNetwork {
  if (network.parameters.length !== structure.length) throw wrongParameterCount(structure.length, network.parameters.length);
  const header: Record<string, unknown> = { __metadata__: { format: 'knotwork', version: String(FORMAT) } };
  for (const s of structure.segments) {
    header[s.name] = { dtype: 'F64', shape: s.shape, data_offsets: [s.offset * 8, (s.offset + s.length) * 8] };
  }
  // The header is padded with spaces so that the numbers start at a multiple of 8 bytes.
  let text = JSON.stringify(header);
  text = text.padEnd(Math.ceil(text.length / 8) * 8);
  const bytes = new Uint8Array(8 + text.length + structure.length * 8);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(new TextEncoder().encode(text), 8);
  network.parameters.forEach((v, i) => view.setFloat64(8 + text.length + 8 * i, v, true));
  return { json: `${JSON.stringify({ knotwork: FORMAT, ...structure.spec }, null, 2)}\n`, safetensors: bytes };
}

/**
 * Loads a saved network: the same parameters bit for bit.
 *
 * @throws KnotworkError `input` when the files are damaged, belong to different networks, or name a plugin that is not installed
 */
export function loadNetwork(saved: SavedNetwork, catalog: Catalog): { network: Network; structure: Structure } {
  let spec: NetworkSpec & { knotwork?: number };
  try { spec = JSON.parse(saved.json) as typeof spec; } catch (cause) { throw badFile('network.json', (cause as Error).message); }
  const { knotwork: version, ...rest } = spec;
  if (version !== FORMAT) throw badFile('network.json', `its format is ${JSON.stringify(version)}, expected ${FORMAT}`);
  const structure = resolve(rest, catalog);
  const { header, data } = readSafetensors(saved.safetensors);
  const parameters = new Float64Array(structure.length);
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  if (names.length !== structure.segments.length) throw badFile('network.safetensors', `it has ${names.length} tensors, network.json asks for ${structure.segments.length}`);
  for (const s of structure.segments) {
    const entry = header[s.name];
    if (entry === undefined) throw badFile('network.safetensors', `it has no tensor "${s.name}"`);
    const [from, to] = entry.data_offsets;
    if (entry.dtype !== 'F64' || to - from !== s.length * 8 || to > data.byteLength) throw badFile('network.safetensors', `tensor "${s.name}" has the wrong type or size`);
    for (let i = 0; i < s.length; i++) parameters[s.offset + i] = data.getFloat64(from + 8 * i, true);
  }
  return { structure, network: { spec: rest, parameters } };
}

interface TensorEntry { dtype: string; shape: number[]; data_offsets: [number, number] }

function readSafetensors(bytes: Uint8Array): { header: Record<string, TensorEntry>; data: DataView } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : NaN;
  if (!(length <= bytes.length - 8)) throw badFile('network.safetensors', 'it is cut off');
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, TensorEntry>;
    return { header, data: new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.length - 8 - length) };
  } catch (cause) {
    throw badFile('network.safetensors', (cause as Error).message);
  }
}
