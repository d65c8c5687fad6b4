import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from './command-lines.js';

/** What a command line of a page is where it is checked. */
export interface Translated {
  /** The line with programs of the workspace in place of npm, which would build them first; `:` where CI does the same in another place. */
  readonly text: string;
  /** Whether something is left to run. */
  readonly isLeft: boolean;
  /** What is wrong with names in it. */
  readonly faults: readonly string[];
}

/** Scripts that are programs, and what they are called in a story. */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bnpm run (?:-s |--silent )?knotwork(?: --(?= |$))?/g, 'knotwork'],
  [/\bnpx (?:--no-install )?knotwork\b/g, 'knotwork'],
  [/\bnode (?:\.\/)?apps\/runner\/bin\/knotwork\.js\b/g, 'knotwork'],
  [/\bnpm run (?:-s |--silent )?bench(?: --)?(?= )/g, 'bench'],
  [/\bnpx(?= (?:esbuild|tsc)\b)/g, 'npx --no-install'],
];
/** What npm and nx do by themselves. */
const NPM = ['ci', 'install', 'test', 'publish', 'pack', 'start', 'exec', 'create', 'init', 'login', 'view', 'version'];
/** Scripts of the package of a plugin that somebody writes; the rehearsal runs them. */
const OF_A_PLUGIN = ['check', 'prepack'];
/** A word that stands for a name. */
const IS_OPEN = /^[A-Z][A-Z_-]*$|^\.\.\.$|^(?:@\S+:)?KIND$|\bmy-/;

/** Knows the scripts, packages and generators of the workspace. */
export class WorkspaceCommands {
  readonly #scripts: Readonly<Record<string, string>>;

  constructor(private readonly root: string) {
    this.#scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
  }

  /** Puts what CI has built, and does, in place of npm and nx. */
  translated(line: string): Translated {
    const faults: string[] = [];
    let text = this.named(line);
    // One command of several, up to what stands between them.
    text = text.replace(/(?<=^|&& |; |\n\s*)(npm|npx nx) [^&;|\n#]*/g, (command) => {
      const fault = this.fault(wordsOf(command));
      if (fault !== null) faults.push(fault);
      return ': ';
    });
    return { text, isLeft: text.split(/&&|;|\n/).some((part) => !/^\s*(:\s*)?(#.*)?$/.test(part)), faults };
  }

  /** Puts the names of programs in place of the scripts that start them. */
  named(line: string): string {
    return PROGRAMS.reduce((text, [pattern, word]) => text.replace(pattern, word), line.replace(/\bnpm start\b/g, this.#scripts['start']!));
  }

  /** What is wrong with a command of npm or nx. @returns a sentence, or null */
  fault(words: readonly string[]): string | null {
    const [program, ...rest] = words.filter((word) => !/^-(s|-silent|-yes|y|-no-install)$/.test(word));
    if (program === 'npx' && rest[0] === 'nx') return this.#nxFault(rest.slice(1));
    if (program !== 'npm') return null;
    const [command, name] = rest;
    if (command === undefined || command.startsWith('-')) return null;
    if (command !== 'run') return NPM.includes(command) ? (command === 'install' ? this.#installFault(rest.slice(1)) : null) : `npm has no command "${command}"`;
    return name === undefined || name === '...' || Object.hasOwn(this.#scripts, name) || OF_A_PLUGIN.includes(name) ? null : `there is no script "${name}" in package.json`;
  }

  #installFault(names: readonly string[]): string | null {
    const own = names.filter((name) => /^@knotwork\//.test(name));
    const unknown = own.find((name) => !IS_OPEN.test(name) && !this.#isPublished(name.slice('@knotwork/'.length)));
    return unknown === undefined ? null : `${unknown} is no package that is published`;
  }

  #isPublished(short: string): boolean {
    const path = join(this.root, 'packages', short, 'package.json');
    return existsSync(path) && (JSON.parse(readFileSync(path, 'utf8')) as { private?: boolean }).private !== true;
  }

  #nxFault([command, name = '...']: readonly string[]): string | null {
    if (command === 'g' || command === 'generate') {
      const { generators } = JSON.parse(readFileSync(join(this.root, 'tools/generators/generators.json'), 'utf8')) as { generators: Record<string, unknown> };
      const [from, generator] = name.split(':');
      return from === '@knotwork/generators' && (generator === 'KIND' || Object.hasOwn(generators, generator!)) ? null : `there is no generator "${name}"`;
    }
    if (command === 'test' || command === 'lint') {
      const isThere = IS_OPEN.test(name) || ['packages', 'apps', 'tools'].some((folder) => existsSync(join(this.root, folder, name)));
      return isThere ? null : `there is no package "${name}"`;
    }
    return ['affected', 'sync', 'sync:check', 'graph', 'run-many', 'release'].includes(command ?? '') ? null : `nx is not used with "${command ?? ''}" here`;
  }
}
