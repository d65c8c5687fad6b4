/**
 * Parts of a zip archive, and what stands at their beginning.
 *
 * @source PKWARE, APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16
 */
export const ZIP = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 } as const;

/** Bytes of these parts without names, fields and notes behind them. */
export const LENGTH = { local: 30, central: 46, end: 22, end64: 56, locator: 20 } as const;

/** How an entry is packed. */
export const METHOD = { stored: 0, deflated: 8 } as const;

/** What a field of two or four bytes holds where its value stands in a longer one. */
export const ELSEWHERE = { two: 0xffff, four: 0xffffffff } as const;

/** Kind of the field that has these longer values. */
export const FIELD64 = 1;
