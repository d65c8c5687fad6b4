import type { NamedArrays } from '@knotwork/arrays';
import type { ChoiceReport, MetricsBySplit, ResolvedExperiment, Rung } from '@knotwork/experiment';
import type { CautionedEquation, TriedIntervals } from '@knotwork/experiment/texts';
import type { ImportRecord } from '@knotwork/model';

/** What `run.json` says, as far as it is looked at. */
export interface RecordOfRun {
  readonly id?: string;
  readonly experiment?: ResolvedExperiment;
  readonly overrides?: readonly string[];
  /** Hashes of data files. */
  readonly data?: Readonly<Record<string, string>>;
  readonly plugins?: Readonly<Record<string, string>>;
  readonly versions?: Readonly<Record<string, string>>;
  readonly knotwork?: SourceOfRun & { readonly version?: string };
  readonly git?: SourceOfRun | null;
  readonly engine?: Readonly<Record<string, unknown>>;
  readonly encoding?: Readonly<Record<string, unknown>>;
  /** What the host says of itself, such as `node` and `platform`. */
  readonly [of: string]: unknown;
}
export interface SourceOfRun { readonly commit?: string | null; readonly dirty?: boolean }

/** What `result.json` says, as far as it is looked at. */
export interface ResultOfRun {
  readonly status?: string;
  readonly reason?: string;
  readonly deterministic?: boolean;
  readonly metrics?: MetricsBySplit | null;
  readonly dataSets?: Readonly<Record<string, MetricsBySplit>>;
  /** Of several targets of regression, metrics of each; not there of one, and in runs of old. */
  readonly targets?: Readonly<Record<string, MetricsBySplit>>;
  readonly outside?: { readonly rows: number; readonly share: number; readonly inputs: Readonly<Record<string, { readonly rows: number; readonly farthest: number }>> } | null;
  readonly simple?: { readonly on: 'test' | 'validation'; readonly isWeighed?: boolean; readonly mostCommon?: number; readonly loss?: { readonly network: number; readonly shares: number; readonly standardError: number | null }; readonly network: number | null; readonly line: number | null } | null;
  readonly network?: {
    readonly widths: readonly number[];
    readonly parameters: { readonly trainable: number; readonly effective: number; readonly grid: number };
    readonly edges: { readonly free: number; readonly symbolic?: number; readonly pruned: number };
  } | null;
  /** What the network is, where all its edges are functions. */
  readonly formula?: { readonly inputs?: readonly { readonly isUsed: boolean }[]; readonly outputs: readonly EquationOfRun[] } | null;
  readonly stages?: readonly StageOfRun[];
  /** Of a network that was changed after its run: the number of that run, where it has one. Then `stages` are the changes. */
  readonly before?: { readonly run: string | null };
  readonly choice?: ChoiceReport;
  readonly member?: number;
  readonly chosenBy?: string;
  readonly members?: readonly MemberOfRun[];
}
/** The equation of an output, as it is printed. */
export interface EquationOfRun {
  readonly name: string;
  readonly text: string;
  readonly complexity: number;
  readonly constants: readonly { readonly text: string; readonly value: number; readonly error: number | null; readonly isExact: boolean }[];
  /** What it leaves, over a power of its values, where that grows with them; null elsewhere, and not there in runs of old. */
  readonly noise?: { readonly power: number; readonly size: number } | null;
  /** From the network, as shares of the output's spread. */
  readonly difference: { readonly rows: number; readonly largest: number | null; readonly rootMeanSquare: number | null } | null;
  /** Parts that have no value at some rows; not there in runs of old. */
  readonly outside?: CautionedEquation['outside'];
  /** Root mean squares of what it leaves of rows; null where there are none, and not there in runs of old. */
  readonly error?: { readonly train: number | null; readonly validation: number | null; readonly test?: number | null };
  /** Whether what it leaves is noise alone; null where that is not known, and not there in runs of old. */
  readonly leftOver?: CautionedEquation['leftOver'];
  /** Equations that no simpler one is as near as; not there in runs of old. */
  readonly front?: readonly { readonly text: string; readonly complexity: number; readonly error: number }[];
}
export interface MemberOfRun {
  readonly status: string;
  readonly reason?: string;
  readonly metrics: MetricsBySplit | null;
  readonly criterion: number | null;
  readonly isLeftOut: boolean;
}
/** Numbers by name; null where one is not finite. */
export type NumbersOfRun = Readonly<Record<string, number | null>>;
export interface StageOfRun {
  readonly kind: string;
  readonly ending?: string;
  readonly steps?: number;
  readonly metrics?: MetricsBySplit;
  readonly dataSets?: Readonly<Record<string, MetricsBySplit>>;
  readonly rungs?: readonly Pick<Rung, 'level' | 'metrics' | 'parameters' | 'functionChange'>[];
  readonly kept?: number;
  readonly pruned?: { readonly edges: readonly unknown[]; readonly nodes: readonly unknown[] };
  readonly left?: { readonly edges: number };
  /** A function that was put on an edge after the run. */
  readonly edge?: { readonly layer: number; readonly from: number; readonly to: number };
  readonly f?: { readonly kind: string };
  /** Edges that became functions, and those that stay what they are. */
  readonly read?: number;
  readonly stays?: number;
  readonly smoothing?: SmoothingOfStage;
  /** Of a stage that solved equations: root mean squares, what numbers of the equations are, and errors where a reference is known. */
  readonly residuals?: NumbersOfRun;
  readonly estimates?: NumbersOfRun;
  readonly standardErrors?: NumbersOfRun;
  readonly relativeL2?: NumbersOfRun;
  readonly drift?: NumbersOfRun;
  /** Why a drift is no number, in a few words. */
  readonly noDrift?: Readonly<Record<string, string>>;
}
export interface SmoothingOfStage {
  readonly edf: number;
  readonly observations: number;
  readonly noise: readonly number[] | null;
  readonly effects: readonly number[];
  readonly coverage: TriedIntervals | null;
  readonly edges: readonly { readonly layer: number; readonly from: number; readonly to: number; readonly edf: number }[];
}

/** What `timing.json` says. */
export interface TimingOfRun { readonly finished?: string; readonly seconds?: number; readonly resumptions?: number; readonly stages?: readonly { readonly kind: string; readonly seconds: number }[] }

/** A line of `metrics.jsonl`, as far as it is looked at; what is not finite is null. */
export interface EventOfRun {
  readonly event: string;
  readonly stage?: number;
  readonly stages?: number;
  readonly kind?: string;
  readonly member?: number;
  readonly start?: number;
  readonly step?: number;
  /** Of the fits that choose the widths, `fits`, how many were done. */
  readonly fit?: number;
  readonly fits?: number;
  readonly loss?: number | null;
  readonly validation?: number | null;
  readonly text?: string;
  readonly resolution?: readonly (number | null)[];
  readonly seconds?: number;
  readonly report?: StageOfRun;
}

/** What `network.json` says that needs no plugin. */
export interface NetworkOfRun {
  readonly task: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly classes: readonly string[];
  /** Kinds of the layers' bases. */
  readonly bases: readonly string[];
  readonly widths: readonly number[];
}

/** All that the folder of a run says without any plugin; what is not there is null or empty. */
export interface RunContents {
  /** What the run is called in messages, such as the path of its folder. */
  readonly place: string;
  readonly record: RecordOfRun | null;
  /** Where the network came from, if no run of ours trained it. */
  readonly imported: ImportRecord | null;
  readonly result: ResultOfRun | null;
  readonly timing: TimingOfRun | null;
  readonly events: readonly EventOfRun[];
  readonly network: NetworkOfRun | null;
  readonly evaluation: NamedArrays | null;
  /** The picture that the run drew of its network. */
  readonly picture: string | null;
  /** The picture that the run drew of its solution, where it solved equations. */
  readonly solution: string | null;
  /** What was damaged, in sentences. */
  readonly notes: readonly string[];
}
