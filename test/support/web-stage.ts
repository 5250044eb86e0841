import type { PublicMessage } from "../../src/platforms/web/schemas.ts";
import { buttonOf, type Group, type Manner, type Shown, type Speaker } from "./stage.ts";
import type { Stagehand } from "./test-app.ts";

export interface WebSpeaker extends Speaker {
  readonly room: Group;
  /** Posts and gives the answer of the JSON interface. */
  posts(text: string, more?: object): Promise<Response>;
  /** Everything that this visitor sees in the room. */
  sees(): Promise<readonly PublicMessage[]>;
}

/** Visitors of the web room over its JSON interface, each with a cookie. */
export function createWebStage({ url, settled, heard }: Stagehand, breathe: () => Promise<void>) {
  const shown = (message: PublicMessage): Shown => ({
    platform: "web",
    chatId: message.room,
    place: message.private ? "alone" : "group",
    onlyFor: undefined,
    text: message.text,
    buttons: message.buttons.flat(),
    messageId: String(message.id),
    replyTo: message.replyTo === null ? undefined : String(message.replyTo),
    threadId: undefined,
  });
  const room: Group = { platform: "web", chatId: "wang", title: "王老师的粉丝群" };

  function person(name?: string): WebSpeaker {
    let cookie = "";
    /** The cookie lives on when the app comes back on another port. */
    async function request(path: string, body?: object): Promise<Response> {
      const response = await fetch(`${url()}${path}`, {
        headers: { "content-type": "application/json", ...(cookie === "" ? {} : { cookie }) },
        ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      });
      const set = response.headers.getSetCookie().find((line) => line.startsWith("beluga_visitor="));
      if (set) cookie = set.split(";")[0] ?? "";
      return response;
    }
    const list = async (chatId: string) => {
      const response = await request(`/api/rooms/${chatId}/messages`);
      return ((await response.json()) as { messages: readonly PublicMessage[] }).messages;
    };
    async function causes(chatId: string, act: () => Promise<Response>): Promise<readonly Shown[]> {
      await breathe();
      const before = (await list(chatId)).at(-1)?.id ?? 0;
      const response = await act();
      if (!response.ok) throw new Error(`the room refused: ${await response.text()}`);
      await settled();
      return (await list(chatId)).filter(({ id, author }) => id > before && author.kind === "bot").map(shown);
    }
    const post = (chatId: string, text: string, more: object = {}) => {
      heard(text);
      return request(`/api/rooms/${chatId}/messages`, { text, ...(name ? { name } : {}), ...more });
    };
    return {
      platform: "web",
      userId: "",
      room,
      sees: () => list(room.chatId),
      posts: (text, more) => post(room.chatId, text, more),
      says: (group, text, { replyTo }: Manner = {}) =>
        causes(group.chatId, () =>
          post(group.chatId, text, replyTo === undefined ? {} : { replyTo: Number(replyTo) }),
        ),
      tells: (text) => causes(room.chatId, () => post(room.chatId, text)),
      presses(where, label) {
        const { data = "" } = buttonOf(where, label);
        return causes(where.chatId, () =>
          request(`/api/rooms/${where.chatId}/buttons`, { data, messageId: Number(where.messageId) }),
        );
      },
      forges: (where, data) =>
        causes(where.chatId, () =>
          request(`/api/rooms/${where.chatId}/buttons`, { data, messageId: Number(where.messageId) }),
        ),
    };
  }
  return { person, room };
}
