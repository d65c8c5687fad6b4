import { execFileSync } from 'node:child_process';

/** What a command takes, by its own help. */
interface Form {
  /** Whether each option has a value, by its name with dashes. */
  readonly options: ReadonlyMap<string, boolean>;
  readonly fewest: number;
  readonly most: number;
  readonly commands: readonly string[];
}

/** Whether an argument of a page stands for others: `FILE`, `DIR/ID`, `text|markdown`, `...`, `[path=value ...]`. */
const isOpen = (word: string): boolean => word === '...' || word.startsWith('[');

/** Holds command lines against what the program says that it takes, without running them. */
export class CommandForms {
  readonly #forms = new Map<string, Form>();

  /** @param program what is started, with arguments before those of the command line */
  constructor(private readonly program: readonly [string, ...string[]]) {}

  /** @param words behind the name of the program @returns what is wrong, in a sentence; null where nothing is */
  fault(words: readonly string[]): string | null {
    const path: string[] = [];
    let form = this.#form(path);
    let k = 0;
    for (; k < words.length && form.commands.includes(words[k]!); k += 1) {
      path.push(words[k]!);
      form = this.#form(path);
    }
    const name = ['knotwork', ...path].join(' ');
    if (path.length === 0 && words[0] !== undefined && !words[0].startsWith('-') && !isOpen(words[0])) return `there is no command "${words[0]}"`;
    let count = 0;
    let isEndless = false;
    for (; k < words.length; k += 1) {
      const word = words[k]!;
      const [, option, value] = /^(--?[a-z][\w-]*)(?:=(.*))?$/i.exec(word) ?? [];
      if (option === undefined) {
        if (/^[|><&;]|^\d?>/.test(word)) break;
        if (isOpen(word)) isEndless = true;
        else count += 1;
        continue;
      }
      const takes = form.options.get(option);
      if (takes === undefined) return `"${name}" has no option ${option}`;
      if (takes && value === undefined) {
        k += 1;
        if (words[k] === undefined || words[k]!.startsWith('--')) return `"${name} ${option}" wants a value`;
      }
    }
    // A command that is only named has nothing behind it.
    if (!isEndless && count > 0 && count < form.fewest) return `"${name}" wants at least ${form.fewest} arguments`;
    return count > form.most ? `"${name}" takes at most ${form.most} arguments` : null;
  }

  #form(path: readonly string[]): Form {
    const key = path.join(' ');
    const known = this.#forms.get(key);
    if (known !== undefined) return known;
    const [file, ...before] = this.program;
    const { NODE_OPTIONS: _, ...env } = process.env;
    const form = readHelp(execFileSync(file, [...before, ...path, '--help'], { encoding: 'utf8', env }));
    this.#forms.set(key, form);
    return form;
  }
}

/** Reads a help as commander writes it: the line of usage, options and commands. */
export function readHelp(help: string): Form {
  const usage = /^Usage: \S+ ?(.*)$/m.exec(help)?.[1] ?? '';
  const places = [...usage.replace('[options]', '').replace('[command]', '').matchAll(/([<[])[\w-]+(\.\.\.)?[>\]]/g)];
  const section = (title: string): string => new RegExp(`^${title}:\\n((?: .*\\n|\\n(?= ))*)`, 'm').exec(help)?.[1] ?? '';
  const options = new Map([['--help', false], ['-h', false]]);
  for (const [, short, long, value] of section('Options').matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)(?: ([<[].*?[>\]]))?(?= |$)/gm)) for (const name of [short, long]) if (name !== undefined) options.set(name, value?.startsWith('<') === true);
  return {
    options, fewest: places.filter(([, bracket]) => bracket === '<').length, most: places.some(([, , dots]) => dots !== undefined) ? Infinity : places.length,
    commands: [...section('Commands').matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name!),
  };
}
