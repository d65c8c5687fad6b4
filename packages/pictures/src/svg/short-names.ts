import { textWidth } from './text-width.js';

/** The room of a name. */
export interface Room { readonly width: number; readonly lines: number; readonly size: number }

/**
 * Names in lines that fit: broken at spaces, brackets and underscores, and cut where lines are not enough. Names that would look alike when their ends are cut are cut
 * in the middle, so that both ends are seen.
 *
 * @returns `[names][lines]`
 */
export function shortNames(names: readonly string[], room: Room): string[][] {
  const short = names.map((name) => wrapped(tidy(name), room));
  const seen = new Map<string, number>();
  for (const lines of short) seen.set(lines.join('\n'), (seen.get(lines.join('\n')) ?? 0) + 1);
  return short.map((lines, k) => (seen.get(lines.join('\n'))! > 1 && lines.at(-1)!.endsWith('…') ? cutInTheMiddle(tidy(names[k]!), room) : lines));
}

/** A name in one line, cut at its end where it is too long. */
export function shortName(name: string, width: number, size: number): string {
  return wrapped(tidy(name), { width, lines: 1, size })[0]!;
}

const tidy = (name: string): string => name.replace(/\s+/g, ' ').trim();

/** Before brackets, which hold units and the like. */
const BRACKETS = /(?<=\S)(?=\s*[([])/;
const ANYWHERE = /(?<=[\s_)\].,/-])(?=\S)|(?<=\S)(?=[([])/;

function wrapped(name: string, room: Room): string[] {
  const atBrackets = filled(name.split(BRACKETS), room);
  return atBrackets.whole ? atBrackets.lines : filled(name.split(ANYWHERE), room).lines;
}

/** Lines of pieces, as many in each as fit. @returns `whole` where none had to be broken or cut */
function filled(all: readonly string[], { width, lines, size }: Room): { lines: string[]; whole: boolean } {
  const fits = (line: string): boolean => textWidth(line.trim(), size) <= width;
  const done: string[] = [];
  let line = '';
  const pieces = [...all];
  let whole = true;
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
    if (fits(line + piece)) { line += piece; continue; }
    if (done.length === lines - 1) return { lines: [...done, cut(line + piece + pieces.join(''), fits)], whole: false };
    if (line.trim() !== '') done.push(line.trim());
    line = piece;
    if (fits(piece)) continue;
    // A piece that is longer than a line is broken where the line ends.
    whole = false;
    const head = longest([...piece], fits);
    if (head === 0) return { lines: [...done, '…'], whole };
    if (done.length === lines - 1) return { lines: [...done, cut(piece + pieces.join(''), fits)], whole };
    pieces.unshift([...piece].slice(head).join(''));
    done.push([...piece].slice(0, head).join(''));
    line = '';
  }
  return { lines: line.trim() === '' && done.length > 0 ? done : [...done, line.trim()], whole };
}

/** How many characters fit. */
function longest(characters: readonly string[], fits: (line: string) => boolean): number {
  let count = characters.length;
  while (count > 0 && !fits(characters.slice(0, count).join(''))) count--;
  return count;
}

function cut(line: string, fits: (line: string) => boolean): string {
  const characters = [...line];
  const count = longest(characters, (start) => fits(`${start}…`));
  return `${characters.slice(0, count).join('').trimEnd()}…`;
}

function cutInTheMiddle(name: string, room: Room): string[] {
  const characters = [...name];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = Math.floor(kept / 2);
    const line = `${characters.slice(0, head).join('').trimEnd()}…${characters.slice(characters.length - (kept - head)).join('').trimStart()}`;
    if (textWidth(line, room.size) > room.width * room.lines) continue;
    const { lines } = filled(line.split(ANYWHERE), room);
    if (lines.join('').replaceAll(' ', '') === line.replaceAll(' ', '')) return lines;
  }
  return ['…'];
}
