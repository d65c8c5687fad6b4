import { escaped } from '@knotwork/pictures';

/** Text of a page that may stand there as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: texts are escaped, lists are put one after the other, and what is not there is nothing. */
export type Content = string | number | Markup | null | undefined | false | readonly Content[];

/** A template of a page: whatever is put into it is escaped, unless it is {@link Markup}. Well-formed as XML, so that it can be read back strictly. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, k) => part + textOf(contents[k])).join(''));
}

/** Text that is known to be sound, such as a picture of ours. */
export const trusted = (text: string): Markup => new Markup(text);

function textOf(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  return typeof content === 'object' ? content.map(textOf).join('') : escaped(String(content));
}
