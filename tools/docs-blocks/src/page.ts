/** A remark of a page to whoever checks it: `<!-- check: KIND -->` or `<!-- check: KIND: DETAIL -->`, which no reader sees. */
export interface Mark {
  readonly kind: MarkKind;
  /** What stands behind the second colon; empty where nothing does. */
  readonly detail: string;
}

/**
 * What a mark says of the block behind it:
 *
 * - `long`: runs for `npm run check:all` only; CI checks names, options and files. With a detail: those of its lines that hold this text.
 * - `needs`: the first word of the detail, a program or `network` or `cluster`, must be there, and it runs for `npm run check:all` only, where it is. Further words: as above.
 * - `file`: the detail is a path, and the block is written there for what follows on the page.
 * - `with`: the detail is `PATH = SOURCE`: a file of the reader, for which SOURCE of the workspace stands.
 * - `after`: code that goes on after the block of the same language before it.
 * - `given`: the detail is code that the page leaves to the reader, before the block.
 * - `types`: code that is compiled and not run; the detail says why.
 * - `shown by`: the detail is a command that prints these lines.
 * - `forms`: forms of command lines, with words in place of names; they are not run.
 * - `record`: what a measurement printed where it was made; it is not compared.
 * - `by`: the detail is the spec that proves the block.
 */
export const MARK_KINDS = ['long', 'needs', 'file', 'with', 'after', 'given', 'types', 'shown by', 'forms', 'record', 'by'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** A fenced block. */
export interface Block {
  /** Path of the page, from the workspace. */
  readonly page: string;
  /** Line of its fence, from 1. */
  readonly line: number;
  /** First word behind the fence, in small letters; `text` where there is none. */
  readonly language: string;
  /** Its lines, each with a line end, without what a list indents them by. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** Code within a line. */
export interface InlineCode {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

export interface Page {
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly inlines: readonly InlineCode[];
}

/** A page that cannot be read: what stands in it is no block, or a mark that says nothing. */
export class PageError extends Error {}

/** How prose names the file of the block behind it, which is as good as a mark `file`. */
const SAVED_AS = /Save this as `([^`\s]+)`/;
const MARK = /^\s*<!--\s*check:\s*(.*?)\s*-->\s*$/;

/**
 * Blocks, marks and code of a page of Markdown.
 *
 * @param path of the page, for what is said of it
 * @throws PageError for a fence that is not closed, and a mark that is unknown or stands before no block
 */
export function readPage(path: string, text: string): Page {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  const inlines: InlineCode[] = [];
  let marks: Mark[] = [];
  for (let k = 0; k < lines.length; k += 1) {
    const line = lines[k]!;
    const [, indent, fence, info] = /^(\s*)(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
    const mark = MARK.exec(line);
    if (fence !== undefined) {
      const end = lines.findIndex((later, l) => l > k && later.trim().startsWith(fence) && later.trim().replaceAll(fence[0]!, '') === '');
      if (end < 0) throw new PageError(`${path}:${k + 1}: the block is not closed. Close it with ${fence}.`);
      const own = lines.slice(k + 1, end).map((content) => `${content.startsWith(indent!) ? content.slice(indent!.length) : content.trimStart()}\n`);
      const file = SAVED_AS.exec(paragraphBefore(lines, k))?.[1];
      blocks.push({ page: path, line: k + 1, language: (/^[\w+#-]+/.exec(info!)?.[0] ?? 'text').toLowerCase(), text: own.join(''), marks: [...marks, ...(file === undefined ? [] : [{ kind: 'file' as const, detail: file }])] });
      marks = [];
      k = end;
    } else if (mark !== null) {
      marks.push(readMark(mark[1]!, `${path}:${k + 1}`));
    } else {
      if (marks.length > 0 && line.trim() !== '') throw new PageError(`${path}:${k + 1}: a mark "check:" must stand right before a block. Move it there.`);
      inlines.push(...[...line.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map(([, , code]) => ({ page: path, line: k + 1, text: code!.trim() })));
    }
  }
  if (marks.length > 0) throw new PageError(`${path}: a mark "check:" stands before no block. Remove it.`);
  return { path, blocks, inlines };
}

/** The lines of prose right before a line, without marks. */
function paragraphBefore(lines: readonly string[], at: number): string {
  let end = at;
  while (end > 0 && (lines[end - 1]!.trim() === '' || MARK.test(lines[end - 1]!))) end -= 1;
  let start = end;
  while (start > 0 && lines[start - 1]!.trim() !== '' && !/^\s*(```|~~~)/.test(lines[start - 1]!)) start -= 1;
  return lines.slice(start, end).join(' ');
}

function readMark(text: string, place: string): Mark {
  const [, kind, detail = ''] = /^([a-z ]+?)\s*(?::\s*(.*))?$/s.exec(text) ?? [];
  if (!MARK_KINDS.includes(kind as MarkKind)) throw new PageError(`${place}: there is no mark "${text}". Marks: ${MARK_KINDS.join(', ')}.`);
  return { kind: kind as MarkKind, detail };
}

/** Details of the marks of a kind, in order. */
export function details({ marks }: Block, kind: MarkKind): readonly string[] {
  return marks.filter((mark) => mark.kind === kind).map(({ detail }) => detail);
}

/** How a block is spoken of. */
export const placeOf = ({ page, line }: { readonly page: string; readonly line: number }): string => `${page}:${line}`;
