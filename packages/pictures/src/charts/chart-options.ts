import type { PictureOptions } from '../svg/picture-options.js';

/** What every chart takes. */
export interface ChartOptions extends PictureOptions {
  /** Pixels, at least 160; by default what suits the chart. */
  readonly width?: number;
  /** Pixels, at least 120; charts of rows of names are as high as they need to be. */
  readonly height?: number;
}

/** Width and height of a chart. */
export function sizeOf({ width, height }: ChartOptions, otherwise: readonly [number, number]): [number, number] {
  return [Math.max(160, width ?? otherwise[0]), Math.max(120, height ?? otherwise[1])];
}
