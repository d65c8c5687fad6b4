import { constants } from 'node:buffer';
import { getHeapStatistics } from 'node:v8';
import { systemMemory } from '../system-memory.js';

/** Bytes of the largest file that may be read, and in words what it has to fit into. */
export interface Room { readonly bytes: number; readonly of: string }

/** Bytes of the largest file that Node reads at once. */
const LARGEST_FILE = 2 ** 31 - 1;
/** A file of numbers and the rows that are made of it take four to five times its bytes: columns, parts, and these in network units. */
const MEMORY_PER_BYTE = 5;
/** Cells that are texts take up to sixteen times their bytes, where they have two of them, and lie where JavaScript has a limit of its own. */
const HEAP_PER_BYTE = 16;

/** How large a file may be whose bytes are read. */
export function roomForBytes(): Room {
  return smaller({ bytes: Math.floor(systemMemory.free() / MEMORY_PER_BYTE), of: 'the memory that is free, with the rows that are made of them' }, { bytes: LARGEST_FILE, of: 'what Node reads at once' });
}

/** How large a file may be that is read as text. */
export function roomForText(): Room {
  const heap = { bytes: Math.floor(getHeapStatistics().heap_size_limit / HEAP_PER_BYTE), of: 'the heap of JavaScript, which NODE_OPTIONS=--max-old-space-size=MEGABYTES makes larger' };
  return [heap, { bytes: constants.MAX_STRING_LENGTH, of: 'a text' }].reduce(smaller, roomForBytes());
}

function smaller(a: Room, b: Room): Room { return b.bytes < a.bytes ? b : a; }
