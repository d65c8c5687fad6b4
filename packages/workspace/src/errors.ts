import { KnotworkError } from '@knotwork/plugin';

export function noExperimentFile(path: string, reason: string): KnotworkError {
  return new KnotworkError('input', `The experiment file "${path}" cannot be read: ${reason}. Check the path; "examples/hello-kan.yaml" is one to start from.`);
}

export function otherRunThere(folder: string, name: string, id: string): KnotworkError {
  return new KnotworkError('input', `The folder "${folder}" holds another run: "${name}", ${id}. Give --out another folder, or --again to replace that run.`);
}

export function foreignFiles(folder: string, names: readonly string[]): KnotworkError {
  return new KnotworkError('input', `The folder "${folder}" holds ${names.join(', ')} and no run.json: that is not of a run and would be replaced. Give --out another folder.`);
}

export function emptyOut(): KnotworkError {
  return new KnotworkError('input', '--out must name a folder; got an empty text. Leave it out for runs/<name>/<id>.');
}
