import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { type CommandLine, commandLines, dialogues, isDialogue, wordsOf } from './command-lines.js';
import { type Block, details, type Page, placeOf } from './page.js';
import { type PageProof, type Proven, type Way, WAYS } from './proof.js';
import { PROVEN_BY } from './proven-by.js';
import { differenceOf } from './shown-output.js';
import { Story } from './story.js';
import { CLASSES_FILE, isExperiment, wholeExperiment } from './whole-experiment.js';
import { isStudy, isWholeStudy, wholeStudy } from './whole-study.js';
import type { Workbench } from './workbench.js';

const SHELL = ['sh', 'bash', 'shell', 'console'];
const OUTPUT = ['text', 'txt', 'output'];
/** Milliseconds that a command may take in CI, and for `npm run check:all`. */
const PATIENCE = { ci: 100_000, all: 3 * 3600_000 };

/** Proves every block of a page, in order, as one story. Code of TypeScript is run here; its types are checked for all pages at once, see `typeFaults`. */
export async function provePage(page: Page, bench: Workbench): Promise<PageProof> {
  const proof = new PageStory(page, bench, await bench.benchDoor());
  try {
    return await proof.told();
  } finally {
    proof.close();
  }
}

class PageStory {
  readonly #story: Story;
  readonly #proven: Proven[] = [];
  readonly #faults: string[] = [];
  /** What the last block of commands printed; null where it was not run, undefined where there was none. */
  #printed: string | null | undefined;
  readonly #patience: number;
  /** What is wrong with command lines of measurements, by their words: asked for the whole page at once. */
  #benchFaults: ReadonlyMap<string, string | null> = new Map();

  constructor(private readonly page: Page, private readonly bench: Workbench, door: string) {
    this.#story = new Story(bench.root, door);
    this.#patience = bench.all ? PATIENCE.all : PATIENCE.ci;
  }

  async #askForMeasurements(): Promise<void> {
    const texts = [
      ...this.page.blocks.filter(({ language }) => SHELL.includes(language) || OUTPUT.includes(language)).flatMap(({ text }) => (isDialogue(text) ? dialogues(text).map(({ command }) => command) : commandLines(text))).map(({ text }) => text),
      ...this.page.inlines.map(({ text }) => text),
    ];
    const lines = texts.map((text) => this.bench.commands.named(text)).filter((text) => /^bench \S/.test(text) && isSimple(text)).map((text) => wordsOf(formOf(text)).slice(1)).filter(([name]) => name !== 'NAME');
    const faults = await this.bench.benchFaults(lines);
    this.#benchFaults = new Map(lines.map((words, k) => [words.join(' '), faults[k]!]));
  }

  #benchFault(words: readonly string[]): string | null {
    return this.#benchFaults.get(words.slice(1).join(' ')) ?? null;
  }

  close(): void { this.#story.close(); }

  async told(): Promise<PageProof> {
    await this.#askForMeasurements();
    for (const block of this.page.blocks) this.#lay(block);
    for (const block of this.page.blocks) {
      const way = await this.#way(block);
      if (way !== null) this.#proven.push({ what: 'block', page: block.page, line: block.line, language: block.language, way });
    }
    this.#inlines();
    return { proven: this.#proven, faults: this.#faults };
  }

  #fault(place: { readonly page: string; readonly line: number }, text: string): null {
    this.#faults.push(`${placeOf(place)}: ${text}`);
    return null;
  }

  /** Files that marks name are there from the beginning. */
  #lay(block: Block): void {
    for (const path of details(block, 'file')) this.#story.write(path, this.#whole(block));
    for (const detail of details(block, 'with')) {
      const [path, source] = detail.split(' = ') as [string, string];
      const content = readFileSync(join(this.bench.root, source));
      this.#story.write(path, path.endsWith('.gz') && !source.endsWith('.gz') ? gzipSync(content) : content);
    }
  }

  /** A file that a page shows a part of, with what it leaves out. */
  #whole(block: Block): string {
    if (!['yaml', 'yml'].includes(block.language)) return block.text;
    if (!isStudy(block.text)) return wholeExperiment(block.text);
    const before = this.page.blocks.find(({ text }) => isWholeStudy(text));
    return wholeStudy(block.text, details(block, 'file').map((path) => basename(path).replace(/\.\w+$/, ''))[0], before?.text);
  }

  /** How a block is proven; null where it is broken. */
  async #way(block: Block): Promise<Way | null> {
    const specs = [...details(block, 'by'), ...PROVEN_BY.filter(({ page, language }) => page === block.page && language === block.language).map(({ spec }) => spec)];
    if (specs.length > 0) {
      const faults = specs.map((spec) => this.bench.specFault(spec, block.page)).filter((fault) => fault !== null);
      for (const fault of faults) this.#fault(block, fault);
      if (SHELL.includes(block.language)) for (const command of commandLines(block.text)) this.#count(block, command, 'by a spec');
      return faults.length > 0 ? null : 'by a spec';
    }
    if (SHELL.includes(block.language) && !isDialogue(block.text)) return this.#shell(block);
    if (SHELL.includes(block.language) || OUTPUT.includes(block.language)) return isDialogue(block.text) ? this.#dialogue(block) : this.#output(block);
    switch (block.language) {
      case 'yaml': case 'yml': return this.#yaml(block);
      case 'js': case 'mjs': case 'javascript': return this.#code(block, block.text);
      case 'ts': case 'typescript': return details(block, 'types').length > 0 ? 'compiled' : this.#code(block, transpiled(wholeCode(block, this.page)));
      case 'json': return this.#json(block);
      default: return this.#fault(block, `nothing proves a block of ${block.language}. Name the spec that does: <!-- check: by: PATH -->.`);
    }
  }

  #count(block: Block, command: CommandLine, way: Way): Way {
    this.#proven.push({ what: 'command', page: block.page, line: block.line + 1 + command.line, language: 'sh', way });
    return way;
  }

  async #shell(block: Block): Promise<Way | null> {
    this.#printed = '';
    const ways: (Way | null)[] = [];
    for (const command of commandLines(block.text)) {
      const { way, printed } = await this.#command(block, command);
      ways.push(way === null ? null : this.#count(block, command, way));
      this.#printed = printed === null || this.#printed === null ? null : (this.#printed ?? '') + printed;
    }
    return weakest(ways);
  }

  /** Runs a command, or checks what can be checked of it. */
  async #command(block: Block, command: CommandLine): Promise<{ readonly way: Way | null; readonly printed: string | null }> {
    const place = { page: block.page, line: block.line + 1 + command.line };
    const no = (text: string): { way: null; printed: null } => ({ way: this.#fault(place, text), printed: null });
    const { text, isLeft, faults } = this.bench.commands.translated(command.text);
    if (faults.length > 0) return no(`${command.text}: ${faults.join('; ')}`);
    const words = wordsOf(text);
    const wrong = this.#formFault(words) ?? this.#missing(block, words);
    if (wrong !== null) return no(`${command.text}: ${wrong}`);
    const needs = details(block, 'needs').map((detail) => /^(\S+)\s*(.*)$/.exec(detail)!).filter(([, , part]) => command.text.includes(part!)).map(([, need]) => need!);
    const isLong = details(block, 'long').some((part) => command.text.includes(part));
    if (needs.length > 0 && !(this.bench.all && needs.every((need) => this.bench.has(need)))) return { way: 'where it can be had', printed: null };
    if (isLong && !this.bench.all) {
      const fault = await this.#fileFault(words);
      return fault === null ? { way: 'in check:all', printed: null } : no(`${command.text}: ${fault}`);
    }
    if (details(block, 'record').length > 0 || details(block, 'forms').length > 0) return { way: 'as to names', printed: null };
    if (!isLeft) return { way: 'as to names', printed: '' };
    if (words[0] === 'bench' && isSimple(text)) {
      const fault = this.#benchFault(words);
      return fault === null ? { way: 'as to names', printed: null } : no(`${command.text}: ${fault}`);
    }
    const unknown = /(?:^|[;&|]\s*|\bdo\s+)(npm|npx(?! --no-install)|pip3?|conda|git clone|curl|wget|sudo)\b/.exec(text);
    if (unknown !== null && needs.length === 0) return no(`${command.text}: nothing here knows how to check "${unknown[1]!}". Say what it needs: <!-- check: needs: network -->.`);
    const { status, printed } = await this.#story.run(text, this.#patience);
    return status === 0 ? { way: /\bbench /.test(text) ? 'as to names' : 'ran', printed } : no(`${command.text} ended with status ${status}:\n${printed.trim().split('\n').slice(-12).join('\n')}`);
  }

  /** Names of the workspace that are not there: paths from its root, and scripts of the folder that the block goes to. */
  #missing(block: Block, words: readonly string[]): string | null {
    const folder = /^cd ((?:tools|packages|apps)\S*)/m.exec(block.text)?.[1] ?? '.';
    const paths = words.flatMap((word) => (/^(?:tools|packages|apps|examples|docs)\/[\w./@-]+$/.test(word) ? [word] : /^[\w-]+\.(?:py|sh|c)$/.test(word) && folder !== '.' ? [join(folder, word)] : []));
    const missing = paths.find((path) => !existsSync(join(this.bench.root, path)) && !existsSync(this.#story.path(path)));
    return missing === undefined ? null : `there is no ${missing}`;
  }

  /** What is wrong with the first command of a line, if it is ours. */
  #formFault(words: readonly string[]): string | null {
    return words[0] === 'knotwork' ? this.bench.forms.fault(words.slice(1)) : null;
  }

  /** Of a run or a study that is not run: what is wrong with its file. */
  async #fileFault(words: readonly string[]): Promise<string | null> {
    const [program, command, file] = words;
    if (program !== 'knotwork' || (command !== 'run' && command !== 'study') || !/\.(ya?ml|json)$/.test(file ?? '')) return null;
    const overrides = command === 'run' ? words.slice(3).filter((word) => /^[\w.]+=/.test(word)).map((word) => `'${word.replaceAll("'", `'\\''`)}'`) : [];
    // Away from studies of the same name that the page began.
    const { status, printed } = await this.#story.run(`(FILE_OF_PAGE="$PWD/${file!}"; cd "$STORY"; knotwork validate "$FILE_OF_PAGE" ${overrides.join(' ')})`, this.#patience);
    return status === 0 ? null : printed.trim();
  }

  async #dialogue(block: Block): Promise<Way | null> {
    const ways: (Way | null)[] = [];
    for (const { command, shown } of dialogues(block.text)) {
      const { way, printed } = await this.#command(block, command);
      if (way !== null) this.#count(block, command, way);
      const difference = printed === null ? null : differenceOf(shown, printed);
      ways.push(difference === null ? way : this.#fault({ page: block.page, line: block.line + 1 + command.line }, `${command.text}: ${difference}`));
    }
    return weakest(ways);
  }

  async #output(block: Block): Promise<Way | null> {
    if (details(block, 'record').length > 0) return 'as to names';
    if (details(block, 'forms').length > 0) {
      const faults = block.text.split('\n').flatMap((line, k) => {
        const fault = this.#formFault(wordsOf(formOf(line)));
        return fault === null ? [] : [this.#fault({ page: block.page, line: block.line + 1 + k }, `${line}: ${fault}`)];
      });
      return faults.length > 0 ? null : 'as to names';
    }
    const [command] = details(block, 'shown by');
    if (command !== undefined) {
      const { way, printed } = await this.#command(block, { text: command, line: -1 });
      if (way === null || printed === null) return way;
      this.#printed = printed;
    }
    if (this.#printed === null) return 'in check:all';
    const difference = this.#printed === undefined ? 'no command before prints this' : differenceOf(block.text, this.#printed);
    return difference === null ? 'shown' : this.#fault(block, `${difference}. Lines of another command are marked <!-- check: shown by: COMMAND -->.`);
  }

  async #yaml(block: Block): Promise<Way | null> {
    const file = details(block, 'file')[0] ?? `${isStudy(block.text) ? 'study' : 'part'}-${block.line}.yaml`;
    const path = this.#story.path(file);
    // Plugins from outside are for Node's own loader.
    if (isStudy(block.text) || /^plugins:/m.test(block.text)) {
      this.#story.write(file, this.#whole(block));
      const { status, printed } = await this.#story.run(`knotwork validate ${path}`, this.#patience);
      return status === 0 ? 'valid' : this.#fault(block, printed.trim());
    }
    this.#story.write(join(path, '..', 'classes.csv').slice(this.#story.folder.length + 1), CLASSES_FILE);
    const faults: string[] = [];
    // Some parts are for numbers, some for classes.
    for (const task of isExperiment(block.text) ? ['numbers'] as const : ['numbers', 'classes'] as const) {
      const fault = await this.bench.experimentFault(path, wholeExperiment(block.text, task), this.#story.folder);
      if (fault === null) return 'valid';
      faults.push(fault);
    }
    return this.#fault(block, faults[0]!);
  }

  async #code(block: Block, code: string): Promise<Way | null> {
    const file = details(block, 'file')[0] ?? `block-${block.line}.mjs`;
    this.#story.write(file, code);
    const { status, printed } = await this.#story.node(file, this.#patience);
    this.#printed = printed;
    return status === 0 ? 'ran' : this.#fault(block, `the code ended with status ${status}:\n${printed.trim().split('\n').slice(-12).join('\n')}`);
  }

  #json(block: Block): Way | null {
    try {
      JSON.parse(block.text);
      return 'valid';
    } catch (error) {
      return this.#fault(block, (error as Error).message);
    }
  }

  #inlines(): void {
    const found = this.page.inlines.map((inline) => ({ inline, words: wordsOf(formOf(this.bench.commands.named(inline.text))) })).filter(({ words, inline }) => isCommand(words, inline.text));
    for (const { inline, words } of found) {
      const fault = words[0] === 'bench' ? this.#benchFault(words) : words[0] === 'knotwork' ? this.#formFault(words) : this.bench.commands.fault(words);
      if (fault === null) this.#proven.push({ what: 'inline command', page: inline.page, line: inline.line, language: 'sh', way: 'as to names' });
      else this.#fault(inline, `${inline.text}: ${fault}`);
    }
  }
}

/** Whether code within a line is a command, not a name. */
const isCommand = (words: readonly string[], text: string): boolean => (words.length > 1 && ['knotwork', 'bench', 'npm'].includes(words[0]!)) || /^npx nx /.test(text);

/** A form of a command as a command: one of `a|b`, what may be left out without its brackets, and a file in place of FILE. */
const formOf = (text: string): string => {
  const one = withoutBrackets(text.replace(/\b(\w+)(\|\w+)+/g, '$1'));
  return one.startsWith('bench ') ? Object.entries(STANDS_FOR).reduce((line, [word, value]) => line.replace(word, value), one) : one;
};

/** Brackets around words, from the inmost out; those of a list, as in `widths=[2, 1]`, begin inside a word. */
function withoutBrackets(text: string): string {
  const outer = text.replace(/(^|\s)\[([^[\]]*)\]/g, '$1$2');
  return outer === text ? text : withoutBrackets(outer);
}

/** What stands in a measurement's command line for something of the reader. */
const STANDS_FOR: Readonly<Record<string, string>> = { ' FILE': ' examples/hello-kan.yaml', ' ADDRESS': ' http://127.0.0.1:8265', ' FOLDER/*.safetensors': ' packages/importers/src/fixtures/pykan-smooth.safetensors' };

/** Whether a shell has nothing to do for a line but to read words. */
const isSimple = (text: string): boolean => !/[;&\n]|\$|\|\s|>/.test(text.replace(/'[^']*'|"[^"]*"/g, ''));

/** A block is proven as the weakest of its commands. */
function weakest(ways: readonly (Way | null)[]): Way | null {
  return ways.includes(null) || ways.length === 0 ? null : ways.reduce((a, b) => (WAYS.indexOf(b!) > WAYS.indexOf(a!) ? b : a), 'ran');
}

/** The code of a block with what its marks put before it. */
export function wholeCode(block: Block, page: Page): string {
  const before = details(block, 'after').length === 0 ? undefined : page.blocks.slice(0, page.blocks.indexOf(block)).findLast(({ language }) => language === block.language);
  return [...details(block, 'given'), ...(before === undefined ? [] : [wholeCode(before, page)]), block.text].join('\n');
}

function transpiled(code: string): string {
  return ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: false } }).outputText;
}
