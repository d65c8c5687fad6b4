import { type Box, panelCurve, type PanelStyle, ROUND } from '../curves/panel.js';
import { element } from '../svg/element.js';
import { escaped } from '../svg/escaped.js';
import { fixed } from '../svg/fixed.js';
import { paint } from '../svg/palette.js';
import { type DrawnEdge, ink } from './drawn-network.js';

/** What differs between the two forms of a network. */
export interface EdgePanelStyle extends Pick<PanelStyle, 'density' | 'band' | 'decimals'> {
  /** Width of the line of an edge that weighs 1. */
  readonly strongest: number;
  /** Opacity of the ground of a panel whose edge weighs 1. */
  readonly heat: number;
}

/** The group that panels of one style are in: they are many, and what they share is said here once. */
export function edgePanels(panels: readonly string[], { heat }: EdgePanelStyle): string {
  return element('g', { ...ROUND, ...paint({ fill: heat > 0 ? 'accent' : 'paper', stroke: 'line' }) }, ...panels);
}

/** The panel of an edge, with its upper left corner at a place; a page finds it by its id. */
export function edgePanel(x: number, y: number, box: Box, edge: DrawnEdge, style: EdgePanelStyle): string {
  return element(
    'g', { id: edge.id, transform: `translate(${fixed(x)} ${fixed(y)})` },
    element('title', {}, escaped(edge.words)),
    element('rect', { width: box.width, height: box.height, ...(style.heat > 0 ? { 'fill-opacity': style.heat * edge.weight } : { rx: 2 }) }),
    panelCurve(edge, box, { ...style, half: edge.half, opacity: ink(edge.weight), stroke: 1 + (style.strongest - 1) * edge.weight, room: 0.12 }),
  );
}

/** Paper for panels that have no ground of their own, in one path. */
export function paperBeneath(corners: readonly (readonly [x: number, y: number])[], { width, height }: Box): string {
  return corners.length === 0 ? '' : element('path', { d: corners.map(([x, y]) => `M${x} ${y}h${width}v${height}h${-width}z`).join(''), ...paint({ fill: 'paper' }) });
}
