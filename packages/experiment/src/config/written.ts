/** Keys and indexes from the outside in. */
export type Path = readonly (string | number)[];

/** Makes an error from a reason (no full stop) and its one-based line. */
export type Refuse = (reason: string, line: number | undefined) => Error;

// Deep enough for every experiment, shallow enough for every stack.
export const DEPTH = 64;
/** Characters that are read, of a file and of an override: experiments are written by hand, and a parser takes a second for so many. */
const LONGEST = 2 ** 18;
/** Values of an experiment, those that aliases repeat included. */
export const MOST_VALUES = 20_000;

export const TOO_DEEP = 'blocks are nested too deeply';
export const TOO_MANY = `there are more than ${MOST_VALUES} values`;

/** @throws what `refuse` makes, for more characters than are read */
export function requireShort(text: string, refuse: Refuse): void {
  if (text.length > LONGEST) throw refuse(`it has ${text.length} characters, and at most ${LONGEST} are read. Keep rows in a table, and leave out what has a default`, undefined);
}

/** What no file can say as a text in its place, so that its key is refused as any other that is wrong: JSON would leave it out unseen. */
const inWords = (_: string, value: unknown): unknown => (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint' ? `a ${typeof value}` : value);

/** A value as a file would have it that was written from it, within the bounds of files; it has no lines. */
export function asWritten(value: unknown, refuse: Refuse): unknown {
  const text = JSON.stringify(value, inWords);
  requireShort(text, refuse);
  const plain: unknown = JSON.parse(text);
  let count = 0;
  const check = (part: unknown, depth: number): void => {
    if (depth > DEPTH) throw refuse(TOO_DEEP, undefined);
    if (++count > MOST_VALUES) throw refuse(TOO_MANY, undefined);
    if (typeof part !== 'object' || part === null) return;
    if (Object.hasOwn(part, '__proto__')) throw refuse(NO_PROTO, undefined);
    for (const below of Object.values(part)) check(below, depth + 1);
  };
  check(plain, 0);
  return plain;
}

/** An own key of that name gets lost on the way through schemas. */
export const NO_PROTO = 'the key "__proto__" is not allowed';
