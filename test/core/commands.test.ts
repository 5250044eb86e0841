import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/command-list.ts";
import { parseCommand } from "../../src/core/commands.ts";

const parse = (text: string, botName: string | undefined = "beluga_bot") =>
  parseCommand(text, COMMANDS, botName);

describe("a command", () => {
  it.each([
    ["/ask 新生儿要吃维生素D3吗", "ask", "新生儿要吃维生素D3吗"],
    ["/ASK x", "ask", "x"],
    ["/问 宝宝发烧怎么办", "ask", "宝宝发烧怎么办"],
    ["／问 宝宝发烧怎么办", "ask", "宝宝发烧怎么办"],
    ["问 宝宝发烧怎么办", "ask", "宝宝发烧怎么办"],
    ["问：宝宝发烧怎么办", "ask", "宝宝发烧怎么办"],
    ["问，宝宝发烧怎么办", "ask", "宝宝发烧怎么办"],
    ["问\n宝宝发烧怎么办", "ask", "宝宝发烧怎么办"],
    ["  /ask   x  y  ", "ask", "x  y"],
    ["/ask@beluga_bot x", "ask", "x"],
    ["/ask@Beluga_Bot x", "ask", "x"],
    ["/ask", "ask", ""],
    ["找真人", "human", ""],
    ["/转人工", "human", ""],
    ["/start b-0123abc", "start", "b-0123abc"],
    ["认领 abcd-1234", "claim", "abcd-1234"],
    ["/ask a\nb", "ask", "a\nb"],
  ])("%j is understood", (text, name, args) => {
    expect(parse(text)).toEqual({ name, args });
  });

  it.each([
    ["ask what is D3"], // an English word at the start of a sentence is no command
    ["help"],
    ["问题来了"], // a word that only begins like an alias
    ["人工喂养可以吗"],
    ["员工们好"],
    ["/ask@other_bot x"],
    ["/unknown"],
    ["/"],
    [""],
    ["   "],
    ["我想 /ask x"],
    ["//ask x"],
  ])("%j is none", (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it("for a named bot is not ours while our own name is unknown", () => {
    expect(parseCommand("/ask@beluga_bot x", COMMANDS)).toBeUndefined();
    expect(parseCommand("/ask x", COMMANDS)).toEqual({ name: "ask", args: "x" });
  });

  it("can be looked for in any text, quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const parsed = parse(text);
        if (parsed) expect(COMMANDS.some(({ name }) => name === parsed.name)).toBe(true);
      }),
    );
    const startedAt = performance.now();
    for (const text of [
      "/".repeat(10_000),
      " ".repeat(10_000),
      "问".repeat(10_000),
      `问${" ".repeat(10_000)}`,
    ]) {
      parse(text);
    }
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

describe("the list of commands", () => {
  it("has no name or alias twice, and every command a Chinese name and two descriptions", () => {
    const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, aliases, description } of COMMANDS) {
      expect(name).toMatch(/^[a-z]{1,32}$/);
      expect(aliases.some((alias) => /\p{Script=Han}/u.test(alias))).toBe(true);
      expect([description.zh, description.en].every((text) => text.length > 0 && text.length <= 100)).toBe(
        true,
      );
    }
  });
});
