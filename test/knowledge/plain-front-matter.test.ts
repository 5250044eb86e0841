import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { readPlainFrontMatter } from "../../src/knowledge/plain-front-matter.ts";
import { readArticleTexts } from "../../src/knowledge/read-article-texts.ts";
import { KNOWLEDGE_FOLDER } from "../../src/knowledge-folder.ts";

/** What the YAML library makes of it; undefined where it finds something wrong. */
function byLibrary(text: string): unknown {
  const document = parseDocument(text, { schema: "core", uniqueKeys: true });
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
}

describe("plain front matter", () => {
  it("is what nearly all articles have, and is read as YAML", () => {
    const files = readArticleTexts(KNOWLEDGE_FOLDER).flatMap(({ text, english }) => [
      text,
      english?.text ?? text,
    ]);
    const fronts = files.map((text) => text.split("\n").slice(1, text.split("\n").indexOf("---", 1)));
    const read = fronts.map((lines) => readPlainFrontMatter(lines));
    fronts.forEach((lines, at) => {
      if (read[at]) expect(read[at]).toEqual(byLibrary(lines.join("\n")));
    });
    expect(read.filter(Boolean).length / read.length).toBeGreaterThan(0.98);
  });

  it("is left to the library wherever that would read something else", () => {
    const piece = fc.constantFrom(
      ..."a B 维 1 0 07 2026-11-22 1.5 1e3 0x1f . .5 .inf ~ null True no : :: , - -- ? # \" ' \\ [ ] { } & * ! | > % @ ` = < + _ / （ ？".split(
        " ",
      ),
      " ",
      "  ",
      ": ",
      ", ",
      " #",
      "- ",
      '"a, b"',
      '"a: b"',
      '"a \\" b"',
      '"a \\\\"',
      '"a \\n"',
      "3C",
      "\t",
      "\u00a0",
      "\u2028",
      "\ufeff",
    );
    const words = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(""));
    const flow = fc.oneof(
      fc.array(words, { maxLength: 3 }).map((all) => `[${all.join(", ")}]`),
      fc
        .array(words, { maxLength: 3 })
        .map((all) => `{ ${all.map((one, at) => `${"xyzx"[at]}: ${one}`).join(", ")} }`),
    );
    const value = fc.oneof(words, flow);
    const entry = fc.oneof(
      value.map((one) => `k: ${one}`),
      words.map((one) => `k:${one}`),
      fc.array(value, { maxLength: 3 }).map((all) => ["k:", ...all.map((one) => `  - ${one}`)].join("\n")),
      words,
    );
    const text = fc
      .array(entry, { minLength: 1, maxLength: 3 })
      .map((all) => all.map((one, at) => one.replace(/^k:/, `${"kmnk"[at]}:`)).join("\n"));
    let understood = 0;
    fc.assert(
      fc.property(text, (source) => {
        const plain = readPlainFrontMatter(source.split("\n"));
        if (plain === undefined) return;
        understood += 1;
        expect(plain, JSON.stringify(source)).toEqual(byLibrary(source));
      }),
      { numRuns: 20_000, seed: 11 },
    );
    expect(understood).toBeGreaterThan(300);
  });
});
