import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as decide from "../../src/answering/decide-answer.ts";
import * as opening from "../../src/cases/open-from-alarm.ts";
import * as scene from "../../src/scene.ts";
import { type Group, only } from "../support/stage.ts";
import type { TelegramSpeaker } from "../support/telegram-stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";

describe("when answering itself fails", () => {
  let app: TestApp;
  let group: Group;
  beforeAll(async () => {
    app = await startTestApp({ telegram: "polling" });
    await app.opensHost("wang", "王老师");
    group = app.telegram.group("粉丝群");
    await app.binds("wang", "fan", group);
  });
  afterAll(() => app.stop());

  /**
   * The pauses between the tries pass at once; resolves when the entry at this place of the inbox has come to `end`.
   * Time jumps once after each failed try and never otherwise: a jump under a send makes its outcome unknown.
   */
  async function endsAs(place: number, end: "failed" | "done"): Promise<void> {
    let tries = 0;
    await expect
      .poll(
        async () => {
          const entry = (await app.rows("inbox"))[place];
          const attempts = Number(entry?.attempts ?? 0);
          if (entry?.status !== end && attempts > tries) {
            tries = attempts;
            // The failure is written just before the pause begins.
            await new Promise((resolve) => setTimeout(resolve, 50));
            app.clock.forward(31_000);
          }
          return entry?.status;
        },
        { timeout: 15_000 },
      )
      .toBe(end);
    await app.breathe();
  }

  async function givesUp(speaker: TelegramSpeaker, where: Group | undefined, text: string): Promise<void> {
    const place = (await app.rows("inbox")).length;
    speaker.saysLater(where, text);
    await endsAs(place, "failed");
  }

  it("says that it failed, with a reference that is in the log, and never that there is no answer", async () => {
    const broken = vi.spyOn(decide, "decideAnswer").mockImplementation(() => {
      throw new Error("the index is damaged");
    });
    const mei = app.telegram.person("小美");
    try {
      await givesUp(mei, undefined, QUESTION);
    } finally {
      broken.mockRestore();
    }
    const said = only(app.telegram.said().filter(({ chatId }) => chatId === mei.userId));
    expect(said.text).toContain("出了故障");
    expect(said.text).toContain("120");
    expect(said.text).not.toContain("还没有正好对得上的");
    const reference = /编号 ([a-z0-9]{8})/.exec(said.text)?.[1] ?? "none";
    expect(app.logs.some((line) => line.includes(reference))).toBe(true);
    expect(only(await mei.tells(QUESTION)).text, "the chat goes on").toContain("400 IU");
    expect(await app.rows("gaps")).toEqual([]);
  });

  it("keeps quiet in a group about what was not said to it", async () => {
    const broken = vi.spyOn(decide, "decideAnswer").mockImplementation(() => {
      throw new Error("the index is damaged");
    });
    try {
      await givesUp(app.telegram.person("小丽"), group, QUESTION);
    } finally {
      broken.mockRestore();
    }
    expect(app.telegram.said().filter(({ chatId }) => chatId === group.chatId)).toEqual([]);
  });

  it("does not let danger wait for the next try, nor says it twice", async () => {
    const room = app.telegram.group("员工群");
    await app.binds("wang", "staff", room);
    const broken = vi.spyOn(scene, "setScene").mockRejectedValue(new Error("the people cannot be read"));
    const inGroup = () => app.telegram.said().filter(({ chatId }) => chatId === group.chatId);
    const inRoom = () => app.telegram.said().filter(({ chatId }) => chatId === room.chatId);
    try {
      app.telegram.person("小芳").saysLater(group, "宝宝抽搐了叫不醒");
      // No clock is moved: this comes with the first failure, not with giving up.
      await expect.poll(() => inGroup().map(({ text }) => text)).toEqual([expect.stringContaining("120")]);
      await expect.poll(() => inRoom().map(({ text }) => text)).toEqual([expect.stringContaining("抽搐")]);
    } finally {
      broken.mockRestore();
    }
    await endsAs((await app.rows("inbox")).length - 1, "done");
    expect(inGroup(), "the card is not said twice").toHaveLength(1);
    // The alarm did not wait for its case; the case comes once it can be written.
    expect(inRoom().map(({ text }) => text)).toEqual([
      expect.stringContaining("编号 S-"),
      expect.stringContaining("个案 1"),
    ]);
  });
});

describe("when the cases cannot be written", () => {
  it("sends the card and alerts the staff all the same, and opens the case once it can", async () => {
    const app = await startTestApp({ telegram: "polling" });
    const broken = vi.spyOn(opening, "openFromAlarm").mockRejectedValue(new Error("the cases are damaged"));
    try {
      await app.opensHost("wang", "王老师");
      const group = app.telegram.group("粉丝群");
      const room = app.telegram.group("员工群");
      await app.binds("wang", "fan", group);
      await app.binds("wang", "staff", room);
      const heard = ({ chatId }: Group) =>
        app.telegram
          .said()
          .filter((said) => said.chatId === chatId)
          .map(({ text }) => text);
      app.telegram.person("小芳").saysLater(group, "宝宝抽搐了叫不醒");
      // No clock is moved: neither waits for the next try.
      await expect.poll(() => heard(group)).toEqual([expect.stringContaining("120")]);
      await expect.poll(() => heard(room)).toEqual([expect.stringContaining("编号 S-1")]);
      expect(await app.rows("cases")).toEqual([]);
      broken.mockRestore();
      app.clock.forward(31_000);
      await expect.poll(() => app.rows("cases")).toHaveLength(1);
      await app.breathe();
      expect(heard(room).at(-1)).toContain("个案 1");
      expect(heard(group), "said once").toHaveLength(1);
    } finally {
      broken.mockRestore();
      await app.stop();
    }
  });
});
