/** Functions or arrays of a file, called by what they are and a number: one for all that have the same text. */
export class NamedThings {
  private readonly known = new Map<string, string>();
  private readonly taken = new Map<string, number>();

  /**
   * Name of the thing with a text: one that is there already, or a new one.
   *
   * @param wish for its name, without a number
   * @param key what two things must have in common to be one
   * @param write called with the name of one that is new
   */
  name(wish: string, key: string, write: (name: string) => void): string {
    const whole = `${wish}\n${key}`;
    const known = this.known.get(whole);
    if (known !== undefined) return known;
    const number = (this.taken.get(wish) ?? 0) + 1;
    this.taken.set(wish, number);
    const name = `${wish}_${number}`;
    this.known.set(whole, name);
    write(name);
    return name;
  }
}
