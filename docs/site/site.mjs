// What the site and the checks of it have in common.

/** How the local search weighs what it finds. */
export const searchOptions = { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } };

/** The anchor of a heading, as GitHub makes it. */
export const slug = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-');
