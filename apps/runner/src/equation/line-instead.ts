import type { ChoiceReport } from '@knotwork/experiment';
import type { Task } from '@knotwork/plugin';
import type { EquationData } from '@knotwork/symbolic';
import { digits } from '../table.js';

/** Says that a line is as good as the best network that was compared, by the standard error of the difference and by its signs; null where it is not, where nothing is, and where the equation is one already. */
export function lineInstead({ choice, formula, network, metrics }: Readonly<Record<string, unknown>>, { task, widths }: { readonly task: Task; readonly widths: readonly number[] }): string | null {
  const { networks, simple, best, worth } = (choice ?? { simple: [] }) as Partial<ChoiceReport> & Pick<ChoiceReport, 'simple'>;
  const { edges } = (network ?? {}) as { readonly edges?: { readonly free: number; readonly symbolic: number } };
  // What needs no edge at all needs no line.
  if ((edges?.free ?? 0) + (edges?.symbolic ?? 0) === 0) return null;
  const line = simple.find(({ form }) => form === 'line');
  if (task !== 'regression' || widths.length === 2 || line === undefined || worth === 'nothing' || line.difference === null || line.isWorse === true || !(line.difference <= line.standardError!)) return null;
  const { outputs } = (formula ?? { outputs: [] }) as EquationData;
  if (outputs.length > 0 && outputs.every(({ isLinear }) => isLinear)) return null;
  if (outputs.length > 0 && isNearer(outputs, line.rmse!, metrics as Metrics)) return null;
  return `A line in the columns has a cross-validated RMSE of ${digits(line.rmse)}, the best network, made an equation, ${digits(networks![best!]!.rmse)}: a line is as good, and is the simpler equation.`;
}

/** An equation that is so much nearer to rows that it was not fitted to than a line, as a share, is no line, whatever cross-validation of its network said. */
const NEARER = 0.5;

type Metrics = Readonly<Record<string, { readonly rmse?: number } | null>> | null | undefined;

/** Whether the equation, as printed, is nearer to validation rows, and its network to test rows. @param rmse of the line, by cross-validation */
function isNearer(outputs: EquationData['outputs'], rmse: number, metrics: Metrics): boolean {
  return [...outputs.map(({ error }) => error?.validation), metrics?.['test']?.rmse].every((error) => typeof error === 'number' && error <= NEARER * rmse);
}
