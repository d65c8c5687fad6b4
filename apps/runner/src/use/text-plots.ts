import type { Terminal } from './terminal.js';

const BLOCKS = '▁▂▃▄▅▆▇█';
const MARKS = '_.-=+*%#';
const BARS = ' ▏▎▍▌▋▊▉█';

/** Numbers as a row of blocks, the lowest for the least; a number that is not finite is a gap. */
export function sparkline(values: ArrayLike<number>, width: number, { isUnicode }: Pick<Terminal, 'isUnicode'>): string {
  const letters = isUnicode ? BLOCKS : MARKS;
  const shown = resampled(values, width);
  const finite = shown.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return shown.map((v) => {
    if (!Number.isFinite(v)) return ' ';
    // Halves, because the width of numbers of any size may not be a number.
    const share = high > low ? (v / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    return letters[Math.min(letters.length - 1, Math.floor(share * letters.length))]!;
  }).join('');
}

/** A bar of some letters. @param share of the width, 0 to 1 */
export function bar(share: number, width: number, { isUnicode }: Pick<Terminal, 'isUnicode'>): string {
  const sound = Number.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0;
  if (!isUnicode) return '#'.repeat(Math.round(sound * width));
  const eighths = Math.round(sound * width * 8);
  const rest = eighths % 8;
  return `${'█'.repeat(Math.floor(eighths / 8))}${rest === 0 ? '' : BARS[rest]!}`;
}

/**
 * Numbers as columns of several rows, the highest above.
 *
 * @returns lines from above
 */
export function columnPlot(values: ArrayLike<number>, width: number, height: number, { isUnicode }: Pick<Terminal, 'isUnicode'>): string[] {
  const shown = resampled(values, width);
  const finite = shown.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  // The least has a foot, too.
  const eighths = shown.map((v) => (Number.isFinite(v) ? 1 + Math.round((high > low ? (v / 2 - low / 2) / (high / 2 - low / 2) : 0.5) * (8 * height - 1)) : 0));
  return Array.from({ length: height }, (_, line) => {
    const below = 8 * (height - 1 - line);
    return eighths.map((n) => {
      const here = Math.max(0, Math.min(8, n - below));
      if (here === 0) return ' ';
      return isUnicode ? BLOCKS[here - 1]! : here > 4 || below === 0 ? '#' : ' ';
    }).join('').trimEnd();
  });
}

/** As many numbers as there are columns: means of neighbors, or each several times. */
function resampled(values: ArrayLike<number>, width: number): number[] {
  const count = values.length;
  const columns = Math.min(width, Math.max(count, 1));
  return Array.from({ length: columns }, (_, c) => {
    const [from, to] = [Math.floor((c * count) / columns), Math.max(Math.floor((c * count) / columns) + 1, Math.floor(((c + 1) * count) / columns))];
    const here = Array.from({ length: to - from }, (__, k) => values[from + k] ?? NaN).filter(Number.isFinite);
    return here.length === 0 ? NaN : here.reduce((sum, v) => sum + v / here.length, 0);
  });
}
