/** Where a command writes. With `--json` people's text goes to standard error, so that standard output holds the object alone. */
export interface Output {
  /** A line for people. */
  say(line: string): void;
  /** The result object, last line of standard output. */
  json(value: unknown): void;
  /** The stream of `say`, for a progress bar. */
  readonly stream: NodeJS.WriteStream;
}

/** @param result prints what programs read */
export function outputFor(options: { json?: boolean; quiet?: boolean }, result: (text: string) => void): Output {
  const stream = options.json === true ? process.stderr : process.stdout;
  return {
    stream,
    say: (line) => { if (options.quiet !== true) stream.write(`${line}\n`); },
    json: (value) => { if (options.json === true) result(`${JSON.stringify(value)}\n`); },
  };
}
