import { createHash, type Hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BaseText } from "./article-store.ts";

const NAME = "articles.pack";
const KEY_BYTES = 32;
const CODE = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../package.json", import.meta.url));

/** An article's files, as far as they are told apart by them. */
export type KeptText = Pick<BaseText, "articleId" | "text" | "english">;

export interface PackFile {
  /** What was kept for these very texts and this very code; undefined when there is none or anything is odd about it. */
  read(): Uint8Array | undefined;
  /** Takes the place of what was kept, whole or not at all; false where nothing can be written. */
  write(packed: Uint8Array): boolean;
}

/**
 * One file in `folder` that keeps what was worked out about `texts`: the key of everything that went into it, the
 * content's hash, the content.
 */
export function createPackFile(folder: string, texts: readonly KeptText[]): PackFile {
  const path = join(folder, NAME);
  const key = keyOf(texts);
  return {
    read() {
      try {
        const bytes = readFileSync(path);
        const packed = bytes.subarray(2 * KEY_BYTES);
        const isOurs = bytes.subarray(0, KEY_BYTES).equals(key);
        return isOurs && bytes.subarray(KEY_BYTES, 2 * KEY_BYTES).equals(hashOf(packed)) ? packed : undefined;
      } catch {
        return undefined;
      }
    },
    write(packed) {
      const fresh = `${path}.new`; // two that write at once may spoil it: whoever reads it sees that
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(fresh, Buffer.concat([key, hashOf(packed), packed]));
        renameSync(fresh, path);
        return true;
      } catch {
        return false;
      }
    },
  };
}

const hashOf = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** Of the runtime, the pinned libraries, the code and data of this folder, and every article. */
function keyOf(texts: readonly KeptText[]): Buffer {
  const hash = createHash("sha256").update(process.versions.node).update(readFileSync(PACKAGE));
  hashFolder(hash, CODE);
  for (const { articleId, text, english } of texts) {
    for (const part of [articleId, text, english ?? ""]) hash.update(`\0${part.length}\0`).update(part);
  }
  return hash.digest();
}

function hashFolder(hash: Hash, folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    hash.update(`\0${entry.name}\0`);
    if (entry.isDirectory()) hashFolder(hash, path);
    else hash.update(readFileSync(path));
  }
}
