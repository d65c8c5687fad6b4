import { badCount } from '../errors.js';
import { document } from '../svg/document.js';
import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { paint } from '../svg/palette.js';
import { idOf } from '../svg/picture-options.js';
import { shortNames } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';
import type { PictureOptions } from '../svg/picture-options.js';
import { numberText } from './ticks.js';

/** How rows of each class were classified. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  /** Rows: `[actual class][predicted class]`, 0 or more. */
  readonly counts: readonly ArrayLike<number>[];
}

const SMALL = 11;
/** Cells from which on numbers have no room. */
const MANY = 30;

/**
 * A row for each class that is, a column for each that was predicted; color is the share of the row.
 *
 * @returns SVG, as large as its cells need
 * @throws RangeError where counts are not a square of the classes, or the id does not fit
 */
export function confusionMatrix({ classes, counts }: ConfusionMatrix, options: PictureOptions = {}): string {
  if (counts.length !== classes.length) throw badCount('counts', 'rows, one for each class', classes.length, counts.length);
  counts.forEach((row, k) => { if (row.length !== classes.length) throw badCount(`counts[${k}]`, 'numbers, one for each class', classes.length, row.length); });
  const sound = counts.map((row) => Array.from(row, (count) => (count > 0 && Number.isFinite(count) ? count : 0)));
  const labels = sound.map((row) => row.map((count) => numberText(count, 6)));
  const withNumbers = classes.length <= MANY;
  const cell = withNumbers ? Math.max(34, ...labels.flat().map((label) => textWidth(label, SMALL) + 10)) : 16;
  const height = withNumbers ? 34 : 16;
  const names = shortNames(classes, { width: 120, lines: 1, size: SMALL }).map((lines) => lines[0]!);
  const nameWidth = Math.max(0, ...names.map((name) => textWidth(name, SMALL)));
  const isTurned = nameWidth > cell - 4;
  const [left, top] = [16 + 20 + nameWidth + 8, 16 + 18 + (isTurned ? nameWidth * Math.SQRT1_2 + 14 : 18)];
  const side = [cell * classes.length, height * classes.length] as const;
  const rows = sound.map((row) => row.reduce((sum, count) => sum + count, 0));
  const cells = sound.flatMap((row, a) => row.map((count, p) => {
    const share = rows[a] === 0 ? 0 : count / rows[a]!;
    const [x, y] = [left + p * cell, top + a * height];
    return element(
      'g', {}, element('title', {}, escaped(`${classes[a]} predicted as ${classes[p]}: ${numberText(count, 6)} (${numberText(100 * share)} % of its rows)`)),
      element('rect', { x: x + 1, y: y + 1, width: cell - 2, height: height - 2, ...paint({ fill: 'paper', stroke: 'line' }) }),
      share === 0 ? '' : element('rect', { x: x + 1, y: y + 1, width: cell - 2, height: height - 2, ...paint({ fill: a === p ? 'accent' : 'second' }, 0.12 + 0.38 * share) }),
      withNumbers ? text(x + cell / 2, y + height / 2, labels[a]![p]!, { size: SMALL, anchor: 'middle', color: count === 0 ? 'quiet' : 'ink', bold: a === p }) : '',
    );
  }));
  const right = sound.reduce((sum, row, k) => sum + row[k]!, 0);
  const total = rows.reduce((sum, count) => sum + count, 0);
  return document(
    [left + side[0] + 16 + (isTurned ? nameWidth * Math.SQRT1_2 : 0), top + side[1] + 16], idOf(options, 'confusion'), options,
    { title: 'Confusion matrix', description: `${numberText(right, 6)} of ${numberText(total, 6)} rows were classified right. Rows are actual classes, columns predicted ones.` },
    ...cells,
    ...names.map((name, k) => text(left - 8, top + (k + 0.5) * height, name, { size: SMALL, anchor: 'end' })),
    ...names.map((name, k) => text(left + (k + 0.5) * cell, top - 9, name, isTurned ? { size: SMALL, turn: -45 } : { size: SMALL, anchor: 'middle' })),
    text(left, 20, 'predicted', { size: SMALL, color: 'quiet' }),
    text(20, top + side[1] / 2, 'actual', { size: SMALL, color: 'quiet', anchor: 'middle', turn: -90 }),
  );
}
