import type { WrittenEquation, WrittenSection } from '@knotwork/algebra/written';
import type { Terminal } from '../use/terminal.js';

/** Sections of equations in plain text, left sides of a section below each other. */
export function sectionsText(sections: readonly WrittenSection[], terminal: Terminal): string[] {
  return sections.flatMap(({ title, letters, equations }) => {
    const all = [...letters, ...equations];
    const width = Math.min(MOST_LEFT, Math.max(...all.map(({ left }) => left.text.length)));
    return ['', title, ...all.flatMap(({ left, right }) => broken(`  ${left.text.padEnd(width)} = `, short(right.text), terminal.columns))];
  });
}

/** What is longer is for programs. */
const LONGEST = 1_500;

const short = (text: string): string => (text.length > LONGEST ? `too long to be read, ${text.length} signs: --json has it` : text);

/** Longest left side that others are brought below. */
const MOST_LEFT = 24;

/** The same in LaTeX: a block of aligned equations for each section. */
export function sectionsLatex(sections: readonly WrittenSection[]): string[] {
  return sections.flatMap(({ title, letters, equations }) => [`% ${title}`, '\\begin{align*}', ...aligned([...letters, ...equations]), '\\end{align*}']);
}

const aligned = (equations: readonly WrittenEquation[]): string[] => equations.map(({ left, right }, k) => `  ${left.latex} &= ${right.latex.length > LONGEST ? `\\text{${short(right.latex)}}` : right.latex}${k < equations.length - 1 ? ' \\\\' : ''}`);

/** A line that is too long is broken before a sign, as far outside of parentheses as may be. */
function broken(head: string, text: string, columns: number): string[] {
  const indent = ' '.repeat(head.length + 2);
  const lines: string[] = [];
  let line = head;
  const put = (piece: string, depth: number): void => {
    const joint = line === head || line === indent ? '' : ' ';
    if (line.length + joint.length + piece.length <= columns) { line += joint + piece; return; }
    const room = columns - indent.length;
    const parts = piece.length > room && depth <= DEEPEST ? piecesAt(piece, depth) : [piece];
    if (parts.length > 1) { parts.forEach((part) => { put(part, depth + 1); }); return; }
    if (depth <= DEEPEST && piece.length > room) { put(piece, depth + 1); return; }
    if (joint !== '') lines.push(line);
    line = joint === '' ? line + piece : indent + piece;
  };
  put(text, 0);
  return [...lines, line];
}

/** Parentheses in which lines are broken. */
const DEEPEST = 4;

/** A text cut before each sign that stands in so many parentheses at most. */
function piecesAt(text: string, most: number): string[] {
  const pieces: string[] = [];
  let [depth, from] = [0, 0];
  for (let k = 0; k < text.length; k++) {
    if (text[k] === '(') depth++;
    else if (text[k] === ')') depth--;
    else if (depth <= most && text[k] === ' ' && /^ [-+*/] |^ (?:if|else) /.test(text.slice(k, k + 6)) && (depth < most || /[-+]/.test(text[k + 1]!) || depth === 0)) {
      pieces.push(text.slice(from, k));
      from = k + 1;
    }
  }
  return [...pieces, text.slice(from)];
}
