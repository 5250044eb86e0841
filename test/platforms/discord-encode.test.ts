import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block, Content } from "../../src/core/content.ts";
import { encodeContent } from "../../src/platforms/discord/encode.ts";
import { escapeMarkdown } from "../../src/platforms/discord/escape.ts";
import { complainAbout, complainAboutMessage, wouldPing } from "../standins/discord/check.ts";
import type { Json } from "../standins/discord/world.ts";

const content = (
  tone: Content["tone"],
  blocks: readonly Block[],
  buttons: Content["buttons"] = [],
): Content => ({
  tone,
  blocks,
  buttons,
});

describe("Discord's Markdown", () => {
  it.each([
    ["**粗** _斜_ ~~删~~ `码` ||藏||", "\\*\\*粗\\*\\* \\_斜\\_ \\~\\~删\\~\\~ \\`码\\` \\|\\|藏\\|\\|"],
    ["# 标题\n- 一\n1. 二\n-# 小\n> 引", "\\# 标题\n\\- 一\n1\\. 二\n\\-# 小\n\\> 引"],
    ["<@123> <@&4> <#5> <t:0:R> <:a:1>", "\\<@123\\> \\<@&4\\> \\<#5\\> \\<t:0:R\\> \\<:a:1\\>"],
    ["@everyone @here", "@\u200beveryone @\u200bhere"],
    ["[免费](https://evil.example)", "\\[免费\\](https://evil.example)"],
    ["见 https://www.who.int/a_b_c 。", "见 https://www.who.int/a_b_c 。"],
    ["https://a.example/||x||_y_", "https://a.example/\\|\\|x\\|\\|\\_y\\_"],
    ["37.5度 - 38.5度", "37.5度 - 38.5度"],
    ["\\", "\\\\"],
  ])("shows %j as it was typed", (typed, escaped) => {
    expect(escapeMarkdown(typed)).toBe(escaped);
  });
});

describe("what Discord is sent", () => {
  it("for an answer is an embed with title, text, links that can be pressed, and small print", () => {
    const body = encodeContent(
      content("answer", [
        { kind: "heading", text: "新生儿要吃维生素D3吗" },
        { kind: "text", text: "要，每天 400 国际单位。" },
        { kind: "list", items: ["出生几天后开始", "直接滴到嘴里"] },
        { kind: "small", text: "来源 https://www.who.int/x_y" },
        { kind: "small", text: "*审核* 2026-05" },
      ]),
    );
    expect(body).toMatchObject({
      content: "",
      embeds: [
        {
          title: "新生儿要吃维生素D3吗",
          description:
            "要，每天 400 国际单位。\n\n• 出生几天后开始\n• 直接滴到嘴里\n\n-# 来源 https://www.who.int/x_y",
          footer: { text: "*审核* 2026-05" },
          color: expect.any(Number),
        },
      ],
    });
  });

  it("for plain words is plain, without link previews, unless escaping makes it too long", () => {
    expect(encodeContent(content("plain", [{ kind: "text", text: "你好" }]))).toMatchObject({
      content: "你好",
      flags: 4,
    });
    const long = encodeContent(content("plain", [{ kind: "text", text: "*".repeat(2000) }]));
    expect(long.content).toBe("");
    expect(long.embeds[0]?.description).toBe("\\*".repeat(2000));
  });

  it("leaves out buttons that Discord would refuse and keeps the others", () => {
    const { components } = encodeContent(
      content(
        "plain",
        [{ kind: "text", text: "选" }],
        [
          [
            { label: "一", data: "same" },
            { label: "二", data: "same" },
            { label: "三", url: "javascript:alert(1)" },
          ],
          [{ label: "四", url: "not a url" }],
          [{ label: "长".repeat(100), url: "https://example.org" }],
        ],
      ),
    );
    expect(components).toHaveLength(2);
    expect(components[0]).toMatchObject({ components: [{ label: "一", custom_id: "same" }] });
  });

  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(..."*_~`|<>@#[]()\\-1. \n\ud83d\u202e\u0000@everyone".split("")),
      maxLength: 2000,
    }),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.constant("字".repeat(10_000)),
    fc.constant("@everyone <@123456789012345678> https://x.example/@here"),
  );
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constantFrom("text" as const, "heading" as const, "small" as const), text }),
    fc.record({ kind: fc.constant("list" as const), items: fc.array(text, { maxLength: 5 }) }),
  );
  const button = fc.oneof(
    fc.record({ label: text, data: text }),
    fc.record({ label: text, url: fc.oneof(text, fc.webUrl()) }),
  );

  it("is always something that Discord takes, and never pings, whatever people wrote", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("plain" as const, "answer" as const, "urgent" as const),
        fc.array(block, { maxLength: 6 }),
        fc.array(fc.array(button, { maxLength: 7 }), { maxLength: 7 }),
        (tone, blocks, buttons) => {
          const body = encodeContent(content(tone, blocks, buttons)) as unknown as Json;
          expect(complainAbout("message", body)).toBeUndefined();
          expect(complainAboutMessage(body, false)).toBeUndefined();
          expect(wouldPing(body)).toBe(false);
          expect(JSON.stringify(body)).not.toMatch(/(?<!\\)\\ud[89a-f]/i);
          const { title = "", description = "" } =
            (body.embeds as { title?: string; description?: string }[])[0] ?? {};
          for (const shown of [body.content, title, description]) {
            expect(shown).not.toMatch(/@everyone|@here/);
            // An odd backslash at the end would eat what follows.
            expect(shown).not.toMatch(/(?<!\\)(\\\\)*\\$/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
