import type { Product } from "./product-store.ts";

const SHORTEST = 2;
const LONGEST = 40;

/** A name in one writing: width, capitals, spaces and signs do not tell products apart. */
export const refOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** A product by its name; undefined when that is too short or too long for one. */
export function productOf(name: string): Product | undefined {
  const ref = refOf(name);
  const length = [...ref].length;
  return length >= SHORTEST && length <= LONGEST ? { ref, name: name.trim() } : undefined;
}

/** The product that a text speaks of, the longest name first. */
export function findProduct<One extends Product>(products: readonly One[], text: string): One | undefined {
  const words = refOf(text);
  const found = products.filter(({ ref }) => words.includes(ref));
  return found.sort((one, other) => other.ref.length - one.ref.length)[0];
}
