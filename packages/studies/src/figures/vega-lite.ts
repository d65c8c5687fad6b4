/** A value in the data of a specification; what is not finite is null there. */
export type Datum = Readonly<Record<string, string | number | boolean | null>>;
type Json = Readonly<Record<string, unknown>>;

/** A specification that stands alone, its data within. */
export function vegaLite(title: string, values: readonly Datum[], spec: Json): Json {
  const sound = values.map((datum) => Object.fromEntries(Object.entries(datum).map(([key, value]) => [key, typeof value === 'number' && !Number.isFinite(value) ? null : value])));
  return { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', description: title, data: { values: sound }, ...spec, config: { font: 'Helvetica, Arial, DejaVu Sans', legend: { symbolOpacity: 1, orient: 'bottom', labelLimit: 400 }, axis: { labelLimit: 300 } } };
}

/** A number along an axis. @param byPowers whether even distances are even ratios */
export function quantity(field: string, title: string, byPowers: boolean): Json {
  return { field, type: 'quantitative', title, scale: byPowers ? { type: 'log' } : { zero: false }, ...(byPowers ? { axis: { format: '.0e' } } : {}) };
}

/** A name. @param order of the names, as they are drawn */
export function named(field: string, title: string | null, order: readonly string[]): Json {
  return { field, type: 'nominal', title, sort: order };
}

/** Whether all values of fields that are there are above 0 and far apart: they are better seen by powers. */
export function isByPowers(values: readonly Datum[], ...fields: readonly string[]): boolean {
  const known = values.flatMap((datum) => fields.map((field) => datum[field])).filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  return known.length > 0 && Math.min(...known) > 0 && Math.max(...known) / Math.min(...known) > 30;
}
