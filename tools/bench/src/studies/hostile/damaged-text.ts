import type { RandomStream } from '@knotwork/numerics';
import { anyOf } from './any-of.js';
import { misspelt } from './misspelt.js';

const SIGNS = ['\t', ':', '"', "'", '[', ']', '{', '}', '&', '*', '!', '%', '@', '`', '|', '>', '#', ',', '-', '?', '\0', '\r', '\n', '\u2028', '\ufeff', '\u001b', '...', '---', '<<: *a', '\\', '=', ' ', '~'];
const NUMBERS = ['-1', '0', '1e9', '1e300', '1e400', '.nan', '.inf', '0.5', '1e15', '9007199254740993', '-0', '1e-320', '1_000', '0x10', '1.5.2', '1e', '٣', '１', 'NaN', 'Infinity', ''];
const TAGS = ['!!js/function', '!!binary', '!!set', '!!omap', '!!timestamp', '!!float', '!!str', '!!null', '!!python/object/apply:os.system', '!<tag:x>', '&x', '*x'];

/** Bytes of a text that is wrong somewhere, and what is wrong. */
export function damagedText(text: string, stream: RandomStream): { readonly content: Uint8Array | string; readonly what: string } {
  const lines = text.split('\n');
  const at = stream.integer(text.length);
  const line = stream.integer(lines.length);
  const joined = (changedLines: readonly string[]): string => changedLines.join('\n');
  switch (stream.integer(16)) {
    case 0: return { what: `cut off after ${at} characters`, content: text.slice(0, at) };
    case 1: return { what: `character ${at} left out`, content: text.slice(0, at) + text.slice(at + 1) };
    case 2: case 3: { const sign = anyOf(SIGNS, stream); return { what: `${JSON.stringify(sign)} at ${at}`, content: text.slice(0, at) + sign + text.slice(at) }; }
    case 4: return { what: `line ${line + 1} twice`, content: joined([...lines.slice(0, line + 1), ...lines.slice(line)]) };
    case 5: return { what: `line ${line + 1} left out`, content: joined(lines.filter((_, k) => k !== line)) };
    case 6: { const other = stream.integer(lines.length); return { what: `lines ${line + 1} and ${other + 1} change places`, content: joined(lines.map((l, k) => (k === line ? lines[other]! : k === other ? lines[line]! : l))) }; }
    case 7: { const indent = anyOf(['  ', '\t', ' ', '          '], stream); return { what: `line ${line + 1} indented`, content: joined(lines.map((l, k) => (k === line ? indent + l : l))) }; }
    case 8: return { what: `line ${line + 1} not indented`, content: joined(lines.map((l, k) => (k === line ? l.trimStart() : l))) };
    case 9: case 10: return replaced(text, /\b[A-Za-z][A-Za-z-]+(?=:)/g, stream, (key) => misspelt(key, stream), 'a key misspelt');
    case 11: case 12: return replaced(text, /(?<![\w.])-?\d+(\.\d+)?(e-?\d+)?(?![\w.])/g, stream, () => anyOf(NUMBERS, stream), 'another number');
    case 13: return replaced(text, /(?<=: )(?=\S)/g, stream, () => `${anyOf(TAGS, stream)} `, 'a tag');
    case 14: return replaced(text, /(?<=kind: )[a-z-]+/g, stream, (name) => misspelt(name, stream), 'a name misspelt');
    default: return inBytes(text, at, stream);
  }
}

/** One of the places that match, and something else there. */
function replaced(text: string, pattern: RegExp, stream: RandomStream, by: (found: string) => string, what: string): { content: string; what: string } {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return { what: 'nothing in it', content: '' };
  const { 0: old, index } = anyOf(found, stream);
  const replacement = by(old);
  return { what: `${what}: ${JSON.stringify(old)} is ${JSON.stringify(replacement)}`, content: text.slice(0, index) + replacement + text.slice(index + old.length) };
}

function inBytes(text: string, at: number, stream: RandomStream): { content: Uint8Array; what: string } {
  const bytes = Buffer.from(text);
  const random = (length: number): Buffer => Buffer.from(Array.from({ length }, () => stream.integer(256)));
  switch (stream.integer(5)) {
    case 0: return { what: 'UTF-16', content: Buffer.from(`\ufeff${text}`, 'utf16le') };
    case 1: return { what: 'random bytes in the middle', content: Buffer.concat([bytes.subarray(0, at), random(20), bytes.subarray(at)]) };
    case 2: return { what: 'nothing but random bytes', content: random(2000) };
    case 3: return { what: 'CRLF', content: Buffer.from(text.replaceAll('\n', '\r\n')) };
    default: return { what: 'a megabyte of the same', content: Buffer.from(text.repeat(Math.ceil(1e6 / text.length))) };
  }
}
