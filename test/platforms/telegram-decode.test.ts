import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InboundEvent } from "../../src/core/message.ts";
import { type DecodeContext, decodeUpdate } from "../../src/platforms/telegram/decode.ts";
import { COMMANDS } from "../standins/telegram/connect.ts";
import type { Says } from "../standins/telegram/control.ts";
import { loadSchemas, type Schemas } from "../standins/telegram/schemas.ts";
import { startTelegramStandIn, type TelegramStandIn } from "../standins/telegram/server.ts";

const GROUP = -1_001_000_000_200;
const MEI = { id: 501, firstName: "梅", language: "zh-hans" };

let telegram: TelegramStandIn;
let schemas: Schemas;
let context: DecodeContext;
beforeAll(async () => {
  telegram = await startTelegramStandIn();
  schemas = await loadSchemas();
  context = {
    bot: { id: telegram.botId, username: telegram.username, readsAll: false },
    commands: COMMANDS,
    receivedAt: 1_795_000_000_000,
  };
  telegram.world.chat({ id: GROUP, title: "王老师的群", isForum: true });
});
afterAll(() => telegram.stop());

/** Every update of these tests is one that the Bot API's own types allow. */
const decode = (update: unknown) => {
  expect(schemas.update(update)).toBeUndefined();
  const decoded = decodeUpdate(update, context);
  expect(decoded.malformed).toBe(false);
  if (decoded.event) InboundEvent.parse(decoded.event);
  return decoded.event;
};
const said = (says: Partial<Says>) => decode(telegram.userSays({ chat: GROUP, user: MEI, ...says }).update);
const fromBot = (text = "小白鲸的话") => {
  const chat = telegram.world.chat(GROUP);
  const messageId = telegram.world.nextMessageId(chat);
  telegram.world.keep(chat, {
    message_id: messageId,
    from: telegram.world.botUser,
    chat: telegram.world.rawChat(chat),
    date: 1_795_000_000,
    text,
  });
  return messageId;
};

describe("telegram messages", () => {
  it("knows a private chat, its person and the time", () => {
    const event = said({ chat: MEI.id, text: "宝宝发烧" });
    expect(event).toMatchObject({
      kind: "message",
      platform: "telegram",
      chat: { chatId: "501", kind: "private" },
      sender: { userId: "501", displayName: "梅", language: "zh-hans" },
      text: "宝宝发烧",
      addressed: "private",
      edited: false,
      media: [],
    });
    expect(event?.sentAt).toBeGreaterThan(1_700_000_000_000);
  });

  it("keeps the topic of a forum, and takes no thread from a chain of replies", () => {
    expect(said({ text: "问", threadId: 7 })?.chat).toEqual({
      chatId: String(GROUP),
      kind: "group",
      title: "王老师的群",
      threadId: "7",
    });
    expect(said({ text: "问", extra: { message_thread_id: 9 } })?.chat.threadId).toBeUndefined();
  });

  it("does not take the message that opened a topic for a reply to the bot", () => {
    const opened = fromBot();
    telegram.world.chat(GROUP).messages.get(opened);
    const message = telegram.world.chat(GROUP).messages.get(opened);
    if (message)
      Object.assign(message, { text: undefined, forum_topic_created: { name: "辅食", icon_color: 1 } });
    const event = said({ text: "大家好", threadId: opened, replyTo: opened });
    expect(event).toMatchObject({ addressed: "none" });
    expect(event).not.toHaveProperty("replyToMessageId");
  });

  it.each([
    ["@beluga_test_bot 新生儿要吃维生素D3吗", "新生儿要吃维生素D3吗"],
    ["新生儿 @Beluga_Test_Bot 要吃吗", "新生儿 要吃吗"],
    ["要吃吗 @beluga_test_bot", "要吃吗"],
    ["👶🏻👶🏻 @beluga_test_bot 吃吗", "👶🏻👶🏻 吃吗"],
  ])("cuts the mention out of %s", (text, rest) => {
    expect(said({ text })).toMatchObject({ addressed: "mention", text: rest });
  });

  it("knows a mention by person and one in a caption, and no mention of others", () => {
    const entity = { type: "text_mention", offset: 0, length: 3, user: telegram.world.botUser };
    expect(said({ text: "小白鲸 你好", entities: [entity] })).toMatchObject({
      addressed: "mention",
      text: "你好",
    });
    expect(said({ caption: "@beluga_test_bot 这是湿疹吗", media: "photo" })).toMatchObject({
      addressed: "mention",
      text: "这是湿疹吗",
      media: [{ kind: "photo" }],
    });
    expect(said({ text: "@other_bot 你好" })).toMatchObject({ addressed: "none", text: "@other_bot 你好" });
  });

  it("knows a reply to the bot from one to somebody else", () => {
    const own = fromBot();
    expect(said({ text: "谢谢", replyTo: own })).toMatchObject({
      addressed: "reply",
      replyToMessageId: String(own),
    });
    const other = telegram.userSays({ chat: GROUP, user: 502, text: "我家的也是" });
    expect(said({ text: "是吗", replyTo: other.messageId })).toMatchObject({
      addressed: "none",
      replyToMessageId: String(other.messageId),
    });
  });

  it.each([
    ["/ask 发烧怎么办", { name: "ask", args: "发烧怎么办" }],
    ["/ask@beluga_test_bot 发烧", { name: "ask", args: "发烧" }],
    ["/问 发烧", { name: "ask", args: "发烧" }],
    ["问 发烧", { name: "ask", args: "发烧" }],
    ["@beluga_test_bot /ask 发烧", { name: "ask", args: "发烧" }],
    ["/start bind_x1-Y", { name: "start", args: "bind_x1-Y" }],
  ])("reads the command in %s", (text, command) => {
    expect(said({ text })).toMatchObject({ addressed: "command", command });
  });

  it("leaves commands of other bots alone", () => {
    const event = said({ text: "/ask@other_bot 发烧" });
    expect(event).toMatchObject({ addressed: "none" });
    expect(event).not.toHaveProperty("command");
  });

  it("tells an edit from its message, and two edits from each other", () => {
    const { update, messageId } = telegram.userSays({ chat: GROUP, user: MEI, text: "一" });
    expect(decode(update)?.updateKey).toBe(`m:${messageId}`);
    const edit = telegram.edits({ chat: GROUP, user: MEI, messageId, text: "二" }).update;
    const editDate = 1_795_000_100;
    if (edit) Object.assign(edit.edited_message as object, { edit_date: editDate });
    expect(decode(edit)).toMatchObject({ edited: true, text: "二", updateKey: `e:${messageId}:${editDate}` });
  });

  it.each([
    ["photo", { kind: "photo", bytes: 1_024 }],
    ["voice", { kind: "voice", bytes: 1_024, seconds: 3 }],
    ["video", { kind: "video", bytes: 1_024, seconds: 3 }],
    ["document", { kind: "file", bytes: 1_024 }],
    ["sticker", { kind: "sticker", bytes: 1_024, wordless: true }],
  ] as const)("keeps by which id a %s is had, and not the thing itself", (media, kept) => {
    const ref = `AgACAgUAAxkBAAIB-${media}`;
    expect(said({ media })).toMatchObject({ text: "", media: [{ ...kept, ref }] });
  });

  it("names how a file is sent again where its kind does not say so, and keeps what has no id by its kind", () => {
    const file = { file_id: "clip", file_unique_id: "c" };
    const clip = { ...file, width: 1, height: 1, duration: 2 };
    const mediaOf = (extra: object) => {
      const event = said({ extra: { ...extra } });
      return event?.kind === "message" ? event.media : undefined;
    };
    expect(mediaOf({ animation: clip, document: file })).toEqual([
      { kind: "video", ref: "animation/clip", seconds: 2 },
    ]);
    expect(mediaOf({ video_note: { ...file, length: 1, duration: 2 } })).toMatchObject([
      { ref: "video_note/clip" },
    ]);
    expect(mediaOf({ audio: { ...file, duration: 2, mime_type: "audio/mpeg" } })).toMatchObject([
      { kind: "file", ref: "audio/clip", type: "audio/mpeg" },
    ]);
    expect(mediaOf({ photo: [] })).toEqual([{ kind: "photo" }]);
    expect(mediaOf({ photo: [{ ...file, file_id: "../../etc", width: 1, height: 1 }] })).toEqual([
      { kind: "photo" },
    ]);
    expect(mediaOf({ location: { latitude: 1, longitude: 2 } })).toEqual([{ kind: "other" }]);
  });

  it("knows an administrator behind the group and a person who writes as a channel by that chat", () => {
    expect(said({ text: "公告", senderChat: GROUP })).toMatchObject({
      sender: { userId: String(GROUP), displayName: "王老师的群" },
    });
    expect(
      said({ text: "你好", senderChat: { id: -1_001_000_000_900, type: "channel", title: "某频道" } }),
    ).toMatchObject({
      sender: { userId: "-1001000000900" },
    });
  });

  it("passes over bots, channel posts, copies of channel posts and service messages", () => {
    expect(said({ text: "我是机器人", user: { id: 777, isBot: true } })).toBeUndefined();
    expect(said({ text: "频道", extra: { is_automatic_forward: true } })).toBeUndefined();
    expect(said({ extra: { new_chat_title: "新名字" } })).toBeUndefined();
    const post = { message_id: 1, date: 1, chat: { id: -1_001, type: "channel", title: "c" }, text: "x" };
    expect(decode({ update_id: 1, channel_post: post })).toBeUndefined();
  });

  it("reads text with half characters and NUL as text that can be stored", () => {
    expect(said({ text: "a\ud83d\u0000b" })).toMatchObject({ text: "a\ufffdb" });
  });
});

describe("telegram chats", () => {
  it("says once that a group moved, though both chats tell it", () => {
    telegram.world.chat({ id: -700, title: "旧群" });
    const events = telegram.migrates(-700, -1_001_000_000_700).map(decode);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      kind: "migration",
      chat: { chatId: "-700" },
      toChatId: "-1001000000700",
    });
    expect(events.map((event) => event?.updateKey)).toEqual(["g:-1001000000700", "g:-1001000000700"]);
    expect(events[1]?.chat.chatId).toBe("-700");
  });

  it.each([
    ["member", "present", false],
    ["administrator", "present", true],
    ["kicked", "gone", false],
    ["left", "gone", false],
  ] as const)("notices when it becomes %s", (status, expected, seesAll) => {
    const update = telegram.botBecomes(GROUP, status, MEI);
    expect(decode(update)).toMatchObject({
      kind: "membership",
      status: expected,
      seesAll,
      updateKey: `u:${update?.update_id}`,
      sender: { userId: "501" },
    });
    telegram.botBecomes(GROUP, "member");
  });

  it("reads a press with its topic, and one on a message that is no more", () => {
    const { messageId } = telegram.userSays({ chat: GROUP, user: MEI, text: "x", threadId: 7 });
    expect(decode(telegram.presses({ user: MEI, chat: GROUP, messageId, data: "d:1" }).update)).toMatchObject(
      {
        kind: "button",
        chat: { threadId: "7" },
        data: "d:1",
        sender: { userId: "501" },
        sentAt: context.receivedAt,
      },
    );
    const old = telegram.presses({ user: MEI, chat: GROUP, messageId: 99_999, data: "d:2" });
    expect(decode(old.update)).toMatchObject({ messageId: "99999", updateKey: `b:${old.callbackId}` });
  });
});

describe("telegram oddities", () => {
  const chat = fc.oneof(
    fc.record({ id: fc.integer(), type: fc.constantFrom("private", "group", "supergroup", "channel") }),
    fc.record({
      id: fc.integer(),
      type: fc.constant("group"),
      title: fc.string({ unit: "binary", maxLength: 600 }),
    }),
  );
  const words = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constant("\u202e问 \ud800"),
    fc.string({ minLength: 10_000, maxLength: 10_010 }),
  );
  const entity = fc.record({
    type: fc.constantFrom("mention", "text_mention", "bot_command"),
    offset: fc.integer({ min: -5, max: 50 }),
    length: fc.integer({ min: -5, max: 1e9 }),
    user: fc.oneof(fc.constant({ id: 700_000_001 }), fc.anything()),
  });
  /** Mostly what it should be, so that what is odd beside it gets read at all. */
  const mostly = (good: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: fc.anything() });
  const message = fc.record(
    {
      message_id: mostly(fc.integer()),
      date: mostly(fc.nat()),
      edit_date: fc.anything(),
      chat: mostly(chat),
      from: mostly(
        fc.record({ id: fc.integer(), is_bot: fc.constantFrom(false, false, true), first_name: words }),
      ),
      text: fc.oneof(words, fc.anything()),
      caption: fc.oneof(words, fc.anything()),
      entities: fc.oneof(fc.array(entity), fc.anything()),
      reply_to_message: fc.anything(),
      migrate_to_chat_id: fc.option(fc.integer(), { nil: undefined, freq: 9 }),
      photo: fc.anything(),
    },
    { requiredKeys: ["message_id", "date", "chat", "from"] },
  );

  it("never throws, and every event it gives is one the inbox takes", () => {
    const update = fc.oneof(
      fc.anything(),
      fc.record({ update_id: fc.nat(), message }),
      fc.record({ update_id: fc.nat(), edited_message: message }),
      fc.record({
        update_id: fc.nat(),
        callback_query: fc.record({
          id: words,
          from: fc.anything(),
          message,
          data: fc.oneof(words, fc.anything()),
        }),
      }),
      fc.record({
        update_id: fc.nat(),
        my_chat_member: fc.record({ chat, date: fc.nat(), new_chat_member: fc.anything() }),
      }),
    );
    let events = 0;
    fc.assert(
      fc.property(update, (raw) => {
        const { event } = decodeUpdate(raw, context);
        if (!event) return;
        events += 1;
        expect(InboundEvent.safeParse(event).success).toBe(true);
        if (event.kind === "message")
          expect(event.text.isWellFormed() && !event.text.includes("\0")).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(events).toBeGreaterThan(200);
  });

  it("keeps a text whose other fields are broken", () => {
    const raw = {
      update_id: 1,
      message: {
        message_id: 5,
        date: 1_795_000_000,
        chat: { id: 501, type: "private", title: 7 },
        from: { id: 501, language_code: {}, first_name: null },
        entities: "none",
        reply_to_message: 3,
        text: "宝宝抽搐了",
      },
    };
    expect(decodeUpdate(raw, context).event).toMatchObject({ text: "宝宝抽搐了", sender: { userId: "501" } });
  });
});
