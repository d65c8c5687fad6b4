/** Says what is wrong with the bytes, in words that follow "the file". */
export class DamagedArrays extends Error {}
