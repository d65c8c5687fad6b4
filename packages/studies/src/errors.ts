import { KnotworkError } from '@knotwork/plugin';
import type { Decision } from './halving/decision.js';
import type { PlannedTrial } from './plan/study-plan.js';

const input = (message: string, place: { readonly path?: string; readonly line?: number } = {}): KnotworkError => new KnotworkError('input', message, place);

/** Something in a study file is wrong. @param text follows the path: the rule, what came, what to write */
export function badStudy(path: string, place: string, text: string, line?: number): KnotworkError {
  return input(`${path}${place} ${text}`, { path, ...(line === undefined ? {} : { line }) });
}

/** A file has the keys of a study, and does not say that it is one. */
export function studyUnsaid(file: string): KnotworkError {
  return input(`"${file}" has factors, as study files have, and does not say that it is one. Write study: 1 at its top.`, { path: 'study' });
}

export function factorsInExperiment(file: string): KnotworkError {
  return input(`"${file}" is an experiment (it says "knotwork"), and "factors" is a key of study files. Move factors, seeds and metric into a file that says study: 1, name: NAME and base: ${file}, or write what is varied behind the experiment: path=a,b seed=1..10.`, { path: 'factors' });
}

/** An experiment of a study is refused. @param which of its experiments, in words @param message of whoever refused it @param more what its writer has to know besides */
export function badTrial(which: string, cause: KnotworkError, more?: string): KnotworkError {
  const { path } = cause.place;
  const place = path === undefined || path === '' || cause.message.includes(path) ? '' : `${path}: `;
  return new KnotworkError(cause.code, `${which}: ${place}${cause.message}${more === undefined ? '' : ` ${more}`}`, { cause });
}

/** @param which of its experiments, in words @param path that looks like a seed, and is no key */
export function seedOfTrial(which: string, path: string, cause: KnotworkError): KnotworkError {
  return new KnotworkError('input', `${which}: there is no key ${path}, and seeds are an axis of their own, of data and of training: every arm is run with every seed. Take it out, and write seeds: 1..10 at the top level of the study file, or seed=1..10 behind an experiment file.`, { cause });
}

/** @param sizing key of the study file that sets the sizes of networks, if there is one */
export function sameExperiment(what: string, first: string, second: string, sizing: string | undefined): KnotworkError {
  return input(`The ${what} "${first}" and "${second}" are the same experiment: their overrides come to the same${sizing === undefined ? '' : `, once "${sizing}" has given them their sizes`}. Remove one of them, or change a level.`);
}

/** @param first of two trials of rounds that stop arms, which have the same address */
export function sameInRound(first: PlannedTrial, second: PlannedTrial): KnotworkError {
  const isOneRound = first.round === second.round;
  return input(isOneRound ? `In round ${first.round!} of halving the arms "${first.arm}" and "${second.arm}" are the same experiment: what the round overrides is what tells them apart. Override something else.`
    : `Rounds ${first.round!} and ${second.round!} of halving have the same trial of the arm "${second.arm}" with seed ${second.seed}: what they override comes to the same. Give one of them other seeds, or override something else.`, { path: 'halving' });
}

export function noRowsToStop(set: string, on: string): KnotworkError {
  return input(`halving stops arms by ${on} rows, and the data set "${set}" has none. Give it some, or write halving.on: ${on === 'test' ? 'validation' : 'test'}.`, { path: 'halving.on' });
}

/** @param file that they were written to */
export function decisionChanged(file: string, before: Decision, now: Decision): KnotworkError {
  const words = ({ arms }: Decision): string => arms.filter(({ isStopped }) => isStopped).map(({ arm, meanRank }) => `"${arm}" (mean rank ${Number(meanRank.toPrecision(3))})`).join(', ');
  return new KnotworkError('environment', `${file} says that round ${before.round} stopped ${words(before)}, and by the results that are there it stops ${words(now)}: results changed since. Restore them, or begin anew with --out NEW.`);
}

export function tooManyTrials(trials: number, most: number): KnotworkError {
  return input(`The study has ${trials.toLocaleString('en-US')} trials, and ${most.toLocaleString('en-US')} are the most. Take fewer levels or seeds, or the design one-at-a-time.`);
}

export function unmeasured(metric: string, task: string, known: readonly string[]): KnotworkError {
  return input(`metric must be one of ${known.join(', ')} for a ${task}; got "${metric}". Write metric: ${known[0] ?? 'rmse'}.`, { path: 'metric' });
}

/** @param rows of the data set @param groups column whose rows stay together, if there is one @param most folds that would do; null where none would */
export function tooManyFolds(set: string, folds: number, rows: number, groups: unknown, most: number | null): KnotworkError {
  const remedy = most === null ? 'No number of folds would do: leave "folds" out, or give it more rows' : `Write folds: ${Math.min(most, 5)}${most > 5 ? `, or another number up to ${most}` : ''}`;
  return input(`folds must leave each of them two test rows at least; the data set "${set}" has ${rows.toLocaleString('en-US')} rows${typeof groups === 'string' ? `, of which those with the same ${groups} stay together` : ''}, too few for ${folds}. ${remedy}.`, { path: 'folds' });
}

/** @param judged numbers by which a stage judges its result */
export function noRowsToJudge(set: string, on: string, judged: readonly string[]): KnotworkError {
  if (judged.length > 0) return input(`metric is of ${on} rows, and the data set "${set}" has none. Judge by what the stage says of its result: write metric: ${judged[0]!}${judged.length > 1 ? `, or one of ${judged.slice(1).join(', ')}` : ''}.`, { path: 'metric' });
  return input(`metric is of ${on} rows, and the data set "${set}" has none. Give it some, or write metric: { name: NAME, on: ${on === 'test' ? 'validation' : 'test'} }.`, { path: 'metric' });
}

/** @param meant what was probably meant, as a sentence; '' where nobody knows */
export function notJudged(name: string, known: readonly string[], meant: string): KnotworkError {
  return input(`metric must be a number by which a stage judges its result: ${known.join(', ')}; got "${name}".${meant === '' ? '' : ` ${meant}`} Name one of them, or a metric of test rows.`, { path: 'metric' });
}

export function bestUnknown(name: string): KnotworkError {
  return input(`metric is ${name}, a number that is to be found: say what it should be. Write metric: { name: ${JSON.stringify(name)}, best: VALUE }.`, { path: 'metric' });
}

export function stageOfMembers(name: string, members: number): KnotworkError {
  return input(`metric is ${name}, which a stage says of one network, and the experiment has ${members} members. Leave members out, or judge by a metric of test rows.`, { path: 'metric' });
}

export function noScale(metric: string, on: string, set: string): KnotworkError {
  return input(`metric is ${metric}, of which nothing is left on the ${on} rows of "${set}": predicting the mean of the targets is as good as can be, or no number. Choose another metric, or data whose targets vary.`, { path: 'metric' });
}

export function notTheFolderOfAStudy(folder: string, names: readonly string[]): KnotworkError {
  const shown = names.slice(0, 3).join(', ');
  return input(`--out must name a new folder, an empty one or that of a study; "${folder}" holds ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ''}, and no study.json. Give another folder with --out.`);
}

/** @param path of a file in place of the folder of a study */
export function fileAsStudy(path: string): KnotworkError {
  return input(`"${path}" is a file, and the folder of a study is needed. Give the one that "knotwork study" wrote, studies/NAME unless --out said where.`);
}

/** @param isRun whether the folder is that of a run */
export function noStudyThere(folder: string, isRun: boolean): KnotworkError {
  if (isRun) return input(`"${folder}" is the folder of a run, and not of a study. "knotwork show ${folder}" says what came of it.`);
  return input(`"${folder}" is not the folder of a study: it has no study.json. Begin one with "knotwork study FILE --out ${folder}".`);
}

/** @param differences in words, at least one @param mayGrow what such a study may be given more of */
export function anotherStudy(folder: string, differences: readonly string[], mayGrow = 'arms, seeds, data sets and comparisons'): KnotworkError {
  const more = differences.length - 3;
  return input(`"${folder}" holds another study: ${differences.slice(0, 3).join('; ')}${more > 0 ? `; and ${more} more` : ''}. A study may be given more ${mayGrow}, and nothing else may change. Begin another one with --out NEW; --reuse ${folder} copies trials that are the same.`);
}

export function otherCode(folder: string, before: string, now: string): KnotworkError {
  return input(`The trials of "${folder}" were computed by other code: ${before} then, ${now} now. Give another folder with --out, or --mixed-versions to go on all the same: tables will say so.`);
}

/** @param names of the packages, as the base experiment has them: at least one */
export function pluginsChanged(folder: string, names: readonly string[]): KnotworkError {
  return input(`${areOthers(names, folder)} ${names.length === 1 ? 'Restore it' : 'Restore them'}, give another folder with --out, or --mixed-versions to go on all the same: tables will say so.`);
}

/** @param names of the packages, as the base experiment has them: at least one */
export function otherPlugins(folder: string, names: readonly string[]): KnotworkError {
  return new KnotworkError('environment', `${areOthers(names, folder)} Nothing was claimed. Restore ${names.length === 1 ? 'it' : 'them'}, or begin the study again with --mixed-versions.`);
}

const areOthers = (names: readonly string[], folder: string): string => `The ${names.length === 1 ? 'plugin' : 'plugins'} ${names.map((name) => `"${name}"`).join(', ')} ${names.length === 1 ? 'is not what it was' : 'are not what they were'} when the study in "${folder}" began.`;

/** @param trials that saw other files than the first, by their ids */
export function dataChanged(set: string, folder: string, trials: readonly string[]): KnotworkError {
  const named = trials.slice(0, 3).map((id) => `trials/${id}`).join(', ');
  return new KnotworkError('environment', `The data of "${set}" changed while the study in "${folder}" went on: ${named}${trials.length > 3 ? ` and ${trials.length - 3} more` : ''} saw other files than those before. `
    + `Remove the folders of those that saw the wrong ones, or begin anew with --out NEW --reuse ${folder}, which copies trials whose data are as they are now.`);
}

/** @param files that are others now */
export function otherData(set: string, folder: string, files: readonly string[]): KnotworkError {
  return new KnotworkError('environment', `The data of "${set}" are others than those that the study in "${folder}" began with: ${files.join(', ')}. Restore them, or begin anew with --out NEW --reuse ${folder}, which copies trials whose data are as they are now.`);
}

/** @param reason of the parser */
export function damagedStudy(file: string, reason: string): KnotworkError {
  return new KnotworkError('environment', `${file} is not what was written: ${reason}. Restore it, or begin anew with --out.`);
}

/** @param trial its folder */
export function workersDie(trial: string, times: number, how: string): KnotworkError {
  return new KnotworkError('environment', `The worker died ${times} times in a row at ${trial}, at last by ${how}. Look for what ends it, such as too little memory, and give the same command again.`);
}

export function workersDoNotStart(how: string): KnotworkError {
  return new KnotworkError('environment', `A worker ended before it said anything, by ${how}. Give the same command again; "knotwork work DIR" shows what it says.`);
}

/** @param code of the error in the worker @param message of it */
export function trialFailed(trial: string, code: KnotworkError['code'], message: string): KnotworkError {
  return new KnotworkError(code, `${trial}: ${message}`);
}

export function reusedOfOtherCode(folder: string, before: string, now: string): KnotworkError {
  return input(`--reuse must name a study that this code computed; the trials of "${folder}" were computed by ${before}, and this is ${now}. Leave --reuse out, or work with the Knotwork that computed them.`);
}

/** @param arm whose engine it is */
export function engineChanged(folder: string, arm: string, before: string, now: string): KnotworkError {
  return new KnotworkError('environment', `The study in "${folder}" began with the engine ${before} for the arm "${arm}", and here it is ${now}. Go on where the first one runs, give another folder with --out, or --mixed-versions to go on all the same: tables will say so.`);
}

export function otherEngine(folder: string, arm: string, wanted: string, now: string): KnotworkError {
  return new KnotworkError('environment', `The study in "${folder}" computes the arm "${arm}" with the engine ${wanted}, and here it would be ${now}. Nothing was claimed. Work on it where that engine runs.`);
}

/** @param which of its experiments, in words */
export function notSized(which: string): KnotworkError {
  return input(`${which}: its network goes on from a saved one, or its widths are chosen by cross-validation, and "parametersPerEdge" and "equal" are of networks whose widths are said. Write network.widths: [2, 5, 1], or leave the key out.`);
}

export function withoutHidden(arm: string, widths: readonly number[]): KnotworkError {
  return input(`equal makes networks as large as another by their hidden layers, and the arm "${arm}" has none: its widths are [${widths.join(', ')}]. Give it some, or leave "equal" out.`, { path: 'equal' });
}

export function noRowsToChoose(set: string): KnotworkError {
  return input(`tuning is chosen from by validation rows, and the data set "${set}" has none. Give it some, or leave "tuning" out.`, { path: 'tuning' });
}

/** @param command of Slurm @param said what it said @param asked options that it was given */
export function slurmRefused(command: string, said: string, asked: readonly string[] = []): KnotworkError {
  const isMissing = /ENOENT/.test(said);
  const words = sentence(said.replaceAll('\\n', ' '));
  return new KnotworkError('environment', isMissing ? `The launcher slurm needs ${command}, which is not there. Give the command on a login node of the cluster, or take --launcher local.`
    : `${command} refused the workers: ${words}${asked.length === 0 ? '' : ` Asked for was ${asked.join(' ')}.`} Correct "launcher" of the study file, or look at the cluster (sinfo).`);
}

/** @param folder of their logs @param last line that one of them wrote; null where none did */
export function workersOfSlurmEnd(folder: string, last: string | null): KnotworkError {
  return new KnotworkError('environment', `Workers ended three times without a trial${last === null ? ', and said nothing' : `; one said last: ${last}`}. Their logs are in ${folder}.`);
}

/** @param how it failed */
export function noDashboard(address: string, how: string): KnotworkError {
  return new KnotworkError('environment', `There is no dashboard of Ray at ${address}: ${how}. Say where it is, with launcher: { kind: ray, address: http://HOST:8265 } or RAY_ADDRESS=http://HOST:8265; begin Ray with ray start --head; or take --launcher local.`);
}

/** @param answer to the question for its version */
export function otherDashboard(address: string, answer: string): KnotworkError {
  return new KnotworkError('environment', `What answers at ${address} is no dashboard of Ray, or not ready: ${answer} to GET /api/version. Say where it is, with launcher: { kind: ray, address: http://HOST:8265 } or RAY_ADDRESS=http://HOST:8265.`);
}

/** @param version of Ray there @param least that is wanted */
export function rayTooOld(address: string, version: string, least: string): KnotworkError {
  return new KnotworkError('environment', `The launcher ray needs Ray ${least} or later; at ${address} is ${version}. Update it, with pip install -U "ray[default]", or take --launcher local.`);
}

/** @param answer of whoever keeps the door */
export function rayWantsToken(address: string, answer: string): KnotworkError {
  return new KnotworkError('environment', `The dashboard of Ray at ${address} lets nobody in without a token, or not with this one: ${answer}. Put the value of its header into an environment variable, export RAY_AUTHORIZATION="Bearer TOKEN", `
    + 'and name it: launcher: { kind: ray, headers: { Authorization: RAY_AUTHORIZATION } }.');
}

/** @param header whose value is missing @param variable that has to hold it */
export function headerWithoutValue(header: string, variable: string): KnotworkError {
  return new KnotworkError('environment', `launcher.headers.${header} is the value of the environment variable ${variable}, which is not set. Write export ${variable}="..." before the command.`, { path: `launcher.headers.${header}` });
}

/** @param said what was wrong */
export function rayRefused(address: string, said: string): KnotworkError {
  return new KnotworkError('environment', `Ray at ${address} refused the workers: ${sentence(said)} Correct "launcher" of the study file.`);
}

/** @param last lines that one of them wrote; null where none did */
export function workersOfRayEnd(address: string, last: string | null): KnotworkError {
  return new KnotworkError('environment', `Workers ended three times without a trial${last === null ? ', and said nothing.' : `; one said last: ${sentence(last)}`} Their logs are at ${address}.`);
}

/** On one line, with a mark at its end. */
const sentence = (text: string): string => text.replace(/\s+/g, ' ').trim().replace(/[^.!?]$/, '$&.');

/** @param folder of a trial @param archive in which it is, too */
export function twoOfTrial(folder: string, archive: string): KnotworkError {
  return new KnotworkError('environment', `${folder} and what ${archive} holds of the same trial differ. Move the folder away to go on with what is packed, or the archive to go on with the folders.`);
}

/** @param who conducts it, in words */
export function beingConducted(folder: string, who: string): KnotworkError {
  return new KnotworkError('busy', `The study in "${folder}" is being conducted, packed or unpacked by ${who}. Give the command again when that has ended.`);
}

/** @param who works on it, in words */
export function beingWorkedOn(folder: string, trial: string, who: string): KnotworkError {
  return new KnotworkError('busy', `${who} works on trials/${trial} of the study in "${folder}". Give the command again when nobody does; "knotwork status ${folder}" says who.`);
}

/** @param trial its folder */
export function changedWhilePacked(trial: string): KnotworkError {
  return new KnotworkError('environment', `${trial} is not what was read of it a moment before: somebody changes it, or the disk does not keep what it is given. All folders are as they were. Give the command again.`);
}

/** @param trial its folder */
export function notAsUnpacked(trial: string): KnotworkError {
  return new KnotworkError('environment', `${trial} is not what was unpacked a moment before: somebody changes it, or the disk does not keep what it is given. The archive is as it was. Give the command again.`);
}

export function foreignInArchive(archive: string, name: string): KnotworkError {
  return new KnotworkError('environment', `${archive} holds "${name}", which is no file of a trial. Take it out: unpacking would lose it.`);
}
