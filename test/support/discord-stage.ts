import type { Channel, DiscordStandIn, User } from "../standins/discord/index.ts";
import { buttonOf, type Group, type Manner, type Shown, type ShownButton, type Speaker } from "./stage.ts";
import type { Stagehand } from "./test-app.ts";

export interface DiscordSpeaker extends Speaker {
  readonly user: User;
  mentions(group: Group, text: string): Promise<readonly Shown[]>;
  /** A slash command, in a channel or in the private chat. */
  runs(group: Group | undefined, name: string, args?: string): Promise<readonly Shown[]>;
  /** Sends a file with a text beside it. */
  hands(
    group: Group,
    file: { readonly name: string; readonly content: string | Uint8Array },
    text: string,
  ): Promise<readonly Shown[]>;
  edits(messageId: string, text: string): Promise<readonly Shown[]>;
  saysLater(group: Group, text: string): string;
}

interface RawButton {
  readonly label: string;
  readonly custom_id?: string;
  readonly url?: string;
}

/** Discord's people and channels over the stand-in. */
export function createDiscordStage(
  standIn: DiscordStandIn,
  { handled, heard }: Stagehand,
  breathe: () => Promise<void>,
) {
  const { world } = standIn;
  const shown = (sent: DiscordStandIn["sent"][number]): Shown => {
    const channel = world.channels.get(sent.channelId);
    const message = world.messages.get(sent.messageId);
    const rows = (sent.body.components ?? []) as { components: RawButton[] }[];
    const onlyFor = sent.ephemeralFor ?? channel?.recipientId;
    return {
      platform: "discord",
      chatId: sent.channelId,
      place: onlyFor === undefined ? "group" : "alone",
      onlyFor,
      text: sent.text,
      buttons: rows.flatMap(({ components }) =>
        components.map(({ label, custom_id: data, url }): ShownButton => ({ label, data, url })),
      ),
      messageId: sent.messageId,
      replyTo: message?.replyTo,
      threadId: undefined,
      parentId: channel?.parentId,
    };
  };
  const channelOf = (chatId: string): Channel => {
    const channel = world.channels.get(chatId);
    if (!channel) throw new Error(`no channel ${chatId}`);
    return channel;
  };
  async function causes(act: () => readonly [chatId: string, key: string]): Promise<readonly Shown[]> {
    await breathe();
    const before = standIn.sent.length;
    const [chatId, key] = act();
    await handled("discord", chatId, key);
    return standIn.sent.slice(before).map(shown);
  }

  function person(name: string, options: { refusesDms?: boolean; locale?: string } = {}): DiscordSpeaker {
    const user = standIn.addUser(name, options);
    const press = (where: Shown, data: string) =>
      causes(() => [where.chatId, `b:${standIn.presses(user, where.messageId, data).id}`]);
    return {
      platform: "discord",
      user,
      userId: user.id,
      says: (group, text, manner: Manner = {}) =>
        causes(() => {
          heard(text);
          const more = manner.replyTo === undefined ? {} : { replyTo: manner.replyTo };
          return [group.chatId, `m:${standIn.says(user, channelOf(group.chatId), text, more).id}`];
        }),
      hands: (group, { name, content }, text) =>
        causes(() => {
          const channel = channelOf(group.chatId);
          return [group.chatId, `m:${standIn.attaches(user, channel, text, name, content).id}`];
        }),
      saysLater(group, text) {
        heard(text);
        return standIn.says(user, channelOf(group.chatId), text).id;
      },
      mentions: (group, text) =>
        causes(() => {
          heard(text);
          return [group.chatId, `m:${standIn.mentions(user, channelOf(group.chatId), text).id}`];
        }),
      tells: (text) =>
        causes(() => {
          heard(text);
          const message = standIn.writesPrivately(user, text);
          return [message.channelId, `m:${message.id}`];
        }),
      edits: (messageId, text) =>
        causes(() => {
          const message = world.messages.get(messageId);
          if (!message) throw new Error(`no message ${messageId}`);
          heard(text);
          standIn.edits(message, text);
          const at = world.rawMessage(message).edited_timestamp;
          return [message.channelId, `e:${messageId}:${at}`];
        }),
      runs: (group, name, args) =>
        causes(() => {
          if (args !== undefined) heard(args);
          const channel = group ? channelOf(group.chatId) : world.dmWith(user.id);
          return [channel.id, `i:${standIn.runsSlash(user, channel, name, args).id}`];
        }),
      presses(where, label) {
        const { data } = buttonOf(where, label);
        if (data === undefined) throw new Error(`${label} is a link`);
        return press(where, data);
      },
      forges: press,
    };
  }

  const groupOf = (channel: Channel): Group => ({
    platform: "discord",
    chatId: channel.id,
    title: channel.name,
  });
  return {
    person,
    group: (title: string) => groupOf(standIn.addChannel(title)),
    thread: (group: Group, title: string) => groupOf(standIn.addThread(channelOf(group.chatId), title)),
    /** Gives the guild's own moderator role, which may manage the guild. */
    makeAdmin(speaker: DiscordSpeaker) {
      const role = standIn.guild.roles.find(({ name }) => name === "moderator");
      standIn.guild.members.set(speaker.user.id, role ? [role.id] : []);
    },
    said: () => standIn.sent.map(shown),
    causes,
    shown,
  };
}
