import { badId } from '../errors.js';

/** What every picture takes. */
export interface PictureOptions {
  /** Begins every id in the picture: a letter, then letters, digits, - and _. Pictures of one page need different ones. */
  readonly id?: string;
  /** Name of the picture, for screen readers and on hover. */
  readonly title?: string;
  /** What there is to see, in words, in place of what the picture says of itself. */
  readonly description?: string;
  /** Whether the picture is a file of its own, with paper and style (the default), or part of a page that has `pictureStyle()`. */
  readonly standalone?: boolean;
}

/** The id of a picture, or what it is without one. @throws RangeError */
export function idOf({ id }: PictureOptions, otherwise: string): string {
  if (id === undefined) return otherwise;
  if (!/^[A-Za-z][\w-]*$/.test(id)) throw badId(id);
  return id;
}
