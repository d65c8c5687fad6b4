import type { ForeignArray, ForeignFile } from '@knotwork/plugin';
import { notOf, otherPrefix } from './errors.js';

/** A file that is held to what a program writes: whatever is missing or of another shape is told by its name. */
export class ForeignNetwork {
  constructor(private readonly file: ForeignFile, readonly program: string) {}

  /** What messages call the file. */
  get name(): string { return this.file.name; }

  has(array: string): boolean { return this.file.arrays.has(array); }

  /**
   * How many layers there are, by an array that each has: `<prefix><layer>.<name>`.
   *
   * @throws KnotworkError `input` where there is none, with the prefix that would find some
   */
  layers(prefix: string, name: string): number {
    let count = 0;
    while (this.has(`${prefix}${count}.${name}`)) count++;
    if (count > 0) return count;
    const end = `0.${name}`;
    const other = [...this.file.arrays.keys()].find((of) => of.endsWith(end));
    if (other === undefined) throw this.refusal(`it has no array "${prefix}${end}"`);
    throw otherPrefix(this.name, `${prefix}${end}`, other, other.slice(0, -end.length));
  }

  /** An array, with a number for every dimension that must have it. @param shape null where any length is as good */
  array(name: string, shape: readonly (number | null)[]): ForeignArray {
    const array = this.file.arrays.get(name);
    if (array === undefined) throw this.refusal(`it has no array "${name}"`);
    if (array.shape.length !== shape.length || shape.some((n, k) => (n === null ? array.shape[k] === 0 : n !== array.shape[k]))) {
      throw this.refusal(`its array "${name}" has the shape [${array.shape.join(', ')}], and [${shape.map((n) => n ?? 'any').join(', ')}] goes with the others`);
    }
    return array;
  }

  /** What the file says of itself as JSON; null where it says nothing. @param read throws where it is not what was asked for */
  about<T>(name: string, read: (value: unknown) => T): T | null {
    const text = this.file.texts.get(name);
    if (text === undefined) return null;
    try {
      return read(JSON.parse(text));
    } catch (error) {
      throw this.refusal(`what it says of itself under "${name}" cannot be read, ${error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message}`);
    }
  }

  refusal(reason: string): ReturnType<typeof notOf> { return notOf(this.name, this.program, reason); }
}
