import { type Content, markup, type Markup } from './markup.js';

/** A part of a page, with a heading that can be linked to. */
export interface Section { readonly id: string; readonly title: string; readonly content: Content }

/** Sections in which there is something. */
export const filled = (sections: readonly (Section | null)[]): readonly Section[] => sections.filter((section) => section !== null);

export function sectionText({ id, title, content }: Section): Markup {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`;
}

/** Links to the sections. */
export function contentsList(sections: readonly Section[]): Markup {
  return markup`<nav aria-label="Contents"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`;
}

/** A picture with what it shows. */
export function figure(picture: Markup, caption?: Content, isWide = false, label = 'Picture'): Markup {
  const shown = isWide ? markup`<div class="scroll linked" tabindex="0" role="region" aria-label="${label}">${picture}</div>` : picture;
  return markup`<figure>${shown}${caption !== undefined && markup`<figcaption>${caption}</figcaption>`}</figure>
`;
}
