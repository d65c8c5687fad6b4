/** Files in memory, by name. One that grows is a list of pieces: appending to it costs the same however long it is. */
export class MemoryFolder {
  private readonly pieces = new Map<string, Uint8Array[]>();

  names(): readonly string[] { return [...this.pieces.keys()]; }

  /** A copy of a file, or null. */
  read(name: string): Uint8Array | null {
    const pieces = this.pieces.get(name);
    if (pieces === undefined) return null;
    const whole = new Uint8Array(pieces.reduce((n, piece) => n + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** The text of a file, or null. */
  text(name: string): string | null {
    const bytes = this.read(name);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  write(name: string, content: string | Uint8Array): void { this.pieces.set(name, [bytesOf(content)]); }

  append(name: string, content: string | Uint8Array): void {
    const pieces = this.pieces.get(name);
    if (pieces === undefined) this.write(name, content);
    else pieces.push(bytesOf(content));
  }

  remove(name: string): void { this.pieces.delete(name); }
}

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
