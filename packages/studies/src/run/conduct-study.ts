import { canonicalJson, type Composition, type Digest, stableJson } from '@knotwork/experiment';
import { callPlugin, type Catalog, isKnotworkError, type KnotworkError } from '@knotwork/plugin';
import { FLOOR } from '@knotwork/statistics';
import { type FileComposer, Lease, seeHolder } from '@knotwork/workspace';
import { badTrial, noRowsToChoose, noRowsToJudge, noRowsToStop, noScale, otherCode, otherData, stageOfMembers, trialFailed, unmeasured } from '../errors.js';
import type { StudyFile } from '../file/read-study.js';
import { Rounds } from '../halving/rounds.js';
import { countOfTests, countOfTrials, ownData, survivorsOf } from '../halving/trials-by.js';
import { decisionInWords, halvingInWords, sizeInWords } from '../halving/words.js';
import type { LaunchContext } from '../launchers/index.js';
import { foldNumbers } from '../plan/axes.js';
import { overrideText } from '../plan/factor.js';
import { ofJudge } from '../plan/judge-words.js';
import { keyOfMetric, type LossOfMetric, lossOfMetric, lossOfOneRow, metricKeys, scaleOf } from '../plan/measured-loss.js';
import { catalogOf, planStudy, reachOf } from '../plan/plan-study.js';
import { judgesIn, lossOfStage } from '../plan/stage-loss.js';
import type { PlannedTrial, StudyPlan } from '../plan/study-plan.js';
import { FORMATS } from '../tables/formats.js';
import { tablesOf } from '../tables/study-table.js';
import { chosenOf, collect, type Collected } from '../verdict/collect.js';
import { plainVerdict, type Verdict, verdictOf } from '../verdict/verdict.js';
import { enginesOf } from './engines.js';
import { looksWith, registeredAs } from './looks.js';
import { operationsOfStudy } from './operations-of-study.js';
import { pluginsOf } from './plugins-of-study.js';
import { requireEverySeed } from './require-every-seed.js';
import { requireFolds } from './require-folds.js';
import { finishedIn, reusable } from './reuse.js';
import { trialRequest } from './run-trial.js';
import { STUDY_FILES, StudyFolder } from './study-folder.js';
import type { StoredBase, StudyRecord } from './study-record.js';
import type { WorkEvent } from './work.js';
import type { WorkerProgram } from './workers.js';

/** What a study is made of. */
export interface StudyRequest {
  readonly file: StudyFile;
  readonly base: StoredBase;
  readonly folder: StudyFolder;
  readonly composer: FileComposer;
  readonly digest: Digest;
  /** Goes on although other code computed what is there. */
  readonly mixedVersions: boolean;
  /** Path of another study whose finished trials are copied. */
  readonly reuse?: string;
  /** What starts workers; left out, what the file says. */
  readonly launcher?: string;
}

/** A study that is written down, with what is done already. */
export interface PreparedStudy {
  readonly composer: FileComposer;
  readonly record: StudyRecord;
  readonly done: number;
  /** Starts workers, and returns when they have ended. */
  readonly launch: (context: LaunchContext) => Promise<void>;
  /** What there is to say before it starts: how many trials, and what the design can show. */
  readonly says: readonly string[];
}

/**
 * Plans a study and checks it from end to end: the file, every experiment, data, network, engine and stages of every arm on every set, how many inputs there are with every seed and fold, the metric, and what is in the folder. Writes nothing.
 *
 * @throws KnotworkError `input`, `plugin` or `capability`: one message with its remedy
 */
export async function prepareStudy({ file, base, folder, composer, digest, mixedVersions, reuse: path, launcher }: StudyRequest): Promise<PreparedStudy> {
  const plan = await planStudy(file, {
    open: (overrides) => composer.open({ ...trialRequest(folder, base, { id: 'planned', overrides }) }),
    requireFolds: (trial, folds) => requireFolds(trial, folds, base, folder, composer),
  }, digest);
  const opened = await composer.open(trialRequest(folder, base, plan.trials[0]!));
  const launch = launchOf(file, launcher, catalogOf(opened));
  folder.requireOurs();
  const before = folder.read();
  const registered = registeredAs(plan, digest);
  const looks = looksWith(plan, base, registered, before, folder.path);
  const code = await codesOf(composer, before, folder, mixedVersions);
  const plugins = pluginsOf(opened, folder, before, mixedVersions);
  const engines = await enginesOf(plan, base, folder, composer, before, mixedVersions);
  const other = path === undefined ? null : reusable(path, code.at(-1)!);
  await requireSameData(plan, base, folder, composer);
  const checked = await checkTrials(plan, base, folder, composer, before);
  await requireEverySeed(plan, firstTrials(plan), base, folder, composer);
  const record: StudyRecord = { schema: 1, name: plan.name, registered, looks, code, engines, ...(Object.keys(plugins).length === 0 ? {} : { plugins }), ...reuseOf(before, other), ...checked, base, plan };
  const rounds = new Rounds(folder, record);
  rounds.check();
  const done = folder.those('done', rounds.trials()).length;
  return { composer, record, done, launch, says: [...whatItSays(record, done), ...(other === null ? [] : [copiesFrom(other, folder, rounds.trials())])] };
}

/** Studies that trials may be copied of: those of before, and one more. */
function reuseOf(before: StudyRecord | null, other: StudyFolder | null): Pick<StudyRecord, 'reuse'> {
  const all = new Set([...before?.reuse ?? [], ...(other === null ? [] : [other.path])]);
  return all.size === 0 ? {} : { reuse: [...all] };
}

function copiesFrom(other: StudyFolder, folder: StudyFolder, trials: readonly PlannedTrial[]): string {
  const left = folder.those('open', trials);
  return `${finishedIn(other, left).toLocaleString('en-US')} of the ${left.length.toLocaleString('en-US')} that are left are finished in ${other.path}, and copied where data are the same`;
}

/** Somebody holds the folder of whom nobody can tell from here whether they are alive. */
export interface Waits {
  readonly event: 'waits';
  /** In words. */
  readonly holder: string;
  /** That it takes at most to find out. */
  readonly seconds: number;
}

/** How a study goes on. */
export interface Progress {
  readonly done: number;
  readonly trials: number;
  readonly event: WorkEvent | Waits;
}

/**
 * Runs what is left of a study and judges it, once it is known that whoever held its folder on another machine is gone. Killed at any moment, it goes on when it is begun again, and ends with the same bytes.
 *
 * @param workers processes, at least 1
 * @returns null where the signal ended it
 * @throws KnotworkError of a trial that could not be run, `busy` where somebody else conducts the study, `environment`
 */
export async function conductStudy(prepared: PreparedStudy, folder: StudyFolder, program: WorkerProgram, workers: number, signal: AbortSignal, tell: (progress: Progress) => void): Promise<Verdict | null> {
  const { record: { plan }, done } = prepared;
  await seeHolder(folder.path, (holder, seconds) => { tell({ done, trials: countOfTrials(plan), event: { event: 'waits', holder, seconds } }); }, signal);
  folder.make();
  const lease = new Lease(folder.path);
  try {
    const { record, composer } = prepared;
    const held = new StudyFolder(folder.path, lease);
    held.write(record);
    const rounds = new Rounds(held, record);
    await runAll(prepared, held, rounds, program, workers, AbortSignal.any([signal, lease.lost]), tell);
    if (signal.aborted) return null;
    // Who took it over ends it.
    lease.requireHeld();
    const collected = collect(held, record);
    const judged = { ...record, plan: survivorsOf(record.plan, rounds.decisions()) };
    const operations = await operationsOfStudy(held, judged, chosenOf(collected.results), composer);
    held.writeFile(STUDY_FILES.operations, stableJson(operations));
    return judge(record, held, { ...collected, operations });
  } finally {
    lease.release();
  }
}

async function runAll({ record: { name, plan }, launch }: PreparedStudy, folder: StudyFolder, rounds: Rounds, program: WorkerProgram, workers: number, signal: AbortSignal, tell: (progress: Progress) => void): Promise<void> {
  const ended = (): ReadonlySet<string> => new Set(folder.those('done', rounds.trials()).map(({ id }) => id));
  const all = countOfTrials(plan);
  let before = ended();
  let done = before.size;
  const place = (id: string): string => nameOf(plan.trials.find((trial) => trial.id === id)!);
  const heard = (event: WorkEvent): void => {
    if (event.event === 'failed') throw trialFailed(place(event.trial), event.code, event.message);
    if (event.event === 'ended') done++;
    tell({ done, trials: all, event });
    if (event.event === 'ended') decide();
  };
  const decide = (): void => {
    for (const decision of rounds.write()) tell({ done, trials: all, event: { event: 'note', text: decisionInWords(plan.halving!, decision) } });
  };
  decide();
  // Workers stay until all is done, whoever does it.
  for (; before.size < rounds.trials().length && !signal.aborted; before = ended()) {
    // While it waits rounds go on: who starts workers asks again.
    await launch({
      name, folder: folder.path, program, workers: Math.min(workers, all - done), signal, endOf: (trial) => endOf(folder, trial), tell: heard, place,
      get trials() { return rounds.trials().flatMap(({ id }) => (before.has(id) ? [] : [id])); },
      get toCome() { return all - rounds.trials().length; },
    });
    decide();
  }
}

/** How a trial ended, as its folder says. */
function endOf(folder: StudyFolder, trial: string): ReturnType<LaunchContext['endOf']> {
  if (!folder.isDone(trial)) return null;
  const files = folder.filesOf(trial);
  return { event: 'ended', trial, status: String(files.result()!['status']), seconds: files.timing()?.seconds ?? 0, isCopied: false };
}

/** @throws KnotworkError `input` for a launcher that there is not, or options that it has not */
function launchOf(file: StudyFile, kind: string | undefined, catalog: Catalog): PreparedStudy['launch'] {
  const { kind: name, ...options } = file.launcher(catalog, kind);
  const launcher = catalog.get('launcher', name);
  return (context) => callPlugin(launcher, 'launch', () => launcher.launch(context, options as never));
}

/** What a trial is called in messages. */
function nameOf({ id, arm, variant, set, seed, fold, round }: PlannedTrial): string {
  return `${STUDY_FILES.trials}/${id} (arm "${arm}"${variant === undefined ? '' : ` with ${variant}`}, set "${set}", seed ${seed}${fold === undefined ? '' : `, fold ${fold}`}${round === undefined ? '' : `, round ${round}`})`;
}

/** Judges a study whose trials are done, and writes down that it was. */
function judge(record: StudyRecord, folder: StudyFolder, collected: Collected): Verdict {
  const verdict = verdictOf(record, collected);
  folder.write({ ...record, looks: record.looks.map((look, k) => (k === record.looks.length - 1 ? { ...look, isJudged: true } : look)) });
  folder.writeFile(STUDY_FILES.verdict, stableJson(plainVerdict(verdict)));
  const tables = tablesOf(verdict);
  for (const { write, ending } of Object.values(FORMATS)) folder.writeFile(`tables.${ending}`, write(tables));
  return verdict;
}

/** What computes now, behind what computed before. @throws KnotworkError `input` where it differs and that is not wanted */
async function codesOf(composer: FileComposer, before: StudyRecord | null, folder: StudyFolder, mixed: boolean): Promise<readonly string[]> {
  const now = await codeOf(composer);
  const known = before?.code ?? [];
  if (known.length > 0 && known.at(-1) !== now && !mixed) throw otherCode(folder.path, known.at(-1)!, now);
  return known.at(-1) === now ? known : [...known, now];
}

/** Which code runs, and on what, as far as it may decide single bits. */
export async function codeOf(composer: FileComposer): Promise<string> {
  const provenance = await composer.provenance();
  return [await provenance.code() ?? 'code that git does not tell', ...Object.entries(provenance.host.deciding).map(([what, which]) => `${what} ${which}`)].join(', ');
}

/** Composes every arm on every set once, with the first seed, and takes the scale of the metric on every set. */
async function checkTrials(plan: StudyPlan, base: StoredBase, folder: StudyFolder, composer: FileComposer, before: StudyRecord | null): Promise<Pick<StudyRecord, 'loss' | 'scales'>> {
  const scales: Record<string, number> = { ...before?.scales };
  let loss: LossOfMetric | null = before?.loss ?? null;
  for (const trial of firstTrials(plan)) {
    if (folder.isDone(trial.id) && loss !== null && Object.hasOwn(scales, trial.set)) continue;
    const composition = await composer.compose({ ...trialRequest(folder, base, trial), again: true }).catch((error: unknown) => { throw isKnotworkError(error) ? badTrial(`arm "${trial.arm}" on the set "${trial.set}"`, error, sizedBy(plan, trial, error)) : error; });
    const { loss: own, scale } = lossIn(composition, plan, trial);
    if (trial.variant !== undefined && composition.data.validation.targets.count === 0) throw noRowsToChoose(trial.set);
    if (plan.halving !== undefined && plan.halving.on !== 'stage' && composition.data[plan.halving.on].targets.count === 0) throw noRowsToStop(trial.set, plan.halving.on);
    loss ??= own;
    if (Object.hasOwn(scales, trial.set)) continue;
    scales[trial.set] = scale();
  }
  return { loss: loss!, scales };
}

/** Where the widths come from that an arm is refused for, if nobody wrote them. */
function sizedBy({ sizes = [] }: StudyPlan, { arm, variant, set }: PlannedTrial, { message }: KnotworkError): string | undefined {
  const own = sizes.find((size) => size.arm === arm && size.variant === variant && size.set === set);
  if (own?.equal === undefined || !message.includes(overrideText('network.widths', own.widths))) return undefined;
  return `These widths come from "equal": with them "${arm}" comes closest to the ${own.equal.asked.toLocaleString('en-US')} ${own.equal.what} of the arm that is the measure. Make that one smaller, or leave "equal" out.`;
}

/** Trials that show of every arm on every set, and of rounds that change it, whether it can be run: those with the first seed and fold. What is compared comes first, and says what losses are. */
function firstTrials({ trials, seeds, halving }: StudyPlan): readonly PlannedTrial[] {
  const isFirst = ({ seed, round, fold = 1 }: PlannedTrial): boolean => {
    const own = round === undefined ? seeds : halving!.rounds[round - 1]!.overrides.length === 0 ? [] : halving!.rounds[round - 1]!.seeds;
    return seed === own[0] && fold === 1;
  };
  const first = trials.filter(isFirst);
  return [...first.filter(({ round }) => round === undefined), ...first.filter(({ round }) => round !== undefined)];
}

/** Looks at the data of every arm on every set of which a trial has ended. @throws KnotworkError `environment` where they are others by now */
async function requireSameData(plan: StudyPlan, base: StoredBase, folder: StudyFolder, composer: FileComposer): Promise<void> {
  const seen = new Set<string>();
  // Most arms say the same of their data, which may be large: they are read once.
  const read = new Map<string, Readonly<Record<string, string>>>();
  for (const trial of plan.trials) {
    const place = JSON.stringify([trial.arm, trial.set, ownData(plan, trial)]);
    if (seen.has(place) || !folder.isDone(trial.id)) continue;
    seen.add(place);
    const then = (folder.filesOf(trial.id).run()?.['data'] ?? {}) as Readonly<Record<string, string>>;
    if (Object.keys(then).length === 0) continue;
    const request = trialRequest(folder, base, trial);
    const { dataset, datasets, seed } = (await composer.open(request)).experiment;
    const said = canonicalJson([dataset ?? null, datasets ?? null, seed]);
    const now = read.get(said) ?? (await composer.data(request)).files;
    read.set(said, now);
    const changed = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((file) => then[file] !== now[file]);
    if (changed.length > 0) throw otherData(trial.set, folder.path, changed);
  }
}

/** @throws KnotworkError `input` where data have no such metric, or no rows for it, and stages no such number */
function lossIn({ catalog, data, outlook, experiment: { members } }: Composition, { metric, folds }: StudyPlan, { set }: PlannedTrial): { readonly loss: LossOfMetric; scale(): number } {
  const { on } = metric;
  if (on === 'stage') {
    if (members > 1) throw stageOfMembers(metric.name, members);
    const { loss, scale } = lossOfStage(outlook, metric, metricKeys(catalog));
    return { loss, scale: () => scale };
  }
  const fitting = new Set(catalog.list('metric').filter(({ definition }) => definition.task === undefined || definition.task === data.task).map(({ definition }) => keyOfMetric(definition.name)));
  if (!fitting.has(metric.name)) throw unmeasured(metric.name, data.task, metricKeys(catalog).filter((key) => fitting.has(key)));
  if (data[on].targets.count === 0) throw noRowsToJudge(set, on, Object.keys(judgesIn(outlook)));
  const loss = lossOfMetric(catalog, metric.name)!;
  return {
    loss, scale: () => {
      const scale = scaleOf(catalog, loss, data[on].targets);
      if (scale === undefined) throw noScale(metric.name, on, set);
      // Of what counts rows, none wrong is half a row: how much less is for nobody to say. Over folds, losses are means.
      return Math.max(scale, lossOfOneRow(catalog, loss, data[on].targets) / 2 / foldNumbers(folds).length / FLOOR);
    },
  };
}

/** How near networks come to the size that was asked for, arm by arm, at the worst of sets. */
function sizesSay({ arms, sets, sizes = [] }: StudyPlan): string[] {
  if (sizes.length === 0) return [];
  const worst = (asked: number, reached: readonly number[]): string => {
    const off = Math.max(...reached.map((count) => Math.abs(count / asked - 1)));
    return off === 0 ? 'as asked' : `within ${Number((100 * off).toPrecision(2))} %`;
  };
  return arms.map(({ name }) => {
    const own = sizes.filter(({ arm }) => arm === name);
    const [{ equal, perEdge }] = own as [typeof own[number]];
    const off = own.flatMap(({ equal: one }) => (one === undefined ? [] : [one.reached / one.asked]));
    return `size of ${name}: ${[
      ...(perEdge === undefined ? [] : [`${[...new Set(own.flatMap((one) => one.perEdge!.reached))].sort((a, b) => a - b).join(', ')} per edge of ${perEdge.asked} asked`]),
      ...(equal === undefined ? [] : [`${equal.what} ${worst(1, off)}${sets.length === 1 ? ` of ${equal.asked}` : ''}`]),
    ].join('; ')}`;
  });
}

function whatItSays({ plan, looks, registered }: StudyRecord, done: number): string[] {
  const halving = halvingInWords(plan);
  return [
    `${plan.name}: ${sizeInWords(plan, 'x')}, ${done.toLocaleString('en-US')} of them done; plan ${registered}`,
    `judged by ${plan.metric.name} ${ofJudge(plan.metric.on)}; ${countOfTests(plan)} comparison${countOfTests(plan) === 1 ? '' : 's'}, baseline ${plan.baseline}${looks.length === 1 ? '' : `; look ${looks.length}`}`,
    ...(halving === null ? [] : [halving]), reachOf(plan, looks.length).says, ...sizesSay(plan),
  ];
}
