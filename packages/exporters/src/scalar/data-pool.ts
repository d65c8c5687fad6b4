import type { Dialect } from './dialect.js';

/** The arrays of an export: equal ones are there once. */
export class DataPool {
  readonly lines: string[] = [];
  private readonly names = new Map<string, string>();
  private readonly taken = new Map<string, number>();

  constructor(private readonly dialect: Dialect) {}

  /** Name of the array of some counts. @param wish for its name, without a number */
  counts(wish: string, values: Iterable<number>): string { return this.add(wish, 'counts', Array.from(values, String)); }

  /** Name of the array of some numbers. */
  numbers(wish: string, values: Iterable<number>): string { return this.add(wish, 'numbers', Array.from(values, this.dialect.number)); }

  private add(wish: string, type: 'counts' | 'numbers', entries: readonly string[]): string {
    const key = `${type} ${entries.join()}`;
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const number = (this.taken.get(wish) ?? 0) + 1;
    this.taken.set(wish, number);
    const name = `${wish}_${number}`;
    this.names.set(key, name);
    this.lines.push(...this.dialect.table(name, type, entries));
    return name;
  }
}
