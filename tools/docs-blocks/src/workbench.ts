import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { isKnotworkError } from '@knotwork/plugin';
import { MemoryPlace, tokens } from '@knotwork/experiment';
import { given } from '@knotwork/registry';
import { standardPackages } from '@knotwork/standard';
import { FileComposer } from '@knotwork/workspace';
import { CommandForms } from './command-forms.js';
import { WorkspaceCommands } from './workspace-commands.js';

/** Whether the command and the measurements are built, which pages are checked with. Where they are not it says so, and in CI it is an error. */
export function isBuilt(root: string): boolean {
  const missing = ['apps/runner/bundle', 'tools/bench/dist/check-lines.js'].filter((path) => !existsSync(join(root, path)));
  if (missing.length === 0) return true;
  if (process.env['CI'] !== undefined) throw new Error(`There is no ${missing.join(' and no ')}. Build first: npm run build && npm run typecheck.`);
  process.stderr.write('SKIPPED: the commands of the documentation, because nothing is built; npm run -s docs:check builds and checks them\n');
  return false;
}

/** What all pages are checked with: one for all of them. */
export class Workbench {
  readonly forms: CommandForms;
  readonly commands: WorkspaceCommands;
  #composer: Promise<FileComposer> | null = null;
  #lines: LineChecker | null = null;
  #door: { readonly path: string; close(): void } | null = null;

  /** @param all whether what takes long runs, too */
  constructor(readonly root: string, readonly all: boolean) {
    this.forms = new CommandForms([process.execPath, join(root, 'apps/runner/bin/knotwork.js')]);
    this.commands = new WorkspaceCommands(root);
  }

  /** Checks an experiment from end to end, without running it. @param file where it would stand @returns a message, or null */
  async experimentFault(file: string, text: string, cwd: string): Promise<string | null> {
    this.#composer ??= standardPackages().then((standard) => new FileComposer(standard, [given(tokens.place, new MemoryPlace())]));
    try {
      await (await this.#composer).compose({ file, text, overrides: [], again: false, cwd });
      return null;
    } catch (error) {
      if (!isKnotworkError(error)) throw error;
      return error.message;
    }
  }

  /** Checks command lines of measurements. @param lines words behind `bench`, @param cwd folder that they are typed in @returns for each a message, or null */
  async benchFaults(lines: readonly (readonly string[])[], cwd = this.root): Promise<readonly (string | null)[]> {
    if (lines.length === 0) return [];
    const answer = await (this.#lines ??= new LineChecker(this.root)).ask(JSON.stringify({ cwd, lines }));
    return (JSON.parse(answer) as readonly (readonly string[])[]).map((faults) => (faults.length === 0 ? null : faults.join(' ')));
  }

  /** Where programs of a story ask what is wrong with a command line of a measurement: `ask-bench.mjs` does. A socket. */
  async benchDoor(): Promise<string> {
    if (this.#door !== null) return this.#door.path;
    const folder = mkdtempSync(join(tmpdir(), 'knotwork-door-'));
    const path = join(folder, 'bench');
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let question = '';
      socket.setEncoding('utf8').on('data', (part: string) => { question += part; }).on('error', () => undefined).on('end', () => {
        const { cwd, words } = JSON.parse(question) as { readonly cwd: string; readonly words: readonly string[] };
        this.benchFaults([words], cwd).then(([fault]) => fault, String).then((fault) => { socket.end(JSON.stringify({ fault })); }, () => undefined);
      });
    });
    this.#door = { path, close: () => { server.close(); rmSync(folder, { recursive: true, force: true }); } };
    await new Promise<void>((resolve) => { server.listen(path, resolve); });
    return path;
  }

  close(): void {
    this.#lines?.close();
    this.#door?.close();
  }

  /** Whether what a mark `needs` is here. */
  has(need: string): boolean {
    if (need === 'cluster') return false;
    if (need === 'network') return spawnSync('npm', ['ping'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
    return spawnSync('sh', ['-c', `command -v "$1"`, 'sh', need], { stdio: 'ignore' }).status === 0;
  }

  /** Whether a spec is there and names a page. @returns what is wrong, or null */
  specFault(spec: string, page: string): string | null {
    const path = join(this.root, spec);
    if (!existsSync(path)) return `${spec}, which is said to prove it, is not there`;
    return basename(spec).startsWith(`${basename(page, '.md')}.`) || readFileSync(path, 'utf8').includes(basename(page)) ? null : `${spec} is said to prove it, and does not name ${basename(page)}`;
  }
}

/** The process that checks command lines of measurements: it loads the workspace once. */
class LineChecker {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(root: string) {
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.#child = spawn(process.execPath, [join(root, 'tools/bench/dist/check-lines.js')], { cwd: root, env, stdio: ['pipe', 'pipe', 'inherit'] });
    // Where it has ended, its answer is missing.
    this.#child.stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error where the process ended instead */
  async ask(question: string): Promise<string> {
    this.#child.stdin.write(`${question}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error('tools/bench/dist/check-lines.js ended before it answered; what it wrote says why.');
    return value as string;
  }

  close(): void { this.#child.stdin.end(); }
}
