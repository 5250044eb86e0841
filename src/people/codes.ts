import { createHash, timingSafeEqual } from "node:crypto";
import { type Random, randomId } from "../core/random.ts";

/** Only its hash is stored; 80 bits, so that it cannot be guessed. Fits into a deep link. */
export const newInviteToken = (random: Random): string => randomId(random, 16);

/** Eight characters in two groups, easy to type on a phone; guesses are counted. */
export function newSetupCode(random: Random): string {
  const id = randomId(random, 8);
  return `${id.slice(0, 4)}-${id.slice(4)}`;
}

/** Case, spaces and dashes do not matter to people. */
const canonical = (code: string): string => code.toLowerCase().replace(/[\s-]+/g, "");

const digest = (code: string): Buffer => createHash("sha256").update(canonical(code)).digest();

export const hashToken = (token: string): string => digest(token).toString("hex");

/** Takes the same time however much of the code is right. */
export const sameCode = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
