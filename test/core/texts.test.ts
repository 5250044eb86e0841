import { describe, expect, it } from "vitest";
import { afterSaleTexts } from "../../src/core/texts/after-sale.ts";
import { aidTexts } from "../../src/core/texts/aid.ts";
import { alertTexts } from "../../src/core/texts/alerts.ts";
import { answeringTexts } from "../../src/core/texts/answering.ts";
import { couponTexts } from "../../src/core/texts/coupons.ts";
import { editingTexts } from "../../src/core/texts/editing.ts";
import { localeOf, say } from "../../src/core/texts/index.ts";
import { peopleTexts } from "../../src/core/texts/people.ts";
import { platformTexts } from "../../src/core/texts/platform.ts";
import { replyTexts } from "../../src/core/texts/replies.ts";
import { safetyTexts } from "../../src/core/texts/safety.ts";
import type { Texts } from "../../src/core/texts/text.ts";

const AREAS: readonly Texts[] = [
  afterSaleTexts,
  aidTexts,
  alertTexts,
  answeringTexts,
  couponTexts,
  editingTexts,
  peopleTexts,
  platformTexts,
  replyTexts,
  safetyTexts,
];
const entries = AREAS.flatMap((area) => Object.entries(area));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "");

describe("texts", () => {
  it("have keys of their own in every area", () => {
    const keys = entries.map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("say the same in both languages, with the same values", () => {
    for (const [key, { zh, en }] of entries) {
      expect([key, zh.trim() !== "", en.trim() !== ""]).toEqual([key, true, true]);
      expect([key, [...new Set(placeholders(zh))].sort()]).toEqual([
        key,
        [...new Set(placeholders(en))].sort(),
      ]);
    }
  });

  it("show a value as it is, also one that looks like a placeholder or markup", () => {
    const said = say("zh", "people.claimed-role", { host: "{{role}} $t(x) <b>&", role: "群管理" });
    expect(said).toContain("{{role}} $t(x) <b>&");
    expect(said).toContain("群管理");
  });

  it("are Chinese unless the person's phone says otherwise", () => {
    expect([undefined, "zh", "zh-hans", "zh-TW", "en", "en-GB", "de", "zha"].map(localeOf)).toEqual([
      "zh",
      "zh",
      "zh",
      "zh",
      "en",
      "en",
      "en",
      "en",
    ]);
  });
});
