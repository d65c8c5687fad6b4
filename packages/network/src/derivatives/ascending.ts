/** The same numbers from the smallest on. */
export function ascending(numbers: readonly number[]): readonly number[] { return [...numbers].sort((a, b) => a - b); }
