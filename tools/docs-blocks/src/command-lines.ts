/** A command of a block. */
export interface CommandLine {
  /** As it stands there; lines that go on, and a whole loop, are one. */
  readonly text: string;
  /** Line of the block in which it begins, from 0. */
  readonly line: number;
}

/** Commands of a block of shell, in order. Lines of comments are none. */
export function commandLines(block: string): readonly CommandLine[] {
  const commands: CommandLine[] = [];
  let [open, depth]: [string[], number] = [[], 0];
  for (const [k, line] of block.split('\n').entries()) {
    if (open.length === 0 && /^\s*(#.*)?$/.test(line)) continue;
    open.push(line);
    depth += [...line.matchAll(/(?:^|[;&|]|\bdo\b|\bthen\b)\s*(for|while|until|if|case)\s/g)].length - [...line.matchAll(/(?:^|;|\s)(done|fi|esac)\b/g)].length;
    if (/\\$/.test(line) || depth > 0) continue;
    commands.push({ text: open.join('\n'), line: k - open.length + 1 });
    open = [];
  }
  if (open.length > 0) commands.push({ text: open.join('\n'), line: block.split('\n').length - open.length });
  return commands;
}

/** Commands and what they print, of a block in which `$ ` stands before every command. */
export interface Dialogue {
  readonly command: CommandLine;
  readonly shown: string;
}

/** Whether a block shows commands and what they print. */
export const isDialogue = (block: string): boolean => block.startsWith('$ ');

export function dialogues(block: string): readonly Dialogue[] {
  const lines = block.split('\n');
  const starts = lines.flatMap((line, k) => (line.startsWith('$ ') ? [k] : []));
  return starts.map((start, s) => ({ command: { text: lines[start]!.slice(2), line: start }, shown: lines.slice(start + 1, starts[s + 1] ?? lines.length).join('\n') }));
}

/** Words of a simple command, as a shell reads them, without a comment behind them. What a shell would put in place of words is left as it is. */
export function wordsOf(command: string): readonly string[] {
  const words: string[] = [];
  const pattern = /\s*(?:(#.*$)|((?:"(?:\\.|[^"])*"|'[^']*'|\\[\s\S]|[^\s"'\\])+))/gm;
  for (const [, comment, word] of command.matchAll(pattern)) {
    if (comment === undefined) words.push(word!.replace(/"((?:\\.|[^"])*)"|'([^']*)'|\\([\s\S])/g, (_, double?: string, single?: string, escaped?: string) => double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? (escaped === '\n' ? '' : escaped ?? '')));
  }
  return words.filter((word) => word !== '');
}
