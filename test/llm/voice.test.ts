import { LLMock } from "@copilotkit/aimock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { only, type Shown } from "../support/stage.ts";
import { startTestApp, type TestApp } from "../support/test-app.ts";

const QUESTION = "新生儿要吃维生素D3吗";
const HEARD = `听到的是：“${QUESTION}”`;

let mock: LLMock;
let words: string | Error = QUESTION;
let recordings = 0;
beforeAll(async () => {
  mock = new LLMock({ port: 0, host: "127.0.0.1", logLevel: "silent" });
  mock.on({ endpoint: "transcription" }, () => {
    recordings += 1;
    return words instanceof Error
      ? { error: { message: words.message }, status: 500 }
      : { transcription: { text: words } };
  });
  await mock.start();
});
afterEach(() => {
  words = QUESTION;
  recordings = 0;
});
afterAll(() => mock.stop());
const env = () => ({ OPENAI_BASE_URL: `${mock.url}/v1`, OPENAI_TRANSCRIPTION_MODEL: "whisper-1" });

interface Recording {
  readonly seconds?: number;
  readonly bytes?: number;
  readonly caption?: string;
}

/** Somebody speaks into the phone in a private chat, and what the bot says to it. */
const SPEAKERS = {
  telegram(app: TestApp) {
    const { standIn } = app.telegram;
    let user = 7_000;
    return async ({ seconds = 3, bytes = 1_000, caption }: Recording = {}): Promise<readonly Shown[]> => {
      await app.breathe();
      user += 1;
      standIn.keepFile(`voice${user}`, "OggS");
      const before = standIn.sent.items.length;
      const file = { file_id: `voice${user}`, file_unique_id: `u${user}`, mime_type: "audio/ogg" };
      const { messageId } = standIn.userSays({
        chat: user,
        user: { id: user, firstName: "小美", language: "zh-hans" },
        media: "voice",
        ...(caption === undefined ? {} : { caption }),
        extra: { voice: { ...file, duration: seconds, file_size: bytes } },
      });
      await app.handled("telegram", String(user), `m:${messageId}`);
      return standIn.sent.items
        .slice(before)
        .map(({ text, buttons }) => ({ text, buttons: buttons.flat() }) as unknown as Shown);
    };
  },
  discord(app: TestApp) {
    const { standIn } = app.discord;
    let count = 0;
    return async ({ seconds = 3, bytes = 4, caption = "" }: Recording = {}): Promise<readonly Shown[]> => {
      await app.breathe();
      count += 1;
      const user = standIn.addUser(`mei${count}`);
      const channel = standIn.world.dmWith(user.id);
      const before = standIn.sent.length;
      const about = { content_type: "audio/ogg", duration_secs: seconds, size: bytes };
      const { id } = standIn.attaches(user, channel, caption, "voice-message.ogg", "OggS", about);
      await app.handled("discord", channel.id, `m:${id}`);
      return standIn.sent.slice(before).map(({ text }) => ({ text }) as unknown as Shown);
    };
  },
} as const;

describe.each(["telegram", "discord"] as const)("a voice message on %s", (platform) => {
  const start = (more: Record<string, string> = env()) =>
    startTestApp({ ...(platform === "telegram" ? { telegram: "polling" } : { discord: true }), env: more });
  let app: TestApp;
  let speak: ReturnType<(typeof SPEAKERS)["telegram"]>;
  beforeAll(async () => {
    app = await start();
    speak = SPEAKERS[platform](app);
  });
  afterAll(() => app.stop());

  it("is written down, shown back and answered", async () => {
    const { text } = only(await speak());
    expect(text).toContain(HEARD);
    expect(text).toContain("400 IU");
    expect(recordings).toBe(1);
    expect(await app.rows("answers")).toMatchObject([{ article_id: "newborn-vitamin-d3" }]);
  });

  it("about danger gets the card, with what was heard below it", async () => {
    words = "宝宝抽搐了，叫不醒";
    const [card] = await speak();
    expect(card?.text).toContain("120");
    expect(card?.text).toContain("听到的是");
    expect(card?.text.indexOf("120")).toBeLessThan(card?.text.indexOf("听到的是") ?? 0);
    expect(await app.rows("safety_events")).toHaveLength(1);
  });

  it("with a caption about danger is not listened to first", async () => {
    words = new Error("never asked");
    const [card] = await speak({ caption: "宝宝抽搐了，叫不醒" });
    expect(card?.text).toContain("120");
    expect(recordings).toBe(0);
  });

  it.each([
    ["too long", { seconds: 121 }],
    ["too large", { bytes: 21 * 1024 * 1024 }],
  ])("that is %s is refused kindly", async (_, recording) => {
    expect(only(await speak(recording)).text).toContain("太长了");
    expect(recordings).toBe(0);
  });

  it("in which nothing is heard, or that fails, is answered kindly", async () => {
    words = " ";
    expect(only(await speak()).text).toContain("没听清");
    words = new Error("down");
    expect(only(await speak()).text).toContain("没听成");
  });

  it("gets a kind text where there is no transcription model", async () => {
    const without = await start({});
    try {
      expect(only(await SPEAKERS[platform](without)()).text).toContain("听不了语音");
    } finally {
      await without.stop();
    }
  });
});
