import { join } from 'node:path';
import { KnotworkError } from '@knotwork/plugin';

/** Most names that a message shows. */
const SHOWN = 3;

export function noExperimentFile(path: string, reason: string): KnotworkError {
  return new KnotworkError('input', `The experiment file "${path}" cannot be read: ${reason}. Check the path; "examples/hello-kan.yaml" is one to start from.`);
}

export function tableAsFile(path: string): KnotworkError {
  return new KnotworkError('input', `"${path}" is a table, and an experiment file is needed. Write one with "knotwork new ${path} --target COLUMN", and run that.`);
}

export function studyAsFile(path: string): KnotworkError {
  return new KnotworkError('input', `"${path}" is a study, and an experiment file is needed. Write "knotwork study ${path}" to run it.`);
}

export function factorsInExperiment(path: string): KnotworkError {
  return new KnotworkError('input', `"factors" are of study files, and "${path}" is an experiment. Take them out of it, into a file of their own that begins with "study: 1" and "base: ${path}", and give that to "knotwork study".`);
}

export function otherRunThere(folder: string, name: string, id: string): KnotworkError {
  return new KnotworkError('input', `The folder "${folder}" holds another run: "${name}", ${id}. Give --out another folder, or --again to replace that run.`);
}

export function foreignFiles(folder: string, names: readonly string[]): KnotworkError {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return new KnotworkError('input', `--out must name an empty folder, a new one or that of a run; "${folder}" holds ${names.slice(0, SHOWN).join(', ')}${more}, and no run.json of a run. Give --out another folder, such as "${join(folder, 'run')}".`);
}

export function outIsFile(out: string): KnotworkError {
  return new KnotworkError('input', `--out must name a folder; "${out}" is a file. Give the run a folder of its own, such as --out ${out.replace(/\.[^./\\]*$/, '')}-run, or leave --out out for runs/<name>/<id>.`);
}

export function emptyOut(): KnotworkError {
  return new KnotworkError('input', '--out must name a folder; got an empty text. Leave it out for runs/<name>/<id>.');
}
