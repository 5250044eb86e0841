import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCodes } from "../../src/coupons/read-codes.ts";

describe("a list of codes", () => {
  it("is one code a row, quoted or not, with a heading, empty rows and the marks that spreadsheets leave", () => {
    const text = '\uFEFFcode,\r\nA-1\r\n"B""2",,\r\n\r\n  C3  \n';
    expect(readCodes(text)).toEqual({ codes: ["A-1", 'B"2', "C3"], problems: [], problemCount: 0 });
    expect(readCodes("").codes).toEqual([]);
  });

  it.each([
    ["=1+1", "formula"],
    ["+86", "formula"],
    ["-5", "formula"],
    ["@x", "formula"],
    ["\tA", "formula"],
    [" =A1", "formula"],
    ['"=A1"', "formula"],
    ["＝A1", "formula"],
    ["A\u0000", "control"],
    ["A\u200b", "control"],
    ["A\u202e1", "control"],
    ["A".repeat(65), "too-long"],
    ["A B", "spaces"],
    ["A,B", "columns"],
  ])("refuses %j as %s, with its row", (row, problem) => {
    const { problems, problemCount } = readCodes(`OK1\n${row}\nOK2`);
    expect(problems).toEqual([{ row: 2, problem }]);
    expect(problemCount).toBe(1);
  });

  it("names the row of a repeated code, and counts what it does not name", () => {
    expect(readCodes("A\nB\nA").problems).toEqual([{ row: 3, problem: "double" }]);
    const many = readCodes(["A", ...Array.from({ length: 30 }, () => "A")].join("\n"));
    expect(many.problems).toHaveLength(10);
    expect(many.problemCount).toBe(30);
  });

  it("lets no row begin like a formula, whatever people hand in", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (rows) => {
        const { codes } = readCodes(rows.join("\n"));
        for (const code of codes) {
          expect(code).toMatch(/^[^=+\-@\s]/u);
          expect(code).not.toMatch(/[\p{Cc}\p{Cf}\s]/u);
          expect([...code].length).toBeLessThanOrEqual(64);
        }
        expect(new Set(codes).size).toBe(codes.length);
      }),
    );
  });
});
