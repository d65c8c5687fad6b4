/** Where a command writes. With `--json` people's text goes to standard error, so that standard output holds the object alone. */
export interface Output {
  /** A line for people. */
  say(line: string): void;
  /** The result object, last line of standard output. */
  json(value: unknown): void;
  /** The stream of `say`, for a progress bar. */
  readonly stream: NodeJS.WriteStream;
}

export function outputFor(options: { json?: boolean; quiet?: boolean }): Output {
  const stream = options.json === true ? process.stderr : process.stdout;
  return {
    stream,
    say: (line) => { if (options.quiet !== true) stream.write(`${line}\n`); },
    json: (value) => { if (options.json === true) process.stdout.write(`${JSON.stringify(value)}\n`); },
  };
}
