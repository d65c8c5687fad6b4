import { NamedThings } from './named-things.js';
import type { Dialect } from '../scalar/dialect.js';

/** The arrays of an export: equal ones are there once. */
export class DataPool {
  readonly lines: string[] = [];
  private readonly names = new NamedThings();

  constructor(private readonly dialect: Pick<Dialect, 'table' | 'number'>) {}

  /** Name of the array of some counts. @param wish for its name, without a number */
  counts(wish: string, values: Iterable<number>): string { return this.add(wish, 'counts', Array.from(values, String)); }

  /** Name of the array of some numbers. */
  numbers(wish: string, values: Iterable<number>): string { return this.add(wish, 'numbers', Array.from(values, this.dialect.number)); }

  private add(wish: string, type: 'counts' | 'numbers', entries: readonly string[]): string {
    return this.names.name(wish, `${type} ${entries.join()}`, (name) => { this.lines.push(...this.dialect.table(name, type, entries)); });
  }
}
