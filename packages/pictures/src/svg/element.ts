import { escaped } from './escaped.js';
import { fixed } from './fixed.js';

/** Attributes by name. Numbers are rounded, texts escaped, and what is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element as text. @param content elements, or text that `escaped` has seen */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const inside = content.join('');
  const opening = Object.entries(attributes).map(([key, value]) => (value === undefined ? '' : ` ${key}="${typeof value === 'number' ? fixed(value) : escaped(value)}"`)).join('');
  return inside === '' ? `<${name}${opening}/>` : `<${name}${opening}>${inside}</${name}>`;
}
