import { availableMemory } from 'node:process';
import { freemem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { constants } from 'node:buffer';

/** Bytes of the largest file of tables: what there is to keep it and all that is made of it, in words. */
export interface Room { readonly bytes: number; readonly of: string }

/** Bytes of the largest file that Node reads. */
const LARGEST_FILE = 2 ** 31 - 1;
/** A file and the rows that are made of it take four to five times its bytes together: its columns, its parts, and these in network units. */
const MEMORY_PER_BYTE = 5;
/** Cells that are texts take up to twelve times their bytes, and lie where JavaScript has a limit of its own. */
const HEAP_PER_BYTE = 12;

/** How large a file may be whose bytes are read. */
export function roomForBytes(): Room {
  // Not in every version of Node that is supported.
  const memory = (availableMemory as typeof availableMemory | undefined)?.() ?? freemem();
  return { bytes: Math.min(LARGEST_FILE, Math.floor(memory / MEMORY_PER_BYTE)), of: 'the memory that is free' };
}

/** How large a file may be that is read as text. */
export function roomForText(): Room {
  const heap = getHeapStatistics().heap_size_limit;
  const ofText = { bytes: Math.min(constants.MAX_STRING_LENGTH, Math.floor(heap / HEAP_PER_BYTE)), of: 'the heap of JavaScript, which NODE_OPTIONS=--max-old-space-size=MEGABYTES makes larger' };
  const ofBytes = roomForBytes();
  return ofBytes.bytes < ofText.bytes ? ofBytes : ofText;
}
