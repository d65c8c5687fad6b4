/** Version of every first-party package: they are released together. A constant, so that a page in a browser knows it too. */
export const VERSION = '0.1.0';
