import type { Selectable } from "kysely";
import { type Content, type EditOr, LANES, type Lane, type Target } from "../core/content.ts";
import type { Delivery, NewDelivery } from "../delivery/index.ts";
import type { Schema } from "./schema.ts";

const LANE_OF = new Map<number, Lane>(Object.entries(LANES).map(([name, number]) => [number, name as Lane]));

/** What a delivery is made of. */
export const COLUMNS = [
  "id",
  "dedupe_key",
  "nonce",
  "lane",
  "platform",
  "chat_id",
  "payload",
  "attempts",
  "created_at",
  "handle",
  "edit",
  "expires_at",
] as const;
type Row = Pick<Selectable<Schema["deliveries"]>, (typeof COLUMNS)[number]>;

/** What a row keeps as JSON. */
export interface Payload extends Pick<NewDelivery, "action" | "unreached"> {
  readonly to: Target;
  readonly content: Content;
}

export function toDelivery(row: Row): Delivery {
  const { to, content, action, unreached } = JSON.parse(row.payload) as Payload;
  return {
    id: row.id,
    dedupeKey: row.dedupe_key,
    nonce: row.nonce,
    lane: LANE_OF.get(row.lane) ?? "digest",
    // The column wins over the payload: a chat that moved takes its rows with it.
    to: { ...to, chatId: row.chat_id },
    content,
    attempts: row.attempts,
    createdAt: row.created_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(action ? { action } : {}),
    ...(unreached ? { unreached } : {}),
    ...(row.handle === null ? {} : { handle: row.handle, edit: (row.edit as EditOr | null) ?? undefined }),
  };
}
