import { element } from './element.js';
import { escaped } from './escaped.js';
import { FONT, ownStyle, paint } from './palette.js';
import type { PictureOptions } from './picture-options.js';

/** A whole picture. @param size width and height in pixels @param words what it is called and says where the options do not */
export function document(size: readonly [number, number], id: string, options: PictureOptions, words: { readonly title: string; readonly description: string }, ...content: readonly string[]): string {
  const [width, height] = size.map(Math.ceil) as [number, number];
  const alone = options.standalone ?? true;
  return element(
    'svg',
    {
      ...(alone ? { xmlns: 'http://www.w3.org/2000/svg' } : {}), class: 'kw', id, width, height, viewBox: `0 0 ${width} ${height}`,
      role: 'img', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-description`, ...FONT,
    },
    element('title', { id: `${id}-title` }, escaped(options.title ?? words.title)),
    element('desc', { id: `${id}-description` }, escaped(options.description ?? words.description)),
    ...(alone ? [element('style', {}, ownStyle), element('rect', { width, height, ...paint({ fill: 'paper' }) })] : []),
    ...content,
  );
}
