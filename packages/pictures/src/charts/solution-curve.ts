import { ROUND } from '../curves/panel.js';
import { pathData, type Point, runs, simplified } from '../curves/polyline.js';
import { badCount } from '../errors.js';
import { element } from '../svg/element.js';
import { type Color, paint } from '../svg/palette.js';
import type { Scale } from './scale.js';
import type { AlongCoordinate } from './solution-data.js';

/** Rings of a reference: more would hide the curve that they are beside. */
const MOST_RINGS = 24;

/** What the network says along a coordinate; what is not finite is a gap. */
export function curve({ places, values }: AlongCoordinate, x: Scale, y: Scale, color: Color = 'accent'): string {
  const points = Array.from(values, (value, i): Point | null => { const at: Point = [x.at(places[i]!), y.at(value)]; return at.every(Number.isFinite) ? at : null; });
  return element('path', { d: pathData(runs(points).map((run) => simplified(run, 0.1))), 'stroke-width': 1.8, ...ROUND, ...paint({ fill: 'none', stroke: color }) });
}

/** What is known from elsewhere, at places evenly spread over all there are. */
export function referenceRings({ places, values }: AlongCoordinate, x: Scale, y: Scale, color: Color = 'second'): string {
  const count = Math.min(places.length, MOST_RINGS);
  const shown = Array.from({ length: count }, (_, k) => {
    const i = count === 1 ? 0 : Math.round(k * (places.length - 1) / (count - 1));
    return [x.at(places[i]!), y.at(values[i]!)] as const;
  }).filter((at) => at.every(Number.isFinite));
  // Rings are seen on a line of their own color, too.
  return shown.length === 0 ? '' : element('g', { 'stroke-width': 1.3, ...paint({ fill: 'paper', stroke: color }) }, ...shown.map(([cx, cy]) => element('circle', { cx, cy, r: 2.4 })));
}

/** @throws RangeError where places and values differ in length */
export function checkAlong({ places, values, reference }: AlongCoordinate & { readonly reference?: AlongCoordinate }, path: string): void {
  if (values.length !== places.length) throw badCount(`${path}.values`, 'values, one for each place', places.length, values.length);
  if (reference !== undefined && reference.values.length !== reference.places.length) throw badCount(`${path}.reference.values`, 'values, one for each place', reference.places.length, reference.values.length);
}
