// What pages of other things are made of, apart from what reads runs.
export { durationText } from './page/duration.js';
export { framedPage, type PageParts } from './page/framed-page.js';
export { type Content, markup, type Markup, trusted } from './page/markup.js';
export { contentsList, figure, filled, type Section, sectionText } from './page/sections.js';
export { type Column, table } from './page/table.js';
