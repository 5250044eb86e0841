import { expect, it } from "vitest";
import { simplifiedByCode } from "../../src/safety/normalise.ts";

it("leaves out no character that the converter would change", () => {
  const everyone = Array.from({ length: 0x9fff - 0x3400 + 1 }, (_, at) => String.fromCharCode(0x3400 + at));
  const whole = simplifiedByCode(everyone);
  expect(simplifiedByCode()).toEqual(whole);
  expect(whole.filter((simplified, code) => simplified !== code).length).toBeGreaterThan(2_000);
});
