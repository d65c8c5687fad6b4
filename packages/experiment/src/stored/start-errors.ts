import { KnotworkError } from '@knotwork/plugin';

// Of a saved network that is gone on from: loaded with what reads it.

const FROM = 'network.from';
const fromError = (message: string, cause?: unknown): KnotworkError => new KnotworkError('input', `${FROM}: ${message}`, { path: FROM, ...(cause === undefined ? {} : { cause }) });

/** @param copies where a run keeps what it began with */
export function nothingStored(path: string, folder: string, copies: string): KnotworkError {
  return fromError(`there is no saved network in "${path}"${folder === '' ? '' : `, from the folder ${folder}`}. Give the folder of a finished run, such as runs/NAME/ID, or a network.json. `
    + `A run that was begun from it keeps a copy: network.from=RUN/${copies} goes on with the same run.`);
}

export function unreadableStored(path: string, file: string, reason: string): KnotworkError {
  return fromError(`"${path}" cannot be read: ${file}: ${reason}. Give the folder of a finished run, such as runs/NAME/ID, or a network.json.`);
}

export function unfinishedStored(path: string): KnotworkError {
  return fromError(`the run in "${path}" is not finished. Give the command that began it again, which goes on with it, and then this one.`);
}

export function divergedStored(path: string): KnotworkError {
  return fromError(`the run in "${path}" diverged. Choose another run, or repeat it with other options.`);
}

/** @param members how many networks there are */
export function noSuchMember(path: string, member: number, members: number): KnotworkError {
  const there = members === 0 ? 'holds one network' : `holds the networks 1 to ${members}`;
  return fromError(`"${path}" ${there}; got member ${member}. ${members === 0 ? 'Leave member out.' : 'Choose one of those, or leave member out for the best.'}`);
}

export function otherStored(path: string, expected: string, got: string): KnotworkError {
  return fromError(`"${path}" holds another network than the one that sha256 tells: ${got.slice(0, 12)}..., not ${expected.slice(0, 12)}.... Remove sha256 to go on from this one.`);
}

/** @param error of the files, which knows nothing of the experiment */
export function badStored(path: string, error: KnotworkError): KnotworkError {
  return fromError(`"${path}" cannot be gone on from. ${error.message}`, error);
}

/** @param differences each as a part of a sentence */
export function unlikeStored(path: string, dataSet: string, differences: readonly string[]): KnotworkError {
  return fromError(`the network in "${path}" and the data set "${dataSet}" must have the same inputs and outputs: ${differences.join('; ')}. Rename, add or leave out columns, or remove network.from to begin anew.`);
}

/** @param isHeld whether the network holds any of that output */
export function otherConditions(place: string, dataSet: string, output: string, isHeld: boolean): KnotworkError {
  const what = isHeld ? `was made for other conditions of ${output} than those with exact: true in data set "${dataSet}", and holds them for good` : `holds no conditions of ${output} by construction, and data set "${dataSet}" has some with exact: true`;
  return fromError(`the network of "${place}" ${what}. Write the conditions as its run had them, or leave from out to begin with a fresh network.`);
}
