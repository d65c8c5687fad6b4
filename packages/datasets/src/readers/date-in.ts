/** Date as ISO 8601 has it; time of day and offset may be left out. */
const DATE = /^(?<date>\d{4}-\d{2}(-\d{2})?)([T ](?<clock>\d{2}:\d{2}(:\d{2}(\.\d+)?)?)(?<offset>Z|[+-]\d{2}:\d{2})?)?$/i;
/** Days as people write them besides, in which it is not sure what is the month. */
const OTHER_DATE = /^(\d{1,2}([./-])\d{1,2}\2(\d{2}|\d{4})|\d{4}([./])\d{1,2}\4\d{1,2})\b/;

/** A date of ISO 8601 in milliseconds, NaN where a text is none or no month has the day; a time of day without an offset is that of UTC, wherever the program runs. */
export function dateIn(text: string): number {
  const parts = DATE.exec(text)?.groups;
  if (parts === undefined) return NaN;
  const { date, clock = '00:00', offset = 'Z' } = parts;
  const day = date!.length === 7 ? `${date}-01` : date!;
  // The 30th of February is read as the 2nd of March.
  const midnight = new Date(`${day}T00:00Z`);
  return midnight.getUTCDate() === Number(day.slice(8)) ? Date.parse(`${day}T${clock}${offset.toUpperCase()}`) : NaN;
}

/** Whether a text is a date, in whatever order it has day and month. */
export function isDate(text: string): boolean { return !Number.isNaN(dateIn(text)) || OTHER_DATE.test(text); }
