// What the site and the checks of it have in common.

/** How the local search weighs what it finds: what explains before what keeps account of everything. The function goes into the pages as text, and uses nothing from around it. */
export const searchOptions = {
  // A heading that says the words counts for more than a long section that has them often.
  fuzzy: 0.2, prefix: true, boost: { title: 8, titles: 2, text: 1 },
  boostDocument: (id) => (/\/(changelog\.html|errors\.html#(knotwork|messages))/.test(id) ? 0.3 : /\/(decisions\/|benchmarks\.html)/.test(id) ? 0.6 : 1),
};

/** The anchor of a heading, as GitHub makes it. */
export const slug = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-');
