import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnnouncement, sells } from "../../src/alerts/read-announcement.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const read = (text: string) => readAnnouncement(text, "Asia/Shanghai", NOW);

describe("what a host composed", () => {
  it("is text, and lines that say how it is sent", () => {
    expect(
      read(
        "补货了\n\n别急\n类型：视频\n时间：明天 20:00\n范围：telegram 童装 伙伴\n按钮：看 https://a.example/1?x=1\n#童装 童装先到",
      ),
    ).toMatchObject({
      kind: "video",
      message: {
        text: "补货了\n\n别急",
        buttons: [{ label: "看", url: "https://a.example/1?x=1" }],
        wordings: [{ tag: "童装", text: "童装先到" }],
      },
      audience: { platforms: ["telegram"], tags: ["童装"], groups: true, persons: true, partners: true },
      when: { kind: "once" },
    });
  });

  it.each([
    ["", "empty"],
    ["类型：视频", "empty"],
    ["好\n类型：别的", "bad-kind"],
    ["好\n时间：昨天", "bad-time"],
    ["好\n范围：%", "bad-audience"],
    ["好\n按钮：看 javascript:alert(1)", "bad-button"],
    ["好\n按钮：https://a.example", "bad-button"],
    ["好".repeat(3_001), "too-long"],
  ])("is refused with a reason: %s", (text, reason) => {
    expect(read(text.slice(0, 4_000))).toBe(reason);
  });

  it("never makes a button of anything but a web page, whatever is written", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http", "https", "ftp", "javascript"] }), (url) => {
        const found = read(`好\n按钮：看 ${url}`);
        if (typeof found === "string") return;
        for (const button of found.message.buttons) expect(button.url).toMatch(/^https?:\/\//);
      }),
    );
  });

  it("calls everybody only in a line of its own", () => {
    expect(read("补货\n提醒：所有人")).toMatchObject({ message: { text: "补货", mentionsAll: true } });
    expect(read("sale\nmention: @everyone")).toMatchObject({ message: { mentionsAll: true } });
    expect(read("补货 @所有人")).not.toHaveProperty("message.mentionsAll");
    expect(read("补货\n提醒：小美")).toBe("bad-mention");
    expect(read("补货\n范围：企业微信 feishu")).toMatchObject({
      audience: { platforms: ["wecom", "feishu"] },
    });
  });
});

describe("words of selling", () => {
  it.each([
    "今晚下单包邮",
    "到手价 39.9",
    "满减两件八折",
    "每件 59 元",
    "点小黄车",
    "Order now with a coupon",
    "现货五十件",
  ])("are in: %s", (text) => expect(sells(text)).toBe(true));
  it.each([
    "一岁后少吃一点。",
    "维生素D3每天400 IU，看瓶上每滴多少。",
    "怎么选鞋：大一指宽，不用买贵的。",
    "打折的尿布能用吗？看日期和包装。",
    "孩子发烧到38.5度怎么办",
  ])("are not in: %s", (text) => expect(sells(text)).toBe(false));
});
