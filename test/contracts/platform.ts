import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Button, type Content, mediaOf, type Target, textContent } from "../../src/core/content.ts";
import { OperationalError, PermanentError } from "../../src/core/errors.ts";
import { InboundEvent } from "../../src/core/message.ts";
import type { Platform, ThreadPlace } from "../../src/core/platform.ts";
import { systemRandom } from "../../src/core/random.ts";
import { TooLongError } from "../../src/core/read-bytes.ts";
import { toDeliveries } from "../../src/delivery/index.ts";
import { createWatched, type Watched } from "../standins/telegram/waits.ts";
import type { FakeIntake } from "../support/web-room.ts";

/** An inbox in memory that can be waited on, and told to fail. */
export interface ContractIntake extends FakeIntake {
  readonly accepted: Watched<InboundEvent>;
  /** How often `accept` was called, whatever came of it. */
  readonly attempts: Watched<number>;
}

export function createContractIntake(): ContractIntake {
  const events: InboundEvent[] = [];
  const accepted = createWatched<InboundEvent>("accepted event");
  const attempts = createWatched<number>("attempt to write");
  const intake: ContractIntake = {
    events,
    accepted,
    attempts,
    failing: false,
    onEvent: () => {},
    async accept(batch) {
      attempts.add(batch.length);
      if (intake.failing) throw new Error("disk full");
      for (const event of batch) {
        events.push(event);
        accepted.add(event);
      }
    },
    isUrgent: () => false,
    suggest: async () => [],
    cursors: async () => [],
    commands: [],
  };
  return intake;
}

/** What a reader sees of one message. */
export interface Seen {
  readonly text: string;
  readonly buttons: readonly Button[];
  /** Pictures and files beside the words, as their reader opens them. */
  readonly files: readonly string[];
}

/** A platform with its stand-in behind it, and somebody who writes there. */
export interface Stage {
  readonly platform: Platform;
  readonly intake: ContractIntake;
  readonly chat: Target;
  readonly goneChat: Target;
  seen(): Promise<readonly Seen[]>;
  /** Where threads can be opened, and where not. */
  readonly withThreads?: {
    readonly chat: Target;
    readonly refused: Target;
    textsIn(place: ThreadPlace): Promise<readonly string[]>;
    isClosed(place: ThreadPlace): boolean;
    linkTo(place: ThreadPlace): string;
  };
  /** A group in which the bot may act for staff. */
  readonly withRights?: {
    readonly chat: string;
    readonly member: string;
    readonly admin: string;
    /** The member writes; gives the message's id. */
    says(text: string): string;
    isMuted(): boolean;
    takeRights(): void;
  };
  /** Somebody sends a picture with words; absent where nobody can. */
  sendsPhoto?(text: string, bytes: string): Promise<void>;
  /** Somebody writes; resolves when the platform has handed it over, well or not. */
  says(text: string): Promise<void>;
  /** Presses the button with this label under the last message. */
  presses(label: string): Promise<void>;
  /** Whether the platform believes that the last message arrived; only where it can tell. */
  acknowledged?(): boolean;
  /** What the platform's own side does about a message that was not taken: nothing where it comes by itself. */
  again(): Promise<void>;
  /** The next send to `chat` is refused for being too many, where the platform does that. */
  refuseNext?(retryAfterS: number): void;
  /** What the stand-in found invalid. */
  violations(): readonly unknown[];
  end(): Promise<void>;
}

const HOSTILE = [
  "<b>bold</b> & <script>alert(1)</script> &amp; &lt;",
  "*star* _under_ ~~strike~~ `code` ||spoiler|| [link](https://evil.example)",
  "> quote\n# heading\n1. one\n- dash",
  "\u202eright to left and \\ back\\\\slash",
  "😀👨‍👩‍👧 emoji, ﷽, 零\u200d宽",
];

/** What every platform has to do, whatever it is: one suite for all adapters. */
export function platformContract(
  name: string,
  options: { readonly refusesTooMany: boolean },
  open: () => Promise<Stage>,
): void {
  describe(`${name} as a platform`, () => {
    let stage: Stage;
    let count = 0;
    const nextKey = () => {
      count += 1;
      return `contract-${count}`;
    };
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(async () => {
      await stage.end();
      expect(stage.violations()).toEqual([]);
    });
    const send = (content: string | Content, to: Target = stage.chat, key = nextKey()) =>
      stage.platform.send({ key, to, content: typeof content === "string" ? textContent(content) : content });
    const lastSeen = async (): Promise<Seen> => {
      const last = (await stage.seen()).at(-1);
      if (!last) throw new Error("nothing was shown");
      return last;
    };

    it("says that it is not connected before it starts, and that it is afterwards", async () => {
      expect(stage.platform.status().connected).toBe(false);
      await stage.platform.start(stage.intake);
      await expect.poll(() => stage.platform.status().connected).toBe(true);
      expect(stage.platform.status().degraded).toEqual([]);
    });

    it("gives each message an id of its own", async () => {
      await stage.platform.start(stage.intake);
      const ids = [await send("一"), await send("二")].map(({ messageId }) => messageId);
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) expect(id).not.toBe("");
    });

    it.each(HOSTILE)("shows what was typed as it was typed: %j", async (text) => {
      await stage.platform.start(stage.intake);
      await send(text);
      // Marks that turn the direction of what follows may be taken out; nothing else may change.
      expect((await lastSeen()).text.replaceAll("\u202e", "")).toBe(text.replaceAll("\u202e", ""));
    });

    it("never sends more than one message may hold, and loses nothing of a long answer on the way", async () => {
      await stage.platform.start(stage.intake);
      const { abilities } = stage.platform;
      const text = Array.from({ length: 1_500 }, (_, at) => `第${at}句，*要*紧<的>话。`).join("");
      const draft = { lane: "answer", to: stage.chat, content: textContent(text), purpose: "long" } as const;
      const rows = toDeliveries(draft, "origin", abilities, systemRandom);
      expect(rows.length).toBeGreaterThan(1);
      for (const { content, to, nonce } of rows) await send(content, to, nonce);
      const texts = (await stage.seen()).map((seen) => seen.text);
      expect(texts.join("")).toBe(text);
      for (const shown of texts) expect(shown.length).toBeLessThanOrEqual(abilities.maxTextLength);
    });

    it("sends something valid, or refuses for good, when it is handed too much at once", async () => {
      await stage.platform.start(stage.intake);
      const buttons = Array.from({ length: 40 }, (_, row) =>
        Array.from({ length: 9 }, (_, at) => ({
          label: `选${row}-${at}`.repeat(20),
          data: `x.${row}.${at}`,
        })),
      );
      const content: Content = { ...textContent("长".repeat(30_000)), tone: "answer", buttons };
      await send(content).catch((error: unknown) => {
        expect(error).toBeInstanceOf(PermanentError);
      });
    });

    it("shows buttons with their words, and hands a press in with the button's own data", async () => {
      await stage.platform.start(stage.intake);
      const url = "https://beluga.example/page";
      await send(textContent("选一个", [[{ label: "看详细", data: "d.abc.sig" }], [{ label: "网页", url }]]));
      expect((await lastSeen()).buttons).toEqual([
        { label: "看详细", data: "d.abc.sig" },
        { label: "网页", url },
      ]);
      await stage.presses("看详细");
      const event = await stage.intake.accepted.waitFor(({ kind }) => kind === "button");
      expect(event).toMatchObject({ data: "d.abc.sig", platform: name, chat: { chatId: stage.chat.chatId } });
    });

    it("hands a message in, once, with where and who", async () => {
      await stage.platform.start(stage.intake);
      await stage.says("新生儿要吃维生素D3吗");
      const event = await stage.intake.accepted.waitFor(({ kind }) => kind === "message");
      expect(event).toMatchObject({
        platform: name,
        text: "新生儿要吃维生素D3吗",
        chat: { chatId: stage.chat.chatId, kind: "group" },
        sender: { userId: expect.stringMatching(/./) },
        edited: false,
      });
      expect(stage.intake.events).toHaveLength(1);
    });

    it("does not acknowledge what could not be written, and hands it in again", async () => {
      await stage.platform.start(stage.intake);
      stage.intake.failing = true;
      await stage.says("别丢了我");
      await stage.intake.attempts.waitFor(() => true);
      expect(stage.acknowledged?.() ?? false).toBe(false);
      stage.intake.failing = false;
      await stage.again();
      const event = await stage.intake.accepted.waitFor(() => true);
      expect(event).toMatchObject({ kind: "message", text: "别丢了我" });
    });

    it("refuses for good to send to a chat that is gone", async () => {
      await stage.platform.start(stage.intake);
      const refused = await send("有人吗", stage.goneChat).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PermanentError);
      expect(refused).toMatchObject({ reason: "target-gone" });
    });

    if (options.refusesTooMany) {
      it("passes on how long to wait when the platform says too many", async () => {
        await stage.platform.start(stage.intake);
        stage.refuseNext?.(7);
        const refused = await send("快").catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(OperationalError);
        expect(refused).toMatchObject({ flood: true });
        const { retryAfterMs = 0 } = refused as OperationalError;
        // Never sooner than asked, and not much later.
        expect(retryAfterMs).toBeGreaterThanOrEqual(7_000);
        expect(retryAfterMs).toBeLessThan(8_000);
      });
    }

    it("has one effect for a repeated key, where it promises so", async () => {
      await stage.platform.start(stage.intake);
      const first = await send("一次", stage.chat, "same-key");
      const second = await send("一次", stage.chat, "same-key");
      const shown = (await stage.seen()).length;
      expect(shown).toBe(stage.platform.abilities.exactlyOnce ? 1 : 2);
      if (stage.platform.abilities.exactlyOnce) expect(second).toEqual(first);
    });

    it("changes what it said to other words and buttons, and says nothing new for it", async () => {
      await stage.platform.start(stage.intake);
      const { platform } = stage;
      expect(platform.abilities.canEdit).toBe(platform.edit !== undefined);
      const { messageId } = await send(textContent("还在等 <1>", [[{ label: "我来", data: "t.1.sig" }]]));
      const edit = (content: Content, id = messageId) =>
        platform.edit?.({ key: nextKey(), to: stage.chat, content, messageId: id });
      await edit(textContent("王老师在看 *2*", [[{ label: "结案", data: "c.1.sig" }]]));
      expect(await stage.seen()).toEqual([
        { text: "王老师在看 *2*", buttons: [{ label: "结案", data: "c.1.sig" }], files: [] },
      ]);
      const done: Content = { ...textContent("好了"), tone: "answer" };
      await edit(done);
      await edit(done); // a repetition after a lost answer is no failure
      expect(await stage.seen()).toEqual([{ text: "好了", buttons: [], files: [] }]);
    });

    it("shows a picture from elsewhere with its caption, where it takes uploads", async () => {
      await stage.platform.start(stage.intake);
      const { media: ability } = stage.platform.abilities;
      if (ability.maxUploadBytes === 0) {
        expect(stage.platform.fetchFile).toBeUndefined();
        return;
      }
      const medium = {
        platform: "web",
        kind: "photo",
        ref: "x",
        type: "image/png",
        name: "鞋 子.png",
      } as const;
      const bytes = Buffer.from("\u0089PNG shoes");
      const words = textContent("鞋底<开>了", [[{ label: "收到", data: "r.1.sig" }]]);
      await stage.platform.send({
        key: nextKey(),
        to: stage.chat,
        content: { ...words, media: [medium] },
        upload: bytes,
      });
      expect(await stage.seen()).toEqual([
        {
          text: "鞋底<开>了",
          buttons: [{ label: "收到", data: "r.1.sig" }],
          files: [bytes.toString("latin1")],
        },
      ]);
      const alone = { ...textContent(""), blocks: [], media: [{ ...medium, kind: "voice" }] } as const;
      await stage.platform.send({ key: nextKey(), to: stage.chat, content: alone, upload: bytes });
      expect((await stage.seen())[1]).toEqual({ text: "", buttons: [], files: [bytes.toString("latin1")] });
    });

    it("hands in what came with a message, by a ref that gives it again", async () => {
      await stage.platform.start(stage.intake);
      if (!stage.sendsPhoto) return expect(stage.platform.abilities.media.maxUploadBytes).toBe(0);
      await stage.sendsPhoto("看这双鞋", "bytes of a shoe");
      const event = await stage.intake.accepted.waitFor(({ kind }) => kind === "message");
      expect(InboundEvent.safeParse(JSON.parse(JSON.stringify(event))).data).toEqual(event);
      const [medium] = event.kind === "message" ? mediaOf(event) : [];
      expect(medium).toMatchObject({ platform: name, kind: "photo", ref: expect.stringMatching(/./) });
      const fetched = await stage.platform.fetchFile?.(medium?.ref ?? "", 100);
      expect(Buffer.from(fetched ?? []).toString()).toBe("bytes of a shoe");
      const tooLong = stage.platform.fetchFile?.(medium?.ref ?? "", 5);
      await expect(tooLong).rejects.toBeInstanceOf(TooLongError);
    });

    it("opens a thread where its chat has some, writes, changes and puts it away there", async () => {
      await stage.platform.start(stage.intake);
      const { platform } = stage;
      expect(platform.abilities.threads).toBe(platform.openThread !== undefined);
      if (!platform.openThread || !stage.withThreads) return;
      expect(await platform.openThread(stage.withThreads.refused.chatId, "个案 1")).toBeUndefined();
      const place = await platform.openThread(stage.withThreads.chat.chatId, "个案 1 ".repeat(60));
      if (!place) return expect.unreachable("a thread was wanted");
      const to = { ...stage.withThreads.chat, ...place };
      const { messageId } = await send("在里面", to);
      await platform.edit?.({ key: nextKey(), to, content: textContent("改了"), messageId });
      expect(await stage.withThreads.textsIn(place)).toEqual(["改了"]);
      await platform.closeThread?.(place);
      expect(stage.withThreads.isClosed(place)).toBe(true);
      await send("还有一句", to);
      expect(await stage.withThreads.textsIn(place)).toEqual(["改了", "还有一句"]);
      await platform.reopenThread?.(place);
      expect(stage.withThreads.isClosed(place)).toBe(false);
      expect(platform.threadLink?.(place)).toBe(stage.withThreads.linkTo(place));
    });

    it("removes a message and mutes a member where staff may, and says why not", async () => {
      await stage.platform.start(stage.intake);
      const { platform } = stage;
      const { removes, mutes } = platform.abilities.moderates;
      expect([removes, mutes]).toEqual([
        platform.removeMessage !== undefined,
        platform.muteMember !== undefined,
      ]);
      if (!stage.withRights) return expect(removes || mutes).toBe(false);
      const { chat, says, isMuted, takeRights, member, admin } = stage.withRights;
      const untilMs = Date.now() + 3_600_000;
      const unkind = says("别丢人了");
      expect(await platform.removeMessage?.(chat, unkind)).toBe("done");
      expect(await platform.removeMessage?.(chat, unkind)).toBe("gone");
      expect(await platform.muteMember?.(chat, member, untilMs)).toBe("done");
      expect(isMuted()).toBe(true);
      expect(await platform.muteMember?.(chat, admin, untilMs)).toBe("no-right");
      expect(await platform.muteMember?.(chat, "999999999999", untilMs)).toBe("gone");
      expect(await platform.muteMember?.(chat, member, Date.now() - 1)).toBe("done");
      takeRights();
      expect(await platform.removeMessage?.(chat, says("又来"))).toBe("no-right");
      expect(await platform.muteMember?.(chat, member, untilMs)).toBe("no-right");
    });

    it("says that a message is gone when there is none to change", async () => {
      await stage.platform.start(stage.intake);
      const { messageId } = await send("有");
      const other = String(BigInt(messageId) + 1_000n);
      for (const id of [other, "no id"]) {
        const edit = stage.platform.edit?.({
          key: nextKey(),
          to: stage.chat,
          content: textContent("没有"),
          messageId: id,
        });
        await expect(edit).rejects.toMatchObject({ name: "PermanentError", reason: "message-gone" });
      }
      expect((await stage.seen()).map(({ text }) => text)).toEqual(["有"]);
    });

    it("takes nothing after a stop, waits for what is being written, and can still send", async () => {
      await stage.platform.start(stage.intake);
      await expect.poll(() => stage.platform.status().connected).toBe(true);
      const writing = Promise.withResolvers<void>();
      const accept = stage.intake.accept.bind(stage.intake);
      stage.intake.accept = async (events) => {
        stage.intake.attempts.add(events.length);
        await writing.promise;
        await accept(events);
      };
      const saying = stage.says("最后一条");
      await stage.intake.attempts.waitFor(() => true);
      let stopped = false;
      const stopping = stage.platform.stop().then(() => {
        stopped = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      expect(stopped, "still being written").toBe(false);
      writing.resolve();
      await stopping;
      await saying;
      expect(stage.intake.events).toHaveLength(1);
      expect(stage.platform.status().connected).toBe(false);
      await send("再见");
      expect((await lastSeen()).text).toBe("再见");
      expect(stage.intake.events).toHaveLength(1);
    });

    it("makes links only where it can, and only of a payload that fits", () => {
      const { platform } = stage;
      for (const link of [platform.deepLink("d-abc"), platform.inviteLink("b-abc")]) {
        if (link !== undefined) expect(new URL(link).protocol).toBe("https:");
      }
      expect(platform.deepLink("a payload with spaces")).toBeUndefined();
      expect(platform.deepLink("x".repeat(65))).toBeUndefined();
    });
  });
}
