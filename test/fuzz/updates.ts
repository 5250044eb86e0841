import fc from "fast-check";

/** Things that break bots: markup of every platform, invisible and turning characters, forged data, floods of text. */
const SPECIAL = [
  "<b>bold</b><script>alert(1)</script>",
  "</a><a href='https://evil.example'>",
  "&lt;&amp;&#0;&nbsp;",
  "**bold** __under__ ~~gone~~ ||hidden|| `code` ```block```",
  "[a](https://evil.example) ![x](y) <@1> <@&2> <#3> @everyone @here <:a:1>",
  "\\_\\*\\[\\]()~`>#+-=|{}.!",
  "\u202Eevil\u202C\u200F\u200E\u061C\u2066x\u2069",
  "\u0000\u0001\u0007\u001b[31m\u007f",
  "\uFEFF\u200B\u200C\u200D\u00AD",
  "\uD800 half \uDFFF",
  "👨‍👩‍👧‍👦🏳️‍🌈🇨🇳",
  "Z̷̧̡̛̼̘͈͖͎̪̟̱̦̣͔̳̠̟̜̞͔̳͖a̸l̷g̸o̶",
  "﷽".repeat(40),
  "'; drop table inbox; --",
  "{{name}} $t(reply.details) %s %d",
  "/claim 1234-5678",
  "/start d-0000000000000000",
  "/start b-xxxxxxxx",
  "/bind",
  "/setup",
  "/问 新生儿要吃维生素D3吗",
  "问 宝宝发烧39度怎么办",
  "新生儿要吃维生素D3吗",
  "宝宝抽搐了叫不醒",
  "不想活了",
  "我的电话是13800138000 身份证110101199003070000",
];

const LONGEST = 10_000;

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SPECIAL) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...SPECIAL), { maxLength: 6 }).map((parts) => parts.join(" ")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...SPECIAL), fc.integer({ min: 1, max: LONGEST }))
      .map(([part, length]) => part.repeat(Math.ceil(length / part.length)).slice(0, length)),
  },
);

/** The field as it should be, or now and then something that nobody expects there. */
const odd = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });

const forged = fc.oneof(
  fc.string({ maxLength: 64 }),
  fc.constantFrom(
    "d.0000000000000000.AAAAAAAAAAA",
    "h..AAAAAAAAAAA",
    "sr.a.b.c.AAAAAAAAAAA",
    "bg.x.staff.AAAAAAAAAAA",
    "__proto__..AAAAAAAAAAA",
    "constructor.x.AAAAAAAAAAA",
    "",
  ),
);

const loose = (fields: Record<string, fc.Arbitrary<unknown>>, required: readonly string[]) =>
  fc.record(fields, { requiredKeys: [...required] });

const id = fc.integer({ min: 1, max: 2 ** 40 });
const seconds = fc.integer({ min: 0, max: 2 ** 32 });

const telegramUser = loose(
  {
    id: odd(id),
    is_bot: odd(fc.constant(false)),
    first_name: odd(text),
    last_name: text,
    username: odd(fc.string({ maxLength: 32 })),
    language_code: odd(fc.constantFrom("zh-hans", "en", "xx-YY-zz", "")),
  },
  ["id", "is_bot"],
);
const telegramChat = fc
  .tuple(fc.boolean(), id, text, fc.boolean())
  .map(([isGroup, number, title, isForum]) =>
    isGroup
      ? { id: -1_000_000_000_000 - number, type: "supergroup", title, is_forum: isForum }
      : { id: number, type: "private", first_name: title },
  );
const entity = loose(
  {
    type: odd(fc.constantFrom("mention", "bot_command", "bold", "text_mention", "url", "custom_emoji")),
    offset: odd(fc.integer({ min: -5, max: 12_000 })),
    length: odd(fc.integer({ min: -5, max: 12_000 })),
    user: telegramUser,
  },
  [],
);
const telegramMessage = loose(
  {
    message_id: odd(id),
    date: odd(seconds),
    chat: odd(telegramChat),
    from: odd(telegramUser),
    text: odd(text),
    caption: text,
    entities: odd(fc.array(entity, { maxLength: 4 })),
    caption_entities: fc.array(entity, { maxLength: 2 }),
    photo: odd(fc.constant([{}])),
    message_thread_id: odd(id),
    is_topic_message: odd(fc.boolean()),
    reply_to_message: odd(loose({ message_id: id, from: telegramUser, chat: telegramChat }, [])),
    sender_chat: odd(telegramChat),
    edit_date: seconds,
    new_chat_members: odd(fc.array(telegramUser, { maxLength: 2 })),
    migrate_to_chat_id: fc.constantFrom(undefined, undefined, undefined, "nonsense", -1_009_999),
  },
  ["message_id", "date", "chat", "from", "text"],
);
const memberChange = loose(
  {
    chat: odd(telegramChat),
    from: odd(telegramUser),
    date: odd(seconds),
    old_chat_member: odd(fc.constant({ status: "left" })),
    new_chat_member: odd(
      fc.constantFrom({ status: "administrator" }, { status: "kicked" }, { status: "member" }, {}),
    ),
  },
  [],
);
const callback = loose(
  {
    id: odd(fc.string({ minLength: 1, maxLength: 20 })),
    from: odd(telegramUser),
    message: odd(telegramMessage),
    chat_instance: text,
    data: odd(forged),
  },
  ["id", "from"],
);

/** Updates of the Bot API, from nearly right to nonsense. */
export const telegramUpdate: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  { weight: 12, arbitrary: telegramMessage.map((message) => ({ message })) },
  { weight: 2, arbitrary: telegramMessage.map((message) => ({ edited_message: message })) },
  { weight: 4, arbitrary: callback.map((query) => ({ callback_query: query })) },
  { weight: 1, arbitrary: memberChange.map((change) => ({ my_chat_member: change })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("message", "callback_query", "poll", "story"), fc.jsonValue())
      .map(([kind, value]) => ({ [kind]: value })),
  },
);

const snowflake = fc.bigInt({ min: 1n << 50n, max: 1n << 62n }).map(String);
const discordUser = loose(
  { id: odd(snowflake), username: odd(text), global_name: odd(text), bot: odd(fc.constant(false)) },
  ["id", "username"],
);

/** `MESSAGE_CREATE` and `INTERACTION_CREATE` payloads; `channel_id` and `id` are filled in by who plays them. */
export const discordEvent: fc.Arbitrary<{ t: string; d: Record<string, unknown>; text: string }> = fc
  .record({
    t: fc.constantFrom("MESSAGE_CREATE", "MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE"),
    text,
    message: loose(
      {
        type: odd(fc.constantFrom(0, 19, 7)),
        author: odd(discordUser),
        attachments: odd(fc.constant([])),
        mentions: odd(fc.array(discordUser, { maxLength: 2 })),
        timestamp: odd(fc.constant("2026-03-01T20:00:00.000000+00:00")),
        edited_timestamp: odd(fc.constant(null)),
        flags: odd(fc.nat(64)),
        guild_id: odd(snowflake),
        message_reference: odd(loose({ message_id: snowflake, channel_id: snowflake }, [])),
      },
      [],
    ),
    interaction: loose(
      {
        type: odd(fc.constantFrom(2, 3, 4)),
        token: odd(fc.string({ minLength: 1, maxLength: 40 })),
        data: odd(
          loose(
            {
              name: odd(fc.constantFrom("ask", "help", "claim", "bind", "human", "nothing")),
              custom_id: odd(forged),
              component_type: fc.constant(2),
              options: odd(
                fc.array(
                  loose({ name: text, type: fc.constant(3), value: text, focused: fc.boolean() }, []),
                  { maxLength: 2 },
                ),
              ),
            },
            [],
          ),
        ),
        user: odd(discordUser),
        member: odd(loose({ user: discordUser, roles: fc.constant([]) }, [])),
        locale: odd(fc.constantFrom("zh-CN", "en-US", "xx")),
        message: odd(fc.constant({ id: "1" })),
      },
      [],
    ),
  })
  .map(({ t, text: words, message, interaction }) => ({
    t,
    text: words,
    d: t === "INTERACTION_CREATE" ? interaction : { ...message, content: words },
  }));

/** Bodies for the web room's interface. */
export const webPost: fc.Arbitrary<{ button: boolean; body: unknown }> = fc.record({
  button: fc.constantFrom(false, false, false, true),
  body: odd(
    loose(
      {
        text: odd(text),
        name: odd(text),
        replyTo: odd(fc.nat()),
        clientId: odd(fc.string({ maxLength: 250 })),
        language: odd(fc.constantFrom("zh", "en")),
        data: odd(forged),
        messageId: odd(fc.nat()),
      },
      [],
    ),
  ),
});
