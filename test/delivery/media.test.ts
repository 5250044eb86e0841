import { describe, expect, it } from "vitest";
import { type Content, type MediaRef, mediaOf, textContent } from "../../src/core/content.ts";
import { InboundEvent } from "../../src/core/message.ts";
import { TooLongError } from "../../src/core/read-bytes.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { ABILITIES, createFakePlatform, textOf } from "../support/fake-platform.ts";
import { delivery, message } from "../support/records.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { startDispatcher } from "./harness.ts";

const shoe = (values: Partial<MediaRef> = {}): MediaRef => ({
  platform: "discord",
  kind: "photo",
  ref: "https://cdn/shoe.png",
  ...values,
});
const withMedia = (text: string, ...media: MediaRef[]): Content => ({ ...textContent(text), media });
const split = (content: Content, abilities = ABILITIES) =>
  toDeliveries(
    { lane: "case", purpose: "relay", to: { platform: "telegram", chatId: "7" }, content },
    "o",
    abilities,
    createSeededRandom(1),
  ).map(({ content: part }) => ({
    text: textOf(part),
    media: part.media?.map(({ kind }) => kind),
    buttons: part.buttons.length,
  }));

describe("splitting words and pictures", () => {
  it("puts short words under the first picture, and each further one into a message of its own", () => {
    const content = {
      ...withMedia("坏了", shoe(), shoe({ kind: "video" })),
      buttons: [[{ label: "a", data: "b" }]],
    };
    expect(split(content)).toEqual([
      { text: "坏了", media: ["photo"], buttons: 0 },
      { text: "", media: ["video"], buttons: 1 },
    ]);
  });

  it("says long words before the picture, and never gives a sticker words", () => {
    expect(split(withMedia("长".repeat(1_000), shoe())).map(({ media }) => media)).toEqual([
      undefined,
      ["photo"],
    ]);
    expect(split(withMedia("看", shoe({ kind: "sticker", wordless: true })))).toEqual([
      { text: "看", media: undefined, buttons: 0 },
      { text: "", media: ["sticker"], buttons: 0 },
    ]);
    expect(split({ ...withMedia("", shoe({ kind: "sticker", wordless: true })), blocks: [] })).toHaveLength(
      1,
    );
  });

  it("says that there was something where nothing can be shown", () => {
    const none = { ...ABILITIES, media: { maxUploadBytes: 0, reuses: false } };
    expect(split(withMedia("看", shoe(), shoe({ kind: "voice" })), none)).toEqual([
      { text: "看\n\n（图片，这里显示不了）\n\n（语音，这里显示不了）", media: undefined, buttons: 0 },
    ]);
  });
});

describe("what came with a message", () => {
  it("is read from inboxes of earlier versions too", () => {
    const old = { ...message(), media: ["photo", "other"] };
    const read = InboundEvent.parse(JSON.parse(JSON.stringify(old)));
    expect(read).toMatchObject({ media: [{ kind: "photo" }, { kind: "other" }] });
    expect(read.kind === "message" && mediaOf(read)).toEqual([]);
  });

  it("can be sent on where it has a ref", () => {
    const event = {
      ...message(),
      media: [{ kind: "voice", ref: "v", seconds: 3 } as const, { kind: "photo" } as const],
    };
    expect(mediaOf(event)).toEqual([{ platform: "telegram", kind: "voice", ref: "v", seconds: 3 }]);
  });
});

/** A dispatcher for Telegram beside a Discord that files can be fetched from. */
async function start(fetchFile: (ref: string, maxBytes: number) => Promise<Uint8Array>) {
  const uploads: (Uint8Array | undefined)[] = [];
  const media: (readonly MediaRef[] | undefined)[] = [];
  const run = await startDispatcher({
    others: (clock) => [Object.assign(createFakePlatform({ clock, name: "discord" }), { fetchFile })],
  });
  const send = run.platform.send;
  run.platform.send = async (outgoing) => {
    uploads.push(outgoing.upload);
    media.push(outgoing.content.media);
    return await send(outgoing);
  };
  const say = async (content: Content, ms = 0) => {
    await run.say({ ...delivery({ lane: "case", chatId: "7" }), content });
    for (let at = 0; at < ms; at += 1_000) await run.clock.advance(1_000);
    return run.platform.textsIn("7");
  };
  return { ...run, uploads, media, say };
}

describe("sending on what somebody sent", () => {
  it("fetches it where it came from and uploads it", async () => {
    const bytes = Buffer.from("shoe");
    const run = await start(async (ref, maxBytes) => {
      expect([ref, maxBytes]).toEqual(["https://cdn/shoe.png", 1_000]);
      return bytes;
    });
    expect(await run.say(withMedia("坏了", shoe()))).toEqual(["坏了"]);
    expect(run.uploads).toEqual([bytes]);
    await run.end();
  });

  it("fetches nothing where the platform knows it already, whatever its size", async () => {
    const run = await start(async () => expect.unreachable());
    const own = shoe({ platform: "telegram", ref: "id", bytes: 1e9 });
    expect(await run.say(withMedia("坏了", own))).toEqual(["坏了"]);
    expect([run.uploads, run.media]).toEqual([[undefined], [[own]]]);
    await run.end();
  });

  it("says that it is too large, known before or found out", async () => {
    const run = await start(async () => {
      throw new TooLongError("too long");
    });
    await run.say(withMedia("一", shoe({ bytes: 1_001 })));
    expect(await run.say(withMedia("二", shoe({ kind: "video" })))).toEqual([
      "一\n\n（图片太大，这里发不了）",
      "二\n\n（视频太大，这里发不了）",
    ]);
    await run.end();
  });

  it("tries again to fetch it, and then says the words without it", async () => {
    let tries = 0;
    const run = await start(async () => {
      tries += 1;
      throw new Error("the address has ended");
    });
    expect(await run.say(withMedia("坏了", shoe()), 10_000)).toEqual(["坏了\n\n（图片，已经取不到了）"]);
    expect(tries).toBe(3);
    await run.end();
  });

  it("says so at once when it came from a platform that is not configured now", async () => {
    const run = await start(async () => expect.unreachable());
    expect(await run.say(withMedia("坏了", shoe({ platform: "web" })))).toEqual([
      "坏了\n\n（图片，已经取不到了）",
    ]);
    await run.end();
  });

  it("holds two files in memory at most, however many chats wait", async () => {
    let held = 0;
    let most = 0;
    const run = await start(async () => {
      held += 1;
      most = Math.max(most, held);
      await new Promise((resolve) => setImmediate(resolve));
      return Buffer.from("x");
    });
    run.platform.onSend = () => {
      const sending = new Promise((resolve) => setImmediate(resolve)).then(() => {
        held -= 1;
      });
      return sending;
    };
    const rows = Array.from({ length: 20 }, (_, chat) => ({
      ...delivery({ lane: "case", chatId: String(chat) }),
      content: withMedia("看", shoe()),
    }));
    run.dispatcher.offer(await run.enqueue(...rows));
    await run.dispatcher.idle();
    expect(run.platform.delivered).toHaveLength(20);
    expect(most).toBeLessThanOrEqual(2);
    await run.end();
  });
});
