import type * as Resvg from '@resvg/resvg-js';
import { noResvg } from '../errors.js';

/** Pixels for every one of the picture, for paper and for screens that have more. */
const SCALE = 2;

/**
 * Draws an SVG with `@resvg/resvg-js`, which is installed by whoever wants this.
 *
 * @param load the package
 * @returns a PNG
 * @throws KnotworkError `environment` where the package cannot be loaded
 */
export async function toPng(svg: string, load: () => Promise<typeof Resvg> = () => import('@resvg/resvg-js')): Promise<Uint8Array> {
  const { Resvg: Drawing } = await load().catch((error: unknown) => { throw noResvg(error); });
  return new Drawing(svg, { fitTo: { mode: 'zoom', value: SCALE }, background: 'white', font: { loadSystemFonts: true } }).render().asPng();
}
