import { element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { shortName } from '../svg/short-names.js';
import { text } from '../svg/text.js';
import { textWidth } from '../svg/text-width.js';

/** Radius of a node. */
export const RADIUS = 8;
const SMALL = 10;

/** Half of the width of a node: signs are round, words have the room they need. */
export function signReach(kind: string): number {
  return kind === 'sum' || kind === 'product' ? RADIUS : Math.max(RADIUS, textWidth(wordOf(kind), SMALL) / 2 + 6);
}

/** Half of the width of a node that has so much room. */
export function signReachIn(kind: string, room: number): number { return 2 * signReach(kind) <= room ? signReach(kind) : RADIUS; }

const wordOf = (kind: string): string => shortName(kind, 64, SMALL);

/** A node: a plus for a sum, a cross for a product, and the name of what else is done, or f where names have no room. @param room pixels from side to side */
export function nodeSign(x: number, y: number, kind: string, { radius = RADIUS, room = Infinity }: { readonly radius?: number; readonly room?: number } = {}): string {
  const ring = { 'stroke-width': 1.2, ...paint({ fill: 'paper', stroke: 'quiet' }) };
  if (kind !== 'sum' && kind !== 'product') {
    const fits = 2 * signReach(kind) <= room;
    const reach = signReachIn(kind, room);
    return element('rect', { x: x - reach, y: y - RADIUS, width: 2 * reach, height: 2 * RADIUS, rx: RADIUS, ...ring }) + text(x, y, fits ? wordOf(kind) : 'f', { size: SMALL, anchor: 'middle' });
  }
  const r = radius / 2;
  const arm = kind === 'sum' ? [r, 0, 0, r] : [0.75 * r, 0.75 * r, 0.75 * r, -0.75 * r];
  const [a, b, c, d] = arm as [number, number, number, number];
  return element('circle', { cx: x, cy: y, r: radius, ...ring }) + element('path', {
    d: `M${fixed(x - a)} ${fixed(y - b)}L${fixed(x + a)} ${fixed(y + b)}M${fixed(x - c)} ${fixed(y - d)}L${fixed(x + c)} ${fixed(y + d)}`,
    'stroke-width': 1.4, 'stroke-linecap': 'round', ...paint({ fill: 'none', stroke: 'ink' }),
  });
}
