import type { Kysely } from "kysely";
import type { Content, EditOr } from "../core/content.ts";
import type { TextSealer } from "../core/text-sealer.ts";
import type { Lease, Turn } from "../delivery/index.ts";
import { readPayload, writePayload } from "./outbox-rows.ts";
import type { Schema } from "./schema.ts";

interface Version {
  readonly id: number;
  readonly status: string;
  readonly edit: string | null;
  readonly attempts: number;
  readonly message_id: string | null;
}

const SETTLED: Turn = { kind: "settled" };
const WAIT: Turn = { kind: "wait" };

/**
 * Decides and takes in one transaction. A message begins with a row that is no edit, up to the next such row under the
 * same handle; of the versions in between only one may be under way, and it carries the newest words.
 */
export async function takeTurn(
  db: Kysely<Schema>,
  sealer: TextSealer,
  { id, lease, now, canEdit }: { id: number; lease: Lease; now: number; canEdit: boolean },
): Promise<Turn> {
  const own = await db
    .selectFrom("deliveries")
    .select(["platform", "chat_id", "handle"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!own || own.handle === null) return SETTLED;
  const { platform, chat_id: chatId, handle } = own;
  const all = () =>
    db
      .selectFrom("deliveries")
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("handle", "=", handle);
  // Writing to the oldest row lets two processes stand in line on PostgreSQL; its content stays as it is.
  await db
    .updateTable("deliveries")
    .set({ handle })
    .where("id", "=", (row) =>
      row
        .selectFrom("deliveries")
        .select((column) => column.fn.min("id").as("id"))
        .where("platform", "=", platform)
        .where("chat_id", "=", chatId)
        .where("handle", "=", handle),
    )
    .execute();
  const edge = (fn: "min" | "max", comparison: "<=" | ">") =>
    all()
      .select((column) => column.fn[fn]<number | null>("id").as("id"))
      .where("edit", "is", null)
      .where("id", comparison, id)
      .executeTakeFirst();
  const begin = (await edge("max", "<="))?.id ?? 0;
  const end = (await edge("min", ">"))?.id ?? Number.MAX_SAFE_INTEGER;
  const message = () => all().where("id", ">=", begin).where("id", "<", end);
  const columns = ["id", "status", "edit", "attempts", "message_id"] as const;
  const first: Version | undefined = await message()
    .select(columns)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  const open: readonly Version[] = await message()
    .select(columns)
    .where("status", "in", ["pending", "leased"])
    .orderBy("id")
    .execute();
  const mine = open.find((version) => version.id === id);
  if (mine?.status !== "pending") return SETTLED;
  if (open.some(({ status }) => status === "leased")) return WAIT;
  const [oldest] = open;
  // What may be out already is sent again as it was, so that its platform can see the repetition; then it is changed.
  const isDoubtful = oldest !== undefined && oldest.edit === null && (await mayBeOut(db, oldest));
  if (isDoubtful && oldest.id !== id) return WAIT;
  const waiting = isDoubtful ? [mine] : open;
  const newest = waiting.at(-1) ?? mine;
  const content = await contentOf(db, sealer, newest.id);

  const others = waiting.filter((version) => version.id !== id).map((version) => version.id);
  if (others.length > 0) {
    await db
      .updateTable("deliveries")
      .set({ status: "replaced", detail: "in newer words", settled_at: now })
      .where("id", "in", others)
      .execute();
  }
  const take = async (edit: EditOr | null) => {
    const kept = await payloadRow(db, id);
    await db
      .updateTable("deliveries")
      .set((row) => ({
        status: "leased",
        lease_owner: lease.owner,
        lease_until: lease.until,
        attempts: row("attempts", "+", 1),
        edit,
        payload:
          newest.id === id
            ? kept.payload
            : writePayload(sealer, kept.dedupe_key, { ...readPayload(sealer, kept), content }),
      }))
      .where("id", "=", id)
      .execute();
  };
  const finish = async (status: "skipped" | "unknown", detail: string) => {
    await db
      .updateTable("deliveries")
      .set({ status, detail, settled_at: now })
      .where("id", "=", id)
      .execute();
    return SETTLED;
  };

  const sent = await message()
    .select("message_id")
    .where("status", "=", "sent")
    .where("message_id", "is not", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const orSend = waiting.some(({ edit }) => edit === "or-send");
  if (sent?.message_id && canEdit && mine.edit !== null) {
    const or = orSend ? "or-send" : "or-skip";
    await take(or);
    return { kind: "edit", content, messageId: sent.message_id, or };
  }
  const isNew = mine.edit === null || (!sent && first?.edit === null && isUnsaid(first, others));
  if (!isNew && first?.edit === null && first.status === "unknown" && !sent) {
    return await finish("unknown", "what it changes may not have arrived");
  }
  if (!isNew && !orSend) return await finish("skipped", "nothing to change");
  await take(null);
  return { kind: "send", content };
}

/** The message was wanted and never said: the change stands for it. */
const isUnsaid = ({ id, status }: Version, replacedNow: readonly number[]): boolean =>
  status === "replaced" || replacedNow.includes(id);

async function mayBeOut(db: Kysely<Schema>, { id, attempts }: Version): Promise<boolean> {
  if (attempts === 0) return false;
  const receipt = await db
    .selectFrom("receipts")
    .select("id")
    .where("delivery_id", "=", id)
    .where("outcome", "=", "unknown")
    .limit(1)
    .executeTakeFirst();
  return receipt !== undefined;
}

const payloadRow = (db: Kysely<Schema>, id: number) =>
  db
    .selectFrom("deliveries")
    .select(["dedupe_key", "payload"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();

const contentOf = async (db: Kysely<Schema>, sealer: TextSealer, id: number): Promise<Content> =>
  readPayload(sealer, await payloadRow(db, id)).content;
