import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createButtonSigner } from "../../src/core/signed-data.ts";

const KEY = new Uint8Array(32).fill(7);
const signer = createButtonSigner(KEY);
const action = fc.stringMatching(/^[a-z]{1,4}$/);
const arg = fc.stringMatching(/^[A-Za-z0-9_.-]{0,44}$/);

describe("button data", () => {
  it("opens to what was signed, within Telegram's 64 bytes", () => {
    fc.assert(
      fc.property(action, arg, (one, other) => {
        const data = signer.sign(one, other);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(signer.open(data)).toEqual({ action: one, arg: other });
      }),
    );
  });

  it("carries the first eight bytes of an HMAC-SHA256, under keys of any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), action, arg, (key, one, other) => {
        const expected = createHmac("sha256", key).update(`button:${one}:${other}`).digest().subarray(0, 8);
        expect(createButtonSigner(key).sign(one, other)).toBe(
          `${one}.${other}.${expected.toString("base64url")}`,
        );
      }),
    );
  });

  it("is refused when any part of it was changed", () => {
    const data = signer.sign("bg", "host.fan");
    for (let at = 0; at < data.length - 1; at += 1) {
      const changed = data.slice(0, at) + (data[at] === "a" ? "b" : "a") + data.slice(at + 1);
      expect([changed, signer.open(changed)]).toEqual([changed, undefined]);
    }
  });

  it("is refused with parts moved between action and argument", () => {
    const [name, value, signature] = signer.sign("ab", "c.d").split(/\.(?=[^.]*$)|(?<=^ab)\./);
    expect(signer.open(`abc.${value?.slice(1)}.${signature}`)).toBeUndefined();
    expect(signer.open(`${name}.c.d.x.${signature}`)).toBeUndefined();
  });

  it("is refused when cut off, empty or anything else", () => {
    const data = signer.sign("y", "abc");
    for (let length = 0; length < data.length; length += 1) {
      expect(signer.open(data.slice(0, length))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(signer.open(text)).toBeUndefined();
      }),
    );
    expect(signer.open(`${data}\n`)).toBeUndefined();
    expect(signer.open("y.abc.AAAAAAAAAAA")).toBeUndefined();
  });

  it("is refused when another installation signed it", () => {
    const other = createButtonSigner(new Uint8Array(32).fill(8));
    expect(signer.open(other.sign("y", "abc"))).toBeUndefined();
  });

  it("that would not fit is a mistake of ours, said at once", () => {
    expect(() => signer.sign("y", "x".repeat(45))).toThrow("does not fit");
    expect(() => signer.sign("toolong", "x")).toThrow("does not fit");
    expect(() => signer.sign("y", "中文")).toThrow("does not fit");
  });
});
