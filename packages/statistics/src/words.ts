/** A number with what is counted: 1 pair, 2 pairs. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Three digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Whole per cent, or two digits below 10. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value < 10 ? Number(value.toPrecision(2)) : Math.round(value)} %`;
}
