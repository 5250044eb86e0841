import type { TextSealer } from "../core/text-sealer.ts";

/**
 * What goes through inbox, outbox and the private part of a web room is sealed as cases are once there is a key, so that
 * no address stands readable beside the sealed ones. Without a key it stays the JSON that it is: no prefix, no work.
 */
export const sealPayload = (sealer: TextSealer, json: string, about: string): string =>
  sealer.isOn ? sealer.seal(json, about) : json;

/** Undefined when no key opens it. */
export const openPayload = (sealer: TextSealer, kept: string, about: string): string | undefined =>
  kept.startsWith("{") ? kept : sealer.open(kept, about);

export const ofInbox = (row: { platform: string; chat_id: string; update_key: string }): string =>
  `inbox:${row.platform}:${row.chat_id}:${row.update_key}`;
export const ofDelivery = (dedupeKey: string): string => `delivery:${dedupeKey}`;
export const ofRoom = (row: { room: string; key: string }): string => `room:${row.room}:${row.key}`;
