import { describe, expect, it } from "vitest";
import { createLogger, describeError, redact } from "../../src/core/logger.ts";

const TELEGRAM = `123456789:AAE${"abcDEF12_-".repeat(3)}xx`;
// Put together here, so that no scanner of secrets takes it for one.
const DISCORD = ["MTIzNDU2Nzg5MDEyMzQ1Njc4OQ", "GaBcDe", "abcdefghijklmnopqrstuvwxyz0123456789AB"].join(".");
const URL = `https://api.telegram.org/bot${TELEGRAM}/sendMessage`;

function logged(data: object): Record<string, unknown> & { line: string } {
  const lines: string[] = [];
  createLogger("info", { write: (line) => void lines.push(line) }).info(data, "a constant message");
  const line = lines.join("");
  return { ...(JSON.parse(line) as Record<string, unknown>), line };
}

describe("a log line", () => {
  it.each([
    ["a Telegram token", TELEGRAM],
    ["a Telegram address", URL],
    ["a Discord token", DISCORD],
    ["a bearer token", "Bearer abc.def-ghi"],
    ["a model's key", "sk-proj-abcdefgh12345678"],
    ["a mobile number", "13800138000"],
    ["an ID number", "11010119900307123X"],
    ["a mail address", "mei.li@qq.com"],
    ["a database address", "postgres://beluga:geheim@db.example/x"],
  ])("shows no %s, wherever it stands", (_name, secret) => {
    const core = secret.includes("geheim") ? "geheim" : secret.replace(/^.*bot(?=\d)|\/sendMessage$/g, "");
    const cause = new Error(`cause ${secret}`);
    const error = new Error(`request to ${secret} failed`, { cause });
    for (const data of [{ detail: secret }, { deep: { er: { still: { detail: secret } } } }, { error }]) {
      const { line } = logged(data);
      expect(line).not.toContain(core);
      expect(line).toContain("[redacted]");
    }
    expect(redact(`a ${secret} b`)).not.toContain(core);
    expect(JSON.stringify(describeError(error))).not.toContain(core);
  });

  it("shows nothing kept under a key that holds secrets or people's words", () => {
    const secrets = ["token", "secret", "authorization", "password", "text", "displayName", "code", "cookie"];
    for (const key of secrets) {
      for (const data of [{ [key]: "妈妈" }, { a: { [key]: "妈妈" } }, { a: { b: { [key]: "妈妈" } } }]) {
        expect(logged(data).line).not.toContain("妈妈");
      }
    }
  });

  it("keeps what is needed to find a mistake: name, message, number, code, cause and places", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const { error, ...rest } = logged({ error: new TypeError("failed", { cause }), inboxId: 42 });
    expect(rest).toMatchObject({ inboxId: 42, msg: "a constant message", level: 30 });
    expect(error).toMatchObject({
      name: "TypeError",
      message: "failed",
      stack: expect.stringContaining("logger.test.ts"),
      cause: { message: "connect ECONNREFUSED", errorCode: "ECONNREFUSED" },
    });
  });

  it("shows a message of several lines once, not in the stack again", () => {
    const described = describeError(new Error("first\n    second\nthird")) as { stack: string };
    expect(described.stack).not.toMatch(/second|third/);
    expect(described.stack).toContain("at ");
  });

  it("can describe what is no error", () => {
    expect(describeError(`odd ${TELEGRAM}`)).toEqual({ message: "odd [redacted]" });
    expect(describeError(undefined)).toEqual({ message: "undefined" });
  });

  it("leaves ordinary numbers and times alone", () => {
    const { line } = logged({ chatId: "-1001234567890", at: 1_795_355_374_059, id: "1200000000000000999" });
    expect(line).not.toContain("[redacted]");
  });

  it("of any length is checked quickly", () => {
    const startedAt = performance.now();
    for (const unit of ["a", "1a", "//a", "M", "a@", "1", "a."]) redact(unit.repeat(100_000 / unit.length));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
