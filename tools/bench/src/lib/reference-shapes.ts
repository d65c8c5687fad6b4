import { readFileSync } from 'node:fs';
import { UsageError } from './program.js';

/** A network and a batch of rows, at degree 3, whose step is timed. */
export interface ReferenceShape {
  readonly name: string;
  readonly layers: readonly number[];
  readonly batch: number;
  readonly intervals: number;
}

/** The shapes of the comparison with other libraries, whose scripts read the same file. */
const shapes = JSON.parse(readFileSync(new URL('../../peers/shapes.json', import.meta.url), 'utf8')) as Readonly<Record<string, Omit<ReferenceShape, 'name'>>>;

/** All shapes, or those named, in the order given. @param names with commas between them @throws UsageError for one that does not exist */
export function referenceShapes(names: string = Object.keys(shapes).join()): ReferenceShape[] {
  return names.split(',').map((part) => {
    const name = part.trim();
    if (!Object.hasOwn(shapes, name)) throw new UsageError(`--shapes must be names with commas between them; got "${names}". Shapes: ${Object.keys(shapes).join(', ')}.`);
    return { name, ...shapes[name]! };
  });
}
