import { type Attributes, element } from '../svg/element.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import type { Curve } from './curve.js';
import { type Extent, extentOf, middle, place } from './extent.js';
import { areaData, pathData, type Point, runs, simplified } from './polyline.js';

/** A box of pixels. */
export interface Box { readonly width: number; readonly height: number }

/** How a small curve is drawn. */
export interface PanelStyle {
  /** Half of the values from the bottom to the top, in units of the curve: curves that share it can be compared. */
  readonly half: number;
  /** Opacity of curve and band, 0 to 1. */
  readonly opacity: number;
  /** Width of the line. */
  readonly stroke: number;
  /** Share of the height below the curve and above it. */
  readonly room: number;
  readonly density: boolean;
  readonly band: boolean;
  /** Of pixels: those of the smallest panels cannot be told apart. */
  readonly decimals: number;
}

/** Share of the height that the tallest bin takes. */
const TALLEST = 0.34;

/** How lines end and turn, for a group of panels around all of them. */
export const ROUND: Attributes = { 'stroke-linejoin': 'round', 'stroke-linecap': 'round' };

/** A curve in a box whose upper left corner is at 0, 0, around its own middle: where rows are, the band, the line. Without a frame. */
export function panelCurve(curve: Curve, box: Box, style: PanelStyle): string {
  const across = extentOf(curve.x) ?? { low: 0, high: 0 };
  const values = extentOf(curve.y);
  const parts: string[] = [];
  if (style.density && curve.density !== undefined) parts.push(densityShape(curve.density, box));
  if (values === null) {
    // Nothing to draw: a cross says that values are missing, and not zero.
    const [x, y] = [box.width / 2, box.height / 2];
    parts.push(element('path', { d: `M${fixed(x - 4)} ${fixed(y - 4)}l8 8m0-8l-8 8`, 'stroke-width': 1.2, ...paint({ fill: 'none', stroke: 'second' }) }));
    return parts.join('');
  }
  const points = (y: ArrayLike<number>): (Point | null)[] => inBox(curve.x, y, across, values, box, style);
  if (style.band && curve.lower !== undefined && curve.upper !== undefined) {
    const d = areaData(points(curve.lower), points(curve.upper), style.decimals);
    if (d !== '') parts.push(element('path', { d, ...paint({ fill: 'accent', stroke: 'none' }, 0.2 * style.opacity) }));
  }
  parts.push(element('path', {
    d: pathData(runs(points(curve.y)).map((run) => simplified(run)), style.decimals), 'stroke-width': style.stroke, ...paint({ fill: 'none', stroke: 'accent' }, style.opacity),
  }));
  return parts.join('');
}

/** Points of values in a box; null where there is none. What leaves the box is held at its rim. */
function inBox(x: ArrayLike<number>, y: ArrayLike<number>, across: Extent, values: Extent, { width, height }: Box, { half, room }: PanelStyle): (Point | null)[] {
  const center = middle(values);
  // A curve that varies by rounding alone is a level line, whatever it is held against.
  const per = half === 0 ? 0 : (0.5 - room) * height;
  return Array.from(y, (value, i): Point | null => {
    if (!Number.isFinite(value) || !Number.isFinite(x[i])) return null;
    const offset = per === 0 ? 0 : 2 * (value / 2 - center / 2) / half;
    return [place(x[i]!, across) * width, Math.max(0, Math.min(height, height / 2 - offset * per))];
  });
}

/** Bins as one outline that stands on the bottom of the box. */
export function densityShape(density: ArrayLike<number>, { width, height }: Box, tallest = TALLEST): string {
  const shares = Array.from(density, (share) => (Number.isFinite(share) && share > 0 ? share : 0));
  const most = Math.max(0, ...shares);
  if (most === 0) return '';
  const outline = shares.map((share, k) => `V${fixed(height * (1 - tallest * (share / most)))}H${fixed((k + 1) / shares.length * width)}`).join('');
  return element('path', { d: `M0 ${fixed(height)}${outline}V${fixed(height)}Z`, ...paint({ fill: 'mass', stroke: 'none' }) });
}
