/** Date as ISO 8601 has it; time of day and offset may be left out. */
const DATE = /^(\d{4}-\d{2})(-\d{2})?(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;
/** Days as people write them besides, in which it is not sure what is the month. */
const OTHER_DATE = /^(\d{1,2}([./-])\d{1,2}\2(\d{2}|\d{4})|\d{4}([./])\d{1,2}\4\d{1,2})\b/;

/** A date of ISO 8601 in milliseconds, NaN where a text is none or no month has the day; a time of day without an offset is that of UTC, wherever the program runs. */
export function dateIn(text: string): number {
  const [, month, day = '-01', clock = '00:00', offset = 'Z'] = DATE.exec(text) ?? [];
  // The 30th of February is read as the 2nd of March.
  return new Date(month + day).getUTCDate() === -day ? Date.parse(`${month}${day}T${clock}${offset.toUpperCase()}`) : NaN;
}

/** Whether a text is a date, in whatever order it has day and month. */
export function isDate(text: string): boolean { return !Number.isNaN(dateIn(text)) || OTHER_DATE.test(text); }
