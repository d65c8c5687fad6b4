/** The word for all faces. */
export const BOUNDARY = 'boundary';
