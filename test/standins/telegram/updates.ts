import type { Raw } from "./world.ts";

/** What Telegram sends when `allowed_updates` was never given: all but these. */
const NOT_BY_DEFAULT = new Set(["chat_member", "message_reaction", "message_reaction_count"]);

export interface Update extends Raw {
  readonly update_id: number;
}

export interface UpdateQueue {
  /** Numbers and queues the update; undefined when the bot did not ask for this kind. */
  push(update: Raw): Update | undefined;
  readonly pending: readonly Update[];
  allow(kinds: readonly string[] | undefined): void;
  readonly allowed: readonly string[] | undefined;
  confirmBelow(updateId: number): void;
  /** A negative offset: keeps the last `count` only. */
  keepLast(count: number): void;
  remove(updateId: number): void;
  clear(): void;
  onPush(listener: (update: Update) => void): () => void;
}

export function createUpdateQueue(firstId: number): UpdateQueue {
  let pending: Update[] = [];
  let nextId = firstId;
  let allowed: readonly string[] | undefined;
  const listeners = new Set<(update: Update) => void>();
  const wants = (update: Raw): boolean => {
    const kind = Object.keys(update).find((key) => key !== "update_id") ?? "";
    return allowed === undefined || allowed.length === 0 ? !NOT_BY_DEFAULT.has(kind) : allowed.includes(kind);
  };
  return {
    push(update) {
      if (!wants(update)) return undefined;
      const numbered: Update = {
        ...update,
        update_id: typeof update.update_id === "number" ? update.update_id : nextId,
      };
      nextId = Math.max(nextId, numbered.update_id) + 1;
      pending.push(numbered);
      for (const listener of [...listeners]) listener(numbered);
      return numbered;
    },
    get pending() {
      return pending;
    },
    allow(kinds) {
      if (kinds !== undefined) allowed = kinds;
    },
    get allowed() {
      return allowed;
    },
    confirmBelow(updateId) {
      pending = pending.filter((update) => update.update_id >= updateId);
    },
    keepLast(count) {
      pending = pending.slice(-count);
    },
    remove(updateId) {
      const index = pending.findIndex((update) => update.update_id === updateId);
      if (index >= 0) pending.splice(index, 1);
    },
    clear() {
      pending = [];
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Updates of one chat are delivered in order; those of different chats side by side. */
export function chatKeyOf(update: Update): string {
  for (const part of Object.values(update)) {
    const holder = part as { chat?: { id?: unknown }; message?: { chat?: { id?: unknown } } } | null;
    const id = holder?.chat?.id ?? holder?.message?.chat?.id;
    if (id !== undefined) return String(id);
  }
  return `update:${update.update_id}`;
}
