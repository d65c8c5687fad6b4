import { type Content, markup, type Markup } from './markup.js';

/** A column of a table: its head, and whether its cells are numbers, which stand to the right. */
export interface Column { readonly title: Content; readonly isNumber?: boolean }

/** A table whose first column names its rows. @param caption what it is, for all readers; @param marked number of a row that is pointed at */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Content[])[], marked?: number): Markup {
  const kind = (c: number): Content => columns[c]?.isNumber === true && markup` class="number"`;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title }, c) => markup`<th scope="col"${kind(c)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map((cells, r) => markup`<tr${r === marked && markup` class="marked"`}>${cells.map((cell, c) => (c === 0 ? markup`<th scope="row"${kind(c)}>${cell}</th>` : markup`<td${kind(c)}>${cell}</td>`))}</tr>
`)}</tbody>
</table></div>
`;
}
