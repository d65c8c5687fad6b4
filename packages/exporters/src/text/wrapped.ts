/** Longest line of what is exported, where it can be chosen. */
export const LINE = 120;

/** Entries with commas between them, in lines that are not too long, indented. */
export function wrapped(entries: readonly string[], indent = '  '): string[] {
  const lines: string[] = [];
  let line = indent;
  entries.forEach((entry, k) => {
    const text = k < entries.length - 1 ? `${entry},` : entry;
    if (line.length > indent.length && line.length + 1 + text.length > LINE) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? text : ` ${text}`;
  });
  return [...lines, line];
}
