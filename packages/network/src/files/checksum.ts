import { crc32 } from './crc32.js';
import type { NetworkFile } from './network-file.js';

/** What stands in place of the checksum while it is computed. */
const NONE = '0'.repeat(8);

/**
 * The text of network.json with its checksum: the CRC-32 of this text, with zeros for the checksum, and of the bytes of network.safetensors after it. So
 * each file tells when it, or the other, is not as it was saved.
 */
export function checksummed({ knotwork, requires, ...rest }: NetworkFile, safetensors: Uint8Array): string {
  const text = `${broken({ knotwork, requires, ...rest, checksum: NONE }, '')}\n`;
  return withChecksum(text, NONE, checksumOf(text, safetensors));
}

/** Whether a text is as it was when it was written beside these bytes. */
export function isIntact(text: string, checksum: string, safetensors: Uint8Array): boolean {
  return checksumOf(withChecksum(text, checksum, NONE), safetensors) === checksum;
}

const checksumOf = (text: string, safetensors: Uint8Array): string => crc32(new TextEncoder().encode(text), safetensors).toString(16).padStart(8, '0');

/** The checksum is the last key of the file. */
function withChecksum(text: string, from: string, to: string): string {
  const at = text.lastIndexOf(`"${from}"`);
  return `${text.slice(0, at + 1)}${to}${text.slice(at + 1 + from.length)}`;
}

/** Longest line of what fits into one. */
const LINE = 160;

/** JSON in which what fits into one line is one: a variable, a term. @param indent of the line that it begins in */
function broken(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (indent !== '' && indent.length + flat.length <= LINE || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = isList ? value.map((item) => broken(item, inner)) : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${broken(item, inner)}`);
  return `${isList ? '[' : '{'}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${isList ? ']' : '}'}`;
}
