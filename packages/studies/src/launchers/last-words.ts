const MOST_LINES = 5;
/** What tells why a program ended: Knotwork's own word, or else the error of a language or a shell. */
const [OWN, ERROR] = [/^knotwork: /, /^[\w.]*Error\b.*: |: (command not found|not found|No such file or directory|Permission denied)$/];

/**
 * What a worker said of its end: the last line that tells why, or else its last lines, beside each other; null where it said nothing.
 *
 * @param others lines of whoever keeps the log
 */
export function lastWordsIn(log: string, others?: RegExp): string | null {
  const lines = log.split(/[\n\r]+/).filter((line) => line.trim() !== '' && others?.test(line) !== true);
  const why = lines.findLast((line) => OWN.test(line)) ?? lines.findLast((line) => ERROR.test(line));
  return why ?? (lines.length === 0 ? null : lines.slice(-MOST_LINES).join(' | '));
}
