/** Where a method comes from. Printed by the command and the docs. */
export interface Citation {
  readonly authors: readonly string[];
  readonly year: number;
  readonly title: string;
  /** DOI or arXiv identifier, such as `arXiv:2404.19756`. */
  readonly id?: string;
}

/** Declares a source. */
export function cite(citation: Citation): Citation {
  return Object.freeze(citation);
}
