import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** How a command line ended in the worker. */
export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds of this process's own work. */
  readonly seconds: number;
  /** Files and folders that were not there before. */
  readonly written: readonly string[];
}

// Runs command lines one after the other, each as its parent asks for it, in the folder in which it was started: to load the program takes longer than most of them.
const { runCommand } = await import(pathToFileURL(process.argv[2]!).href) as { runCommand(args: readonly string[]): Promise<number> };

const listing = (): string[] => readdirSync('.', { recursive: true, encoding: 'utf8' });

/** Collects what is written to a stream. @returns the function that ends it and gives the text */
function collect(stream: NodeJS.WriteStream): () => string {
  let collected = '';
  const { write } = stream;
  stream.write = ((text: string | Uint8Array) => { collected += text.toString(); return true; }) as typeof write;
  return () => { stream.write = write; return collected; };
}

process.on('message', (args: readonly string[]) => { void answer(args); });
/** What nobody caught. */
const late: unknown[] = [];
process.on('uncaughtException', (error) => { late.push(error); }).on('unhandledRejection', (error) => { late.push(error); });
process.on('disconnect', () => { process.exit(); });
process.send!('ready');

async function answer(args: readonly string[]): Promise<void> {
  const before = new Set(listing());
  const [stdout, stderr] = [collect(process.stdout), collect(process.stderr)];
  const from = process.cpuUsage();
  const status = await runCommand(args);
  // What comes late would end the command as a defect.
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => { setImmediate(resolve); });
  for (const error of late.splice(0)) process.stderr.write(`late: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  const { user, system } = process.cpuUsage(from);
  const told: Answer = { status, stdout: stdout(), stderr: stderr(), seconds: (user + system) / 1e6, written: listing().filter((file) => !before.has(file)) };
  process.send!(told);
}
