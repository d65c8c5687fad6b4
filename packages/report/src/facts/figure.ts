import type { MetricsBySplit } from '@knotwork/experiment';

/** Parts of the rows. */
export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = typeof SPLITS[number];

/** What rows of a part are called. */
export const ROWS: Readonly<Record<Split, string>> = { train: 'training rows', validation: 'validation rows', test: 'test rows' };

/** Metrics by which a network is known, the first that is there. */
const FIGURES = [{ key: 'rmse', name: 'RMSE' }, { key: 'accuracy', name: 'accuracy' }, { key: 'loss', name: 'loss' }] as const;
export interface Figure { readonly key: string; readonly name: string }

export function figureOf(metrics: MetricsBySplit | null | undefined): Figure {
  return FIGURES.find(({ key }) => metrics?.train?.[key] !== undefined || metrics?.test?.[key] !== undefined) ?? FIGURES[0];
}

/** The number that counts most: on test rows, or on the best there are instead. */
export function headline(metrics: MetricsBySplit): { readonly split: Split; readonly value: number | null } {
  const split = (['test', 'validation', 'train'] as const).find((part) => Object.keys(metrics[part] ?? {}).length > 0) ?? 'train';
  return { split, value: metrics[split]?.[figureOf(metrics).key] ?? null };
}

/** Words for names of metrics that are abbreviations; others are told as they are, their capitals as words. */
const WORDS: Readonly<Record<string, string>> = { rmse: 'RMSE', mae: 'MAE', r2: 'R2' };
export const metricName = (key: string): string => WORDS[key] ?? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
