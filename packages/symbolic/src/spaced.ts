/** Of so many rows, as many as that which lie evenly among them. */
export const spaced = (count: number, most: number): number[] => Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(k * Math.max(1, count / most)));
