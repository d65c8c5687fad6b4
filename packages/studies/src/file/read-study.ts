import type { Catalog, KnotworkError, PluginUse } from '@knotwork/plugin';
import { checkUses, type CheckContext, type ExperimentSource, parseBlock, readExperiment, where } from '@knotwork/experiment/texts';
import { badStudy, factorsInExperiment, studyUnsaid } from '../errors.js';
import { studySchema, type WrittenStudy } from './study-schema.js';

type Path = readonly (string | number)[];

/** A study file as it was written, its keys checked one by one. */
export class StudyFile {
  readonly written: WrittenStudy;

  /** @throws KnotworkError `input`: one message with path, line and remedy */
  constructor(private readonly source: ExperimentSource, catalog: Catalog) {
    this.refuseShort();
    this.written = parseBlock(studySchema, source.tree, [], this.context(catalog)) as WrittenStudy;
  }

  /** Refuses what stands at a path. @param text follows the path: the rule, what came, what to write */
  bad(path: Path, text: string): KnotworkError {
    const line = this.source.lineOf(path);
    return badStudy(path.join('.'), where(line === undefined ? {} : { line }), text, line);
  }

  /** The design with its options checked. @param catalog with the plugins that the base experiment names */
  design(catalog: Catalog): PluginUse {
    return (checkUses(studySchema, this.written, [], this.context(catalog)) as { design: PluginUse }).design;
  }

  /** What starts workers, with its options checked. @param kind in place of the one that the file names; where that is the same its options stay */
  launcher(catalog: Catalog, kind?: string): PluginUse {
    const { launcher } = this.written;
    const named = typeof launcher === 'string' ? launcher : (launcher as PluginUse).kind;
    const written = kind === undefined || kind === named ? this.written : { ...this.written, launcher: { kind } };
    return (checkUses(studySchema, written, [], this.context(catalog)) as { launcher: PluginUse }).launcher;
  }

  /** Short forms that one may expect and that say too little. */
  private refuseShort(): void {
    const { seeds, baseline, factors, metric } = this.source.tree;
    if (metric === undefined && seeds !== undefined && factors !== undefined) throw this.bad(['metric'], 'is required; it must be what arms are judged by. Write metric: rmse, or metric: accuracy for classes.');
    if (typeof seeds === 'number') throw this.bad(['seeds'], `must be a range or a list of seeds; got ${seeds}. Write seeds: ${Number.isSafeInteger(seeds) && seeds > 1 ? `1..${seeds}` : '1..10'}.`);
    if (typeof baseline !== 'string') return;
    const named = Object.entries(typeof factors === 'object' && factors !== null ? factors : {});
    const [factor] = named.find(([, levels]) => JSON.stringify(levels).includes(JSON.stringify(baseline))) ?? named[0] ?? ['FACTOR'];
    throw this.bad(['baseline'], `must be levels of factors; got ${JSON.stringify(baseline)}. Write baseline: { ${factor}: ${baseline} }.`);
  }

  private context(catalog: Catalog): CheckContext {
    const originOf = (path: Path): { line?: number } => {
      const line = this.source.lineOf(path);
      return line === undefined ? {} : { line };
    };
    return { catalog, coming: {}, dataSets: [], tree: this.source.tree, originOf, words: undefined };
  }
}

/** Parses the text of a study file. @throws KnotworkError `input` */
export function readStudy(text: string, fileName: string, catalog: Catalog): StudyFile {
  return new StudyFile(readExperiment(text, fileName), catalog);
}

/** A study that is a value and stands in no file. @throws KnotworkError `input` */
export function studyOf(value: Readonly<Record<string, unknown>>, name: string, catalog: Catalog): StudyFile {
  return new StudyFile({ ...readExperiment(JSON.stringify(value), name), lineOf: () => undefined }, catalog);
}

/**
 * Whether a text is that of a study, and of no experiment: it says `study:`.
 *
 * @throws KnotworkError `input` for bad syntax, and where its other keys are those of a study
 */
export function isStudy(text: string, fileName: string): boolean {
  const { tree } = readExperiment(text, fileName);
  if (!('study' in tree) && 'factors' in tree) throw 'knotwork' in tree ? factorsInExperiment(fileName) : studyUnsaid(fileName);
  return 'study' in tree;
}
