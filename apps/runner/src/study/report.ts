import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { judgedVerdict, STUDY_FILES, StudyFolder } from '@knotwork/studies';
import { collectFacts, type StudyFigure, studyFigures, studyPage } from '@knotwork/studies/report';
import { diskError, writeAtomically } from '@knotwork/workspace';
import { bothOnStandardOutput, notJudged, pluginOfStudy } from '../errors.js';
import { byEnding, refuseOutFile, signedPage, STANDARD_OUTPUT, writeOutFile } from '../out-file.js';
import type { Output } from '../output.js';
import type { ReportOptions } from '../use/report.js';
import { toPng } from '../use/to-png.js';

const NAME = 'report.html';

/** Writes a study that was judged as one page, and its figures into its folder: SVG, PNG where that is wanted, and what Vega-Lite restyles them from. */
export async function reportStudy(dir: string, options: ReportOptions, output: Output, cwd: string): Promise<void> {
  const { out = join(dir, NAME), plugin = [], force = false, json = false, png = false } = options;
  if (plugin.length > 0) throw pluginOfStudy();
  if (out === STANDARD_OUTPUT && json) throw bothOnStandardOutput();
  byEnding(out, { html: null }, 'html');
  const folder = new StudyFolder(resolve(cwd, dir));
  const record = folder.readBegun();
  const verdict = judgedVerdict(folder, record);
  if (verdict === undefined) throw notJudged(dir);
  if (out !== STANDARD_OUTPUT) refuseOutFile(out, cwd, force);
  const { collected, facts } = collectFacts(folder, record);
  const figures = studyFigures(folder, record, collected, verdict, facts);
  const data = Object.fromEntries(record.plan.sets.map(({ name }) => [name, (folder.filesOf(record.plan.trials.find(({ set }) => set === name)!.id).run()?.['data'] ?? {}) as Readonly<Record<string, string>>]));
  const page = signedPage('report', studyPage({ record, verdict, facts, figures, data, place: relative(cwd, folder.path) || '.' }));
  if (out === STANDARD_OUTPUT) {
    process.stdout.write(page);
    return;
  }
  writeOutFile(out, cwd, page, force);
  const written = await writeFigures(join(folder.path, STUDY_FILES.figures), figures, png);
  output.say(`Report in ${out}`);
  output.say(`${figures.length} figures in ${join(dir, STUDY_FILES.figures)}, as ${written.join(', ')}`);
  output.json({ file: out, bytes: Buffer.byteLength(page), figures: figures.map(({ name }) => name), formats: written });
}

/** Writes figures, those of before in their place. @returns what they were written as */
async function writeFigures(folder: string, figures: readonly StudyFigure[], png: boolean): Promise<readonly string[]> {
  const write = (name: string, content: string | Uint8Array): void => {
    try {
      mkdirSync(folder, { recursive: true });
      writeAtomically(join(folder, name), content);
    } catch (error) {
      throw diskError(folder, error);
    }
  };
  for (const figure of figures) {
    const svg = figure.draw(true);
    write(`${figure.name}.svg`, svg);
    write(`${figure.name}.vl.json`, `${JSON.stringify(figure.vegaLite, undefined, 1)}\n`);
    if (png) write(`${figure.name}.png`, await toPng(svg));
  }
  return ['SVG', ...(png ? ['PNG'] : []), 'Vega-Lite'];
}
