import { numberText } from '@knotwork/pictures';
import type { NumbersOfRun } from '../contents/run-contents.js';
import { base64 } from './base64.js';
import { markup, type Markup } from './markup.js';
import { figure, type Section } from './sections.js';
import type { ReportRequest } from '../report-request.js';
import { table } from './table.js';

/** The solution of differential equations: its picture, and how well the equations hold. Of the last stage that solved them. */
export function solutionSection({ contents: { result, solution } }: ReportRequest): Section | null {
  const solved = result?.stages?.findLast(({ residuals }) => residuals !== undefined);
  if (solution === null && solved === undefined) return null;
  // As an image of its own it keeps its ids and its style to itself.
  const image = solution !== null && figure(markup`<img alt="The solution over its domain, as the run drew it" src="data:image/svg+xml;base64,${base64(solution)}"/>`, undefined, true, 'Picture of the solution');
  return {
    id: 'solution', title: 'The solution',
    content: markup`${image}${numbers('Residuals: root mean squares at the points of the data set', ['of', 'residual'], solved?.residuals, 3)
    }${numbers('Error: its norm over that of the reference', ['of', 'relative L2 error'], solved?.relativeL2, 3)}${numbers('What should be conserved: the largest change of its integral, as a share', ['integral of', 'drift'], solved?.drift, 3, solved?.noDrift)}${solved?.estimates !== undefined && estimates(solved.estimates, solved.standardErrors)}`,
  };
}

/** What was found, and how sure it is where rows were measured. */
function estimates(found: NumbersOfRun, errors: NumbersOfRun | undefined): Markup {
  const rows = Object.entries(found).map(([name, value]) => [name, cell(value, 8), ...(errors === undefined ? [] : [cell(errors[name], 2)])]);
  return table('What was found', [{ title: 'number' }, { title: 'estimate', isNumber: true }, ...(errors === undefined ? [] : [{ title: 'standard error', isNumber: true }])], rows);
}

/** A table of numbers. @param missing what is said in place of those that are none */
function numbers(caption: string, [name, value]: readonly [string, string], of: NumbersOfRun | undefined, digits: number, missing: Readonly<Record<string, string>> = {}): Markup | false {
  return of !== undefined && table(caption, [{ title: name }, { title: value, isNumber: true }], Object.entries(of).map(([key, one]) => [key, cell(one, digits, missing[key])]));
}

const cell = (value: number | null | undefined, digits: number, missing = '-'): string => (value === null || value === undefined ? missing : numberText(value, digits));
