import { element, type Attributes } from './element.js';
import { escaped } from './escaped.js';
import { fixed } from './fixed.js';
import { type Color, paint } from './palette.js';

/** How a line of text is set. */
export interface TextSetting {
  readonly size?: number;
  readonly color?: Color;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly turn?: number;
}

/** Size of text in pixels where nothing else is said. */
export const TEXT = 12;
/** Distance of lines, in sizes of their text. */
export const LEADING = 1.2;
/** From the middle of small letters and digits down to the line they stand on, in sizes of their text. */
const MIDDLE = 0.35;

/** A line of text whose middle is at a height. */
export function text(x: number, y: number, line: string, { size = TEXT, color = 'ink', anchor = 'start', bold = false, turn }: TextSetting = {}): string {
  const attributes: Attributes = {
    x, y: y + MIDDLE * size, 'font-size': size, 'text-anchor': anchor === 'start' ? undefined : anchor, 'font-weight': bold ? 600 : undefined,
    transform: turn === undefined ? undefined : `rotate(${turn} ${fixed(x)} ${fixed(y)})`, ...paint({ fill: color }),
  };
  return element('text', attributes, escaped(line));
}

/** Lines of text around a height. */
export function textBlock(x: number, y: number, lines: readonly string[], setting: TextSetting = {}): string {
  const leading = LEADING * (setting.size ?? TEXT);
  return lines.map((line, k) => text(x, y + (k - (lines.length - 1) / 2) * leading, line, setting)).join('');
}
