/** A word without what people write differently: case, `_`, `-` and spaces. */
export const plainWord = (word: string): string => word.toLowerCase().replace(/[-_\s]/g, '');
