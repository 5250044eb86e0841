import type { Button } from "../../src/core/content.ts";
import { createContractIntake, platformContract, type Seen } from "../contracts/platform.ts";
import { connectTelegram } from "../standins/telegram/connect.ts";
import { startTelegramStandIn } from "../standins/telegram/server.ts";
import { createClient } from "../support/web-client.ts";
import { startRoom } from "../support/web-room.ts";
import { startStandInAndBot } from "./discord-harness.ts";

type RawButton = {
  readonly label: string;
  readonly data?: string | undefined;
  readonly url?: string | undefined;
};
const asButton = ({ label, data, url }: RawButton): Button =>
  data === undefined ? { label, url: url ?? "" } : { label, data };

platformContract("telegram", { refusesTooMany: true }, async () => {
  const standIn = await startTelegramStandIn();
  const { platform } = connectTelegram(standIn);
  const intake = createContractIntake();
  const chatId = -100_200;
  const mei = { id: 501, firstName: "Mei" };
  standIn.world.chat(chatId);
  standIn.world.chat(-100_201).bot = "kicked";
  const forum = standIn.world.chat({ id: -1_001_000_000_300, isForum: true });
  forum.bot = "administrator";
  standIn.world.rawUser(mei);
  standIn.world.rawUser({ id: 601, firstName: "Wang" });
  standIn.makeAdmin(forum.id, 601);
  return {
    platform,
    intake,
    chat: { platform: "telegram", chatId: String(chatId) },
    goneChat: { platform: "telegram", chatId: "-100201" },
    seen: async () =>
      standIn.sentTo(chatId).map(
        ({ text, buttons, media }): Seen => ({
          text,
          buttons: buttons.flat().map(asButton),
          files: media?.bytes ? [Buffer.from(media.bytes).toString("latin1")] : [],
        }),
      ),
    async sendsPhoto(caption, bytes) {
      standIn.keepFile("big", bytes);
      const [small, big] = [
        { file_id: "small", file_unique_id: "s", width: 9, height: 9 },
        { file_id: "big", file_unique_id: "b", width: 90, height: 90, file_size: bytes.length },
      ];
      standIn.userSays({ chat: chatId, user: mei, caption, media: "photo", extra: { photo: [small, big] } });
    },
    async says(text) {
      standIn.userSays({ chat: chatId, user: mei, text });
    },
    async presses(label) {
      const messageId = standIn.sentTo(chatId).at(-1)?.messageId ?? 0;
      standIn.presses({ user: mei, chat: chatId, messageId, label });
    },
    withThreads: {
      chat: { platform: "telegram", chatId: String(forum.id) },
      refused: { platform: "telegram", chatId: String(chatId) },
      textsIn: async ({ threadId }) =>
        standIn
          .sentTo(forum.id)
          .filter((sent) => String(sent.threadId) === threadId)
          .map(({ text }) => text),
      isClosed: ({ threadId }) => forum.topics.get(Number(threadId))?.isClosed === true,
      linkTo: ({ threadId }) => `https://t.me/c/${String(forum.id).replace("-100", "")}/${threadId}`,
    },
    withRights: {
      chat: String(forum.id),
      member: String(mei.id),
      admin: "601",
      says: (text) => String(standIn.userSays({ chat: forum.id, user: mei, text }).messageId),
      isMuted: () => Number.isFinite(forum.muted.get(mei.id)),
      takeRights: () => void standIn.world.chat({ id: forum.id, botRights: {} }),
    },
    acknowledged: () => standIn.pending.length === 0,
    again: async () => {},
    refuseNext: (retryAfterS) => void standIn.flood(chatId, retryAfterS),
    violations: () => standIn.violations,
    async end() {
      await platform.stop();
      await standIn.stop();
    },
  };
});

/** What Discord shows of escaped Markdown. */
const asRead = (markdown: string): string =>
  markdown.replace(/\\([\\*_~`|<>[\]#+.)-])/g, "$1").replaceAll("@\u200b", "@");

platformContract("discord", { refusesTooMany: true }, async () => {
  const bot = await startStandInAndBot({ sendTimeoutMs: 5_000 });
  const { standIn, platform, mei } = bot;
  const intake = createContractIntake();
  const { general } = standIn;
  const sentHere = () => standIn.sent.filter(({ channelId }) => channelId === general.id);
  const buttonsOf = (body: Record<string, unknown>): Button[] =>
    ((body.components ?? []) as { components: { label: string; custom_id?: string; url?: string }[] }[])
      .flatMap(({ components }) => components)
      .map(({ label, custom_id: data, url }) => asButton({ label, data, url }));
  return {
    platform: {
      ...platform,
      // Connecting goes on in the background; what people say before is not the contract's subject.
      async start(to) {
        await platform.start(to);
        await standIn.waitForReady();
      },
    },
    intake,
    chat: { platform: "discord", chatId: general.id },
    goneChat: { platform: "discord", chatId: "123456789012345678" },
    seen: async () =>
      sentHere().map(
        ({ text, body, attachments }): Seen => ({
          text: asRead(text),
          buttons: buttonsOf(body),
          files: attachments.map((bytes) => Buffer.from(bytes).toString("latin1")),
        }),
      ),
    async sendsPhoto(text, bytes) {
      standIn.attaches(mei, general, text, "shoe.png", bytes, { content_type: "image/png" });
    },
    async says(text) {
      standIn.says(mei, general, text);
    },
    async presses(label) {
      const last = sentHere().at(-1);
      const button = buttonsOf(last?.body ?? {}).find((one) => one.label === label);
      standIn.presses(mei, last?.messageId ?? "", button && "data" in button ? button.data : "");
    },
    withThreads: {
      chat: { platform: "discord", chatId: general.id },
      refused: { platform: "discord", chatId: standIn.addThread(general, "已有").id },
      textsIn: async (place) =>
        standIn.sent.filter(({ channelId }) => channelId === place.chatId).map(({ text }) => text),
      isClosed: ({ chatId }) => standIn.world.channels.get(chatId)?.isArchived === true,
      linkTo: ({ chatId }) => `https://discord.com/channels/${standIn.guild.id}/${chatId}`,
    },
    withRights: {
      chat: general.id,
      member: mei.id,
      admin: standIn.guild.ownerId,
      says: (text) => standIn.says(mei, general, text).id,
      isMuted: () => standIn.guild.muted.has(mei.id),
      takeRights() {
        for (const right of ["messages", "members"] as const) standIn.guild.denied.add(right);
      },
    },
    again: async () => {},
    refuseNext: (retryAfterS) => standIn.failNext(standIn.tooMany(retryAfterS)),
    violations: () => standIn.violations,
    end: () => bot.stop(),
  };
});

platformContract("web", { refusesTooMany: false }, async () => {
  const intake = createContractIntake();
  const room = await startRoom({ intake });
  // The room begins with its server; before `start` it only has no inbox to hand things to.
  await room.platform.stop();
  const mei = createClient(room.url);
  await mei.list();
  let last: { text: string; status: number } | undefined;
  const post = async (text: string) => {
    const { status } = await mei.say(text, { clientId: text });
    last = { text, status };
  };
  const ofBot = async () => (await mei.list()).filter(({ author }) => author.kind === "bot");
  return {
    platform: room.platform,
    intake,
    chat: { platform: "web", chatId: "lobby" },
    goneChat: { platform: "web", chatId: "no-such-room" },
    seen: async () =>
      (await ofBot()).map(
        ({ text, buttons }): Seen => ({ text, buttons: buttons.flat().map(asButton), files: [] }),
      ),
    says: post,
    async presses(label) {
      const message = (await ofBot()).at(-1);
      const button = message?.buttons.flat().find((one) => one.label === label);
      const data = button && "data" in button ? button.data : "";
      await mei.post("/api/rooms/lobby/buttons", { data, messageId: message?.id });
    },
    acknowledged: () => last?.status === 202,
    // A client that was told 503 sends the same again.
    again: () => post(last?.text ?? ""),
    violations: () => [],
    end: () => room.stop(),
  };
});
