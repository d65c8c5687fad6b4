import { loadNetwork, type SavedNetwork } from '@knotwork/network';
import type { RandomStream } from '@knotwork/numerics';
import { type Catalog, isKnotworkError } from '@knotwork/plugin';
import { need } from '../engine/need.js';

/** Bytes of which a few were flipped, replaced, lost or doubled. */
export function damaged(bytes: Uint8Array, stream: RandomStream): Uint8Array {
  const at = stream.integer(bytes.length);
  switch (stream.integer(4)) {
    case 0: return bytes.map((v, k) => (k === at ? v ^ (1 << stream.integer(8)) : v));
    case 1: return bytes.map((v, k) => (k === at ? stream.integer(256) : v));
    case 2: return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + stream.integer(9))]);
    default: return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - stream.integer(30)))]);
  }
}

/** What somebody might write into any place of a JSON file. */
const ANYTHING: readonly unknown[] = [null, true, 0, -1, 1, 2, 3, 17, 0.5, 1e3, 1e6, 1e9, 1e15, 1e308, -1e308, '', 'x', [], [0], {}, { kind: 'nobody' }, [[0, 0]], '__proto__'];

/** network.json with one place changed, anywhere, and without its checksum, so that it has to be found out by what it says. */
export function tampered(json: string, stream: RandomStream): string {
  const file = JSON.parse(json) as Record<string, unknown>;
  delete file['checksum'];
  let place = file;
  for (;;) {
    const keys = Object.keys(place);
    const key = keys[stream.integer(keys.length)]!;
    const below = place[key];
    if (typeof below === 'object' && below !== null && Object.keys(below).length > 0 && stream.integer(8) > 0) {
      place = below as Record<string, unknown>;
      continue;
    }
    const kind = stream.integer(4);
    if (kind > 1) place[key] = ANYTHING[stream.integer(ANYTHING.length)];
    else if (kind === 1 && Array.isArray(place)) place.push(below);
    else if (kind === 1) place[`${key}s`] = below;
    else if (Array.isArray(place)) place.splice(Number(key), 1);
    else delete place[key];
    return JSON.stringify(file);
  }
}

/** Whether files are refused in words. What is read instead has finite numbers only. @throws whatever else comes of reading them */
export function isRefused(files: SavedNetwork, catalog: Catalog): boolean {
  try {
    need(loadNetwork(files, catalog).network.parameters.every(Number.isFinite), 'a network was read that has numbers that are not finite');
    return false;
  } catch (error) {
    if (isKnotworkError(error)) return true;
    throw error;
  }
}
