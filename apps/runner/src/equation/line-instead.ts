import type { ChoiceReport } from '@knotwork/experiment';
import type { Task } from '@knotwork/plugin';
import type { EquationData } from '@knotwork/symbolic';
import { digits } from '../table.js';

/** The name of linear regression among the simple models. */
const LINE = 'ridge';
/** Whether nothing but sums and multiples stand in a text. */
const isLine = (text: string): boolean => !/[(^/]/.test(text) && text.split(/ [+-] /).every((term) => (term.match(/\*/g) ?? []).length < 2 && !/[a-z_]\w* \* [a-z_]/i.test(term));

/** Says that a line is as good as the best network that was compared, by the standard error of the difference; null where it is not, where nothing is, and where the equation is one already. */
export function lineInstead({ choice, formula, network }: Readonly<Record<string, unknown>>, { task, widths }: { readonly task: Task; readonly widths: readonly number[] }): string | null {
  const { networks, simple, best, worth } = (choice ?? { simple: [] }) as Partial<ChoiceReport> & Pick<ChoiceReport, 'simple'>;
  const { edges } = (network ?? {}) as { readonly edges?: { readonly free: number; readonly symbolic: number } };
  // What needs no edge at all needs no line.
  if ((edges?.free ?? 0) + (edges?.symbolic ?? 0) === 0) return null;
  const line = simple.find(({ name }) => name === LINE);
  if (task !== 'regression' || widths.length === 2 || line === undefined || worth === 'nothing' || line.difference === null || !(line.difference <= line.standardError!)) return null;
  const texts = ((formula ?? { outputs: [] }) as EquationData).outputs.map(({ text }) => text);
  if (texts.length > 0 && texts.every(isLine)) return null;
  return `A line in the columns has a cross-validated RMSE of ${digits(line.rmse)}, the best network, made an equation, ${digits(networks![best!]!.rmse)}: a line is as good, and is the simpler equation.`;
}
