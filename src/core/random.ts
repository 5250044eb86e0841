import { randomBytes } from "node:crypto";

/** Randomness passed in, so that a failing run can be repeated. */
export interface Random {
  bytes(count: number): Uint8Array;
  /** A number in [0, 1). */
  fraction(): number;
}

export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  fraction: () => randomBytes(4).readUInt32BE(0) / 2 ** 32,
};

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base 32: no i, l, o, u to misread

/** A random id of `length` characters with 5 bits each; 16 characters are 80 bits. */
export function randomId(random: Random, length = 16): string {
  let id = "";
  for (const byte of random.bytes(length)) id += ALPHABET[byte & 31];
  return id;
}
