/** What may stand between the fields of a line, the likeliest first. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
