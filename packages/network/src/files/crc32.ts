/** CRC-32 as in zip and PNG files (reflected, polynomial 0xEDB88320) of some bytes, one stretch after another. Finds every change of up to 32 bits in a row. */
export function crc32(...stretches: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const bytes of stretches) for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
