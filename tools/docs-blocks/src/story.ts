import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** How a command of a story ended. */
export interface Ended {
  readonly status: number;
  /** Of both streams, as they came. */
  readonly printed: string;
}

/** Folders of the workspace that commands of pages read, as copies: what is written beside a file stays in the story. */
const COPIED = ['examples', 'tools/bench/experiments', 'tools/bench/data/tables', 'tools/bench/peers', 'packages/importers/src/fixtures', 'packages/python'];
/** What is built and installed, and nothing is written to. */
const LINKED = ['node_modules', 'apps/runner'];

/** A folder in which the commands of one page run one after the other, as a reader runs them at the root of a clone: what one of them wrote is there for the next. */
export class Story {
  readonly #children = new Set<ChildProcess>();
  #made: { readonly folder: string; readonly own: string } | null = null;

  /** @param door where its `bench` asks */
  constructor(private readonly root: string, private readonly door: string) {}

  get folder(): string { return this.#begun().folder; }

  /** What belongs to the story and not to the reader. */
  get #own(): string { return this.#begun().own; }

  /** Lays everything out when it is first asked for: most pages run nothing. */
  #begun(): { readonly folder: string; readonly own: string } {
    if (this.#made !== null) return this.#made;
    const { root } = this;
    const [folder, own] = ['knotwork-story-', 'knotwork-story-own-'].map((name) => realpathSync(mkdtempSync(join(tmpdir(), name)))) as [string, string];
    this.#made = { folder, own };
    for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true });
    for (const path of LINKED) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(join(root, path), join(folder, path));
    }
    writeFileSync(join(folder, 'package.json'), '{ "name": "reader", "private": true, "type": "module" }\n');
    mkdirSync(join(own, 'bin'));
    mkdirSync(join(own, 'home'));
    this.#program('knotwork', `exec "${process.execPath}" "${join(root, 'apps/runner/bin/knotwork.js')}" "$@"`);
    this.#program('bench', `exec "${process.execPath}" "${join(root, 'tools/docs-blocks/src/ask-bench.mjs')}" "${this.door}" "$@"`);
    return this.#made;
  }

  #program(name: string, line: string): void {
    const path = join(this.#own, 'bin', name);
    writeFileSync(path, `#!/bin/sh\n${line}\n`);
    chmodSync(path, 0o755);
  }

  write(path: string, text: string | Uint8Array): void {
    const file = this.path(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Where a path of the page is: `~` is the reader's. */
  path(path: string): string { return path.startsWith('~/') ? join(this.#own, 'home', path.slice(2)) : join(this.folder, path); }

  /**
   * Runs a line by a shell. Folder and variables are those that the lines before left.
   * `runs/NAME/ID` and `studies/NAME` are the run and the study that the story began last.
   *
   * @param patience milliseconds after which it is ended
   */
  async run(line: string, patience: number): Promise<Ended> {
    const script = `[ -e "$STORY/env" ] && . "$STORY/env"\nset -a -o pipefail\n${this.#named(line)}\nstatus=$?\npwd > "$STORY/pwd"\nexport -p > "$STORY/env"\nexit $status`;
    const ended = await this.#end('bash', ['-c', script], patience);
    // Of a pipe whose end had read enough.
    return ended.status === 141 ? { ...ended, status: 0 } : ended;
  }

  /** Runs a program of Node that a page shows. @param file from the folder of the story */
  async node(file: string, patience: number): Promise<Ended> { return this.#end(process.execPath, [this.path(file)], patience); }

  #end(program: string, args: readonly string[], patience: number): Promise<Ended> {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const at = join(this.#own, 'pwd');
    const cwd = existsSync(at) ? readFileSync(at, 'utf8').trim() : this.folder;
    const child = spawn(program, args, {
      cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
      env: { ...env, PATH: `${join(this.#own, 'bin')}${delimiter}${env['PATH'] ?? ''}`, HOME: join(this.#own, 'home'), STORY: this.#own, CI: 'true' },
    });
    this.#children.add(child);
    let printed = '';
    const end = setTimeout(() => { killGroup(child); }, patience);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { printed += text; });
    return new Promise((resolve, reject) => {
      child.on('error', reject).on('close', (code, signal) => {
        clearTimeout(end);
        this.#children.delete(child);
        resolve({ status: code ?? 1, printed: signal === null ? printed : `${printed}\nended by ${signal} after ${patience / 1000} s` });
      });
    });
  }

  #named(line: string): string {
    return line.replaceAll(/\bruns\/NAME\/ID\b/g, () => this.#latest('runs', 2)).replaceAll(/\bstudies\/NAME\b/g, () => this.#latest('studies', 1));
  }

  /** The folder so deep below another that was written last. */
  #latest(below: string, depth: number): string {
    let folders = existsSync(join(this.folder, below)) ? [below] : [];
    for (let d = 0; d < depth; d += 1) folders = folders.flatMap((folder) => readdirSync(join(this.folder, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`));
    const begun = folders.map((folder) => ({ folder, at: statSync(join(this.folder, folder)).mtimeMs })).sort((a, b) => b.at - a.at);
    if (begun.length === 0) throw new Error(`nothing was written to ${below} before`);
    return begun[0]!.folder;
  }

  close(): void {
    for (const child of this.#children) killGroup(child);
    if (this.#made === null) return;
    const { folder, own } = this.#made;
    for (const path of LINKED) rmSync(join(folder, path));
    for (const made of [folder, own]) rmSync(made, { recursive: true, force: true });
  }
}

/** Ends a program and all that it started. */
function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
