/** Date as ISO 8601 has it; time of day and offset may be left out. */
const DATE = /^(?<date>\d{4}-\d{2}(-\d{2})?)([T ](?<clock>\d{2}:\d{2}(:\d{2}(\.\d+)?)?)(?<offset>Z|[+-]\d{2}:\d{2})?)?$/i;
/** Days as people write them besides, in which it is not sure what is the month. */
const OTHER_DATE = /^(\d{1,2}([./-])\d{1,2}\2(\d{2}|\d{4})|\d{4}([./])\d{1,2}\4\d{1,2})\b/;

/** A date of ISO 8601 in milliseconds, NaN where a text is none; a time of day without an offset is that of UTC, wherever the program runs. */
export function dateIn(text: string): number {
  const parts = DATE.exec(text)?.groups;
  if (parts === undefined) return NaN;
  const { date, clock = '00:00', offset = 'Z' } = parts;
  return Date.parse(`${date}${date!.length === 7 ? '-01' : ''}T${clock}${offset.toUpperCase()}`);
}

/** Whether a text is a date, in whatever order it has day and month. */
export function isDate(text: string): boolean { return !Number.isNaN(dateIn(text)) || OTHER_DATE.test(text); }
