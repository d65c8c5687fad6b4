import type { InputEncoding } from '@knotwork/datasets';

/** How inputs are made of columns, in sentences, where they are not the columns themselves: for whoever calls the network without its tables. */
export function encodingInWords(encoding: Readonly<Record<string, unknown>> | null): readonly string[] {
  // That of the first data set.
  const known = Object.values(encoding ?? {})[0] as InputEncoding | undefined;
  return (known?.columns ?? []).flatMap(({ column, as, levels = [], fill, indicator = false }) => [
    ...(as === 'levels' ? levels.map((level) => `${quoted(`${column}=${level}`)} is 1 where ${column} is ${quoted(level)}, else 0.`) : []),
    ...(as === 'boolean' ? [`${quoted(column)} is 1 for true and 0 for false.`] : []),
    ...(fill === undefined ? [] : [`Where ${column} is missing, ${quoted(column)} is ${fill}.`]),
    ...(indicator ? [`${quoted(`${column} missing`)} is 1 where ${column} is missing, else 0.`] : []),
  ]);
}

/** A text in quotes. Comments of programs have no backslashes, so that what has quotation marks itself stands between others. */
const quoted = (text: string): string => (text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text));
