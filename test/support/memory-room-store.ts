import type { NewRoomMessage, RoomMessage, RoomStore } from "../../src/platforms/web/room-store.ts";

/** The room store's contract kept in memory; what it holds lives as long as the object, like a database's file. */
export function createMemoryRoomStore(): RoomStore & { readonly all: () => readonly RoomMessage[] } {
  const messages: RoomMessage[] = [];
  const editedAt = new Map<number, number>();
  const seenBy = (room: string, visitorId: string) =>
    messages.filter(
      (message) => message.room === room && (message.visibleTo === null || message.visibleTo === visitorId),
    );
  return {
    all: () => messages,
    async append(message: NewRoomMessage) {
      const first = messages.find(({ room, key }) => room === message.room && key === message.key);
      if (first) return first;
      const stored: RoomMessage = { ...message, id: (messages.at(-1)?.id ?? 0) + 1 };
      messages.push(stored);
      return stored;
    },
    async latest(room, { visitorId, limit }) {
      return seenBy(room, visitorId).slice(-limit);
    },
    async after(room, { visitorId, afterId, limit }) {
      return seenBy(room, visitorId)
        .filter(({ id }) => id > afterId)
        .slice(0, limit);
    },
    async replace(room, id, content, at) {
      const index = messages.findIndex((one) => one.room === room && one.id === id && one.author === "bot");
      const before = messages[index];
      if (!before) return undefined;
      messages[index] = { ...before, content };
      editedAt.set(id, at);
      return messages[index];
    },
    async edited(room, { visitorId, since, upTo, limit }) {
      const at = ({ id }: RoomMessage) => editedAt.get(id) ?? Number.NEGATIVE_INFINITY;
      return seenBy(room, visitorId)
        .filter((message) => at(message) >= since && message.id <= upTo)
        .sort((one, other) => at(one) - at(other) || one.id - other.id)
        .slice(0, limit);
    },
    async find(room, id) {
      return messages.find((message) => message.room === room && message.id === id);
    },
    async writtenByVisitors(room, { since, limit }) {
      return messages
        .filter((message) => message.room === room && message.author === "visitor" && message.at >= since)
        .slice(-limit);
    },
  };
}
