import type { Selectable } from "kysely";
import { type Content, type EditOr, LANES, type Lane, type Target } from "../core/content.ts";
import type { PlatformName } from "../core/message.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { Delivery, NewDelivery } from "../delivery/index.ts";
import type { Schema } from "./schema.ts";
import { ofDelivery, openPayload, sealPayload } from "./sealed-payload.ts";

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

/** A row whose key is gone says nothing; its platform refuses that, and the refusal is on record. */
const UNREADABLE = { content: { tone: "plain", blocks: [], buttons: [] } } as const;

export function readPayload(
  sealer: TextSealer,
  row: { readonly dedupe_key: string; readonly payload: string },
): Partial<Payload> & Pick<Payload, "content"> {
  const json = openPayload(sealer, row.payload, ofDelivery(row.dedupe_key));
  return json === undefined ? UNREADABLE : (JSON.parse(json) as Payload);
}

export const writePayload = (sealer: TextSealer, dedupeKey: string, payload: Partial<Payload>): string =>
  sealPayload(sealer, JSON.stringify(payload), ofDelivery(dedupeKey));

export function toDelivery(row: Row, sealer: TextSealer): Delivery {
  const { to, content, action, unreached } = readPayload(sealer, row);
  return {
    id: row.id,
    dedupeKey: row.dedupe_key,
    nonce: row.nonce,
    lane: LANE_OF.get(row.lane) ?? "digest",
    // The column wins over the payload: a chat that moved takes its rows with it.
    to: { ...to, platform: row.platform as PlatformName, chatId: row.chat_id },
    content,
    attempts: row.attempts,
    createdAt: row.created_at,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(action ? { action } : {}),
    ...(unreached ? { unreached } : {}),
    ...(row.handle === null ? {} : { handle: row.handle, edit: (row.edit as EditOr | null) ?? undefined }),
  };
}
