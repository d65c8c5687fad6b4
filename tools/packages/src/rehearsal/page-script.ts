/** What only somebody who sits there can do. */
const BY_HAND = new Set(['npm login']);

/** A block of code, with the file that the page asks to save it as. */
const BLOCK = /(?:Save this as `([^`]+)`[^\n]*:\n\n(?:[^\n`][^\n]*\n)*)?^```(\w+)\n([\s\S]*?)^```$/gm;

/**
 * A page as a shell script, word for word: files are saved where the page says so, and every command is typed, in order. It stops at the first that fails.
 *
 * @param end where the page stops being followed: a line of it
 */
export function pageScript(page: string, end?: string): string {
  const followed = end === undefined ? page : page.slice(0, page.indexOf(end));
  const lines = ['set -e'];
  for (const [, file, language, text] of followed.matchAll(BLOCK)) {
    if (file !== undefined) lines.push(`cat > ${file} <<'END OF THE FILE'`, `${text!}END OF THE FILE`);
    else if (language === 'sh') for (const line of text!.trimEnd().split('\n')) if (!BY_HAND.has(line)) lines.push(`echo '$ ${line.replaceAll("'", '"')}'`, line);
  }
  return `${lines.join('\n')}\n`;
}
