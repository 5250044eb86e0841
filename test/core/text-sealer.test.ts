import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTextSealer } from "../../src/core/text-sealer.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

const key = (byte: number) => new Uint8Array(32).fill(byte);
const sealer = (...keys: readonly Uint8Array[]) => createTextSealer(keys, createSeededRandom(7));

describe("sealed texts", () => {
  it("open to what they were, and say nothing of it", () => {
    const { seal, open } = sealer(key(1));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const sealed = seal(text, "case:1");
        expect(open(sealed, "case:1")).toBe(text.toWellFormed());
        if (text.length > 5) expect(sealed).not.toContain(text);
      }),
    );
    expect(seal("不想活", "case:1"), "never twice the same").not.toBe(seal("不想活", "case:1"));
  });

  it("do not open elsewhere, changed, or with another key", () => {
    const { seal, open } = sealer(key(1));
    const sealed = seal("不想活", "case:1");
    expect(open(sealed, "case:2")).toBeUndefined();
    expect(sealer(key(2)).open(sealed, "case:1")).toBeUndefined();
    expect(sealer().open(sealed, "case:1")).toBeUndefined();
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      // The last character of base64 may carry unused bits: then the bytes are the same.
      const opened = open(changed, "case:1");
      if (opened !== undefined) expect([opened, at]).toEqual(["不想活", expect.any(Number)]);
    }
    expect(open("nonsense", "case:1")).toBeUndefined();
    expect(open("", "case:1")).toBeUndefined();
  });

  it("open after the key was replaced, and are sealed with the new one", () => {
    const old = sealer(key(1)).seal("在吗", "case:1");
    const both = sealer(key(2), key(1));
    expect(both.open(old, "case:1")).toBe("在吗");
    expect(sealer(key(2)).open(both.seal("在", "case:1"), "case:1")).toBe("在");
  });

  it("without a key stay as they are, and open once there is one", () => {
    const plain = sealer().seal("在吗", "case:1");
    expect(plain).toContain("在吗");
    expect(sealer(key(1)).open(plain, "case:1")).toBe("在吗");
    const odd = sealer().seal("s1.00000000.x", "case:1");
    expect(sealer().open(odd, "case:1")).toBe("s1.00000000.x");
  });
});
