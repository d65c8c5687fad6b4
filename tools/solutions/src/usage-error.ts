/** A command line that makes no sense. The message says what is wrong and what to type. */
export class UsageError extends Error {}
