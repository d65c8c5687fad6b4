/** What a number is taken of, behind its name: rows, or the last stage that judges its own result. */
export const ofJudge = (on: string): string => (on === 'stage' ? 'of the last stage' : `on ${on} rows`);
