import type { Attributes } from './element.js';

/** Colors by what they are for, on light and on dark paper. Texts keep a contrast of 4.5 on both. */
const COLORS = {
  paper: ['#ffffff', '#14181e'],
  ink: ['#1b2430', '#e9edf2'],
  quiet: ['#586472', '#a6b0bd'],
  line: ['#cfd6de', '#3d4753'],
  mass: ['#dfe4ea', '#2d3641'],
  accent: ['#1b5ea8', '#74b4f7'],
  second: ['#b04f1a', '#f2a26c'],
  third: ['#26775a', '#6bc79c'],
  fourth: ['#77479c', '#c99df1'],
} as const;

/** What a color is for. `mass` is where rows are, `accent` and those after it are series of a chart. */
export type Color = keyof typeof COLORS;

/** Colors of the series of a chart, in order; a fifth series has that of the first. */
export const SERIES: readonly Color[] = ['accent', 'second', 'third', 'fourth'];

/**
 * Attributes of colors that a style sheet may override: the plain light ones, and classes such as `kw-fill-ink`.
 *
 * @param opacity of what is not `none`. That of a whole element would be drawn through a layer, which is slow, and where it lies outside of what is shown resvg fails
 */
export function paint(use: { readonly fill?: Color | 'none'; readonly stroke?: Color | 'none' }, opacity?: number): Attributes {
  const classes = Object.entries(use).filter(([, color]) => color !== 'none').map(([part, color]) => `kw-${part}-${color}`);
  const plain = Object.entries(use).map(([part, color]) => [part, color === 'none' ? color : COLORS[color][0]]);
  const faint = opacity === undefined ? [] : Object.entries(use).filter(([, color]) => color !== 'none').map(([part]) => [`${part}-opacity`, opacity]);
  return { class: classes.join(' ') || undefined, ...Object.fromEntries([...plain, ...faint]) };
}

const FONTS = 'Helvetica Neue,Helvetica,Arial,Liberation Sans,DejaVu Sans';
/** Without a generic name at the end, which resvg takes for a serif. */
export const FONT: Attributes = { 'font-family': FONTS };

const names = Object.keys(COLORS) as Color[];
const each = (declare: (name: Color) => string): string => names.map(declare).join('');
const rules = (value: (name: Color) => string): string => each((name) => `.kw-fill-${name}{fill:${value(name)}}.kw-stroke-${name}{stroke:${value(name)}}`);
const font = `.kw{font-family:system-ui,${FONTS},sans-serif}`;

/** What a file that stands alone says of itself. All of it is in media blocks, which resvg skips: it draws the plain attributes. Paper in a printer is white. */
export const ownStyle = `@media all{${font}}@media screen and (prefers-color-scheme:dark){${rules((name) => COLORS[name][1])}}`;

/**
 * The style sheet of a page with pictures in it that were made with `standalone: false`, once for all of them: light and dark by what the reader prefers, light in
 * print. Colors are custom properties such as `--kw-ink`, which the page may set on any element around a picture.
 */
export function pictureStyle(): string {
  const set = (k: 0 | 1): string => each((name) => `--kw-${name}:${COLORS[name][k]};`);
  return `:root{${set(0)}}@media screen and (prefers-color-scheme:dark){:root{${set(1)}}}${font}.kw{max-width:100%;height:auto}${rules((name) => `var(--kw-${name})`)}`;
}
