import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressIn, digestsOf, phoneIn } from "../../src/aid/contact.ts";

describe("how to reach a family", () => {
  it("finds the telephone number however it is written", () => {
    for (const line of [
      "李梅 13812345678 南门路12号",
      "李梅，138 1234 5678",
      "+86 138-1234-5678 李梅",
      "电话１３８１２３４５６７８",
    ]) {
      expect(phoneIn(line)).toBe("13812345678");
    }
    expect(phoneIn("0635-1234567 找李梅")).toBe("06351234567");
    expect(phoneIn("南门路12号3栋201")).toBeUndefined();
  });

  it("knows one flat in different writings and under different names", () => {
    const same = [
      "李梅 13812345678 临清市幸福街道南门路12号3栋201室",
      "张三，138-1234-5678，临清市 幸福街道 南门路12号 3幢 201",
      "临清市幸福街道南门路１２号３号楼201室 李梅",
    ].map(addressIn);
    expect(new Set(same).size).toBe(1);
    expect(addressIn("临清市幸福街道南门路12号3栋202室")).not.toBe(same[0]);
    expect(addressIn("李梅 13812345678")).toBeUndefined();
  });

  it("does not depend on spaces, commas and width", () => {
    const part = fc.constantFrom("临清市", "幸福街道", "南门路12号", "3栋", "201室");
    const gap = fc.constantFrom("", " ", "，", "、", "　", " , ");
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 3, maxLength: 5 }),
        fc.array(gap, { minLength: 5, maxLength: 5 }),
        (parts, gaps) => {
          const written = parts.map((one, at) => one + (gaps[at] ?? "")).join("");
          expect(addressIn(written)).toBe(addressIn(parts.join("")));
        },
      ),
    );
  });

  it("makes digests that differ from host to host and show nothing", () => {
    const digest = (text: string) => `<${text.length}:${[...text].reverse().join("")}>`;
    const of = (hostId: string) => digestsOf(digest, hostId, "李梅 13812345678 临清市南门路12号3栋201室");
    expect(of("wang")).not.toEqual(of("li"));
    expect(of("wang")).toEqual(of("wang"));
    expect(digestsOf(digest, "wang", undefined)).toEqual({ phone: undefined, address: undefined });
  });
});
