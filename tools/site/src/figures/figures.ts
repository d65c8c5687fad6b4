import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { levelText } from '@knotwork/experiment';
import { rungStaircase } from '@knotwork/pictures';
import { standardPackages } from '@knotwork/standard';
import { composeFromFile } from '@knotwork/workspace';

/** How the figures are drawn again; the test that finds a stale one says so too. */
export const COMMAND = 'npm run -s docs:figures';

/** Digits of an error in a picture: what is below is nothing that anybody sees, and rounding. */
const DIGITS = 4;

interface Ladder { readonly kept?: number; readonly rungs: readonly { readonly level: Parameters<typeof levelText>[0]; readonly metrics: Readonly<Record<string, { readonly rmse: number }>> }[] }

/**
 * The figures of the pages, `docs/figures/NAME`, from runs of the examples that the pages show: nothing in them is drawn by hand.
 *
 * @param root of the repository
 */
export async function figures(root: string): Promise<ReadonlyMap<string, string>> {
  const hello = await runOf(root, 'hello-kan');
  const equation = await runOf(root, 'equation');
  return new Map([['hello-kan.svg', hello.picture], ['hello-kan-staircase.svg', staircase(hello.stages.find(({ rungs }) => rungs !== undefined)!)], ['equation.svg', equation.picture]]);
}

/** Runs an example. @returns the picture of its network, and what it says of its stages */
async function runOf(root: string, example: string): Promise<{ readonly picture: string; readonly stages: readonly Ladder[] }> {
  const out = mkdtempSync(join(tmpdir(), 'knotwork-figures-'));
  try {
    const composition = await composeFromFile({ file: join(root, 'examples', `${example}.yaml`), overrides: [], again: false, cwd: root, out }, await standardPackages());
    const { status } = await composition.run();
    if (status !== 'completed') throw new Error(`examples/${example}.yaml: ${status}.`);
    const { stages } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as { readonly stages: readonly Ladder[] };
    return { picture: readFileSync(join(out, 'network.svg'), 'utf8'), stages };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The root mean square errors of a ladder. */
function staircase({ rungs, kept }: Ladder): string {
  const series = ['train', 'validation', 'test'].map((name) => ({ name, values: rungs.map(({ metrics }) => Number(metrics[name]!.rmse.toPrecision(DIGITS))) }));
  return rungStaircase({ rungs: rungs.map(({ level }) => levelText(level)), size: 'intervals', value: 'RMSE', series, ...(kept === undefined ? {} : { kept }) });
}
