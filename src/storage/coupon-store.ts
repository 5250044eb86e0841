import { type Kysely, type Selectable, sql } from "kysely";
import type {
  Campaign,
  CampaignSettings,
  CampaignStatus,
  Claim,
  ClaimPlace,
  ClaimStatus,
  CodeReceipt,
  CouponStore,
} from "../coupons/index.ts";
import { createCodeStore } from "./coupon-code-store.ts";
import { updateClaims } from "./coupon-statements.ts";
import { NOBODY } from "./person-rows.ts";
import { plainText } from "./plain-text.ts";
import { inParts } from "./prepared.ts";
import type { Schema } from "./schema.ts";

type ClaimRow = Selectable<Schema["coupon_claims"]>;

const HOUR_MS = 3_600_000;
/** What counts against the limit of a person. */
const HELD: readonly ClaimStatus[] = ["reserved", "confirmed", "waiting", "entered"];

const toCampaign = (row: Selectable<Schema["campaigns"]>): Campaign => ({
  campaignId: row.id,
  hostId: row.host_id,
  status: row.status as CampaignStatus,
  settings: JSON.parse(row.settings) as CampaignSettings,
  stock: row.stock,
  taken: row.taken,
  openedAt: row.opened_at ?? undefined,
  nextAt: row.next_at ?? undefined,
  seed: row.seed ?? undefined,
  drawn: row.drawn,
  createdBy: row.created_by,
});

const toClaim = (row: ClaimRow): Claim => ({
  claimId: row.id,
  campaignId: row.campaign_id,
  personId: row.person_id,
  status: row.status as ClaimStatus,
  place: row.place ?? undefined,
  ticket: row.ticket ?? undefined,
  from: JSON.parse(row.origin) as ClaimPlace,
  reason: row.reason ?? undefined,
  askedAt: row.asked_at,
  endsAt: row.ends_at ?? undefined,
  deliveryKey: row.delivery_key ?? undefined,
  tries: row.tries,
});

const settingColumns = (settings: CampaignSettings) => ({
  settings: plainText(JSON.stringify(settings)),
  shared_code: plainText(settings.code),
  starts: settings.starts,
  open_step: settings.step ?? null,
});

/** Reserved claims are few; each has its row in the outbox by a unique key. */
const ended = (db: Kysely<Schema>) =>
  db
    .selectFrom("coupon_claims")
    .innerJoin("deliveries", "deliveries.dedupe_key", "coupon_claims.delivery_key")
    .where("coupon_claims.status", "=", sql.lit("reserved"))
    .where("deliveries.status", "in", ["sent", "unknown", "failed"]);

/** Where somebody pressed, without the somebody. */
const nowhere = ({ platform, locale }: Pick<ClaimPlace, "platform" | "locale">) => ({
  chat_id: NOBODY,
  origin: JSON.stringify({ platform, locale, chatId: NOBODY, userId: NOBODY, updateKey: NOBODY }),
});

/** The claim stays, of nobody. */
export async function forgetClaimRow(
  db: Kysely<Schema>,
  claimId: number,
  from: Pick<ClaimPlace, "platform" | "locale">,
): Promise<void> {
  await db
    .updateTable("coupon_claims")
    .set({ person_id: NOBODY, ...nowhere(from) })
    .where("id", "=", claimId)
    .execute();
}

export function createCouponStore(db: Kysely<Schema>): CouponStore {
  const claimsWhere = () => db.selectFrom("coupon_claims").selectAll();
  return {
    ...createCodeStore(db),

    async addCampaign({ hostId, settings, createdBy, stock }, now) {
      const row = await db
        .insertInto("campaigns")
        .values({
          host_id: hostId,
          status: "draft",
          ...settingColumns(settings),
          stock,
          taken: 0,
          turn: 0,
          drawn: 0,
          created_by: createdBy,
          created_at: now,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return row.id;
    },

    async campaign(campaignId) {
      const row = await db
        .selectFrom("campaigns")
        .selectAll()
        .where("id", "=", campaignId)
        .executeTakeFirst();
      return row && toCampaign(row);
    },

    async lockCampaign(campaignId) {
      // Writing locks the row on both engines; afterwards everything read is newer than the last holder's commit.
      const row = await db
        .updateTable("campaigns")
        .set((campaign) => ({ turn: campaign("turn", "+", 1) }))
        .where("id", "=", campaignId)
        .returningAll()
        .executeTakeFirst();
      return row && toCampaign(row);
    },

    async changeCampaign(campaignId, change) {
      const { status, settings, stock, takes, openedAt, nextAt, seed, drawn } = change;
      await db
        .updateTable("campaigns")
        .set((row) => ({
          turn: row("turn", "+", 1),
          ...(status === undefined ? {} : { status }),
          ...(settings === undefined ? {} : settingColumns(settings)),
          ...(stock === undefined ? {} : { stock }),
          ...(takes === undefined ? {} : { taken: row("taken", "+", takes) }),
          ...(openedAt === undefined ? {} : { opened_at: openedAt }),
          ...(nextAt === undefined ? {} : { next_at: nextAt }),
          ...(seed === undefined ? {} : { seed }),
          ...(drawn === undefined ? {} : { drawn }),
        }))
        .where("id", "=", campaignId)
        .execute();
    },

    async campaignsOf(hostIds, limit) {
      let query = db.selectFrom("campaigns").selectAll();
      if (hostIds !== "everybody") {
        if (hostIds.length === 0) return [];
        query = query.where("host_id", "in", hostIds);
      }
      return (await query.orderBy("id", "desc").limit(limit).execute()).map(toCampaign);
    },

    async draftOf(personId) {
      const row = await db
        .selectFrom("campaigns")
        .selectAll()
        .where("created_by", "=", personId)
        .where("status", "=", "draft")
        .where("open_step", "is not", null)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && toCampaign(row);
    },

    async dueCampaigns(now, limit) {
      const rows = await db
        .selectFrom("campaigns")
        .select("id")
        .where("next_at", "<=", now)
        .orderBy("next_at")
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async startWithLive(hostId, now) {
      const result = await db
        .updateTable("campaigns")
        .set((row) => ({ next_at: now, turn: row("turn", "+", 1) }))
        .where("host_id", "=", hostId)
        .where("status", "=", "scheduled")
        .where("starts", "=", "live")
        .where("next_at", "is", null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async ask({ campaignId, personId, from }, now) {
      const row = await db
        .insertInto("coupon_claims")
        .values({
          campaign_id: campaignId,
          person_id: personId,
          status: "asked",
          platform: from.platform,
          chat_id: from.chatId,
          origin: JSON.stringify(from),
          asked_at: now,
          changed_at: now,
          tries: 0,
        })
        .onConflict((conflict) =>
          conflict.columns(["campaign_id", "person_id"]).where("status", "=", sql.lit("asked")).doNothing(),
        )
        .returning("id")
        .executeTakeFirst();
      return row !== undefined;
    },

    async askedCampaigns(limit) {
      const rows = await db
        .selectFrom("coupon_claims")
        .select("campaign_id")
        .distinct()
        .where("status", "=", sql.lit("asked"))
        .limit(limit)
        .execute();
      return rows.map((row) => row.campaign_id);
    },

    async claims(campaignId, status, limit) {
      const rows = await claimsWhere()
        .where("campaign_id", "=", campaignId)
        .where("status", "=", status)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(toClaim);
    },

    async countClaims(campaignId, status) {
      const row = await db
        .selectFrom("coupon_claims")
        .select((column) => column.fn.countAll<number>().as("count"))
        .where("campaign_id", "=", campaignId)
        .where("status", "=", status)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async tickets(campaignId) {
      const rows = await db
        .selectFrom("coupon_claims")
        .select("ticket")
        .where("campaign_id", "=", campaignId)
        .where("ticket", "is not", null)
        .orderBy("ticket")
        .execute();
      return rows.map(({ ticket }) => ticket ?? 0);
    },

    async lastTicket(campaignId) {
      const row = await db
        .selectFrom("coupon_claims")
        .select((column) => column.fn.max("ticket").as("ticket"))
        .where("campaign_id", "=", campaignId)
        .executeTakeFirst();
      return row?.ticket ?? 0;
    },

    async withTickets(campaignId, tickets) {
      const found: Claim[] = [];
      for (const part of inParts(tickets)) {
        const rows = await claimsWhere()
          .where("campaign_id", "=", campaignId)
          .where("ticket", "in", part)
          .execute();
        found.push(...rows.map(toClaim));
      }
      return found;
    },

    async heldBy(campaignId, personIds) {
      const found: Claim[] = [];
      for (const part of inParts(personIds)) {
        const rows = await claimsWhere()
          .where("campaign_id", "=", campaignId)
          .where("person_id", "in", part)
          .where("status", "in", HELD)
          .execute();
        found.push(...rows.map(toClaim));
      }
      return found;
    },

    async claimsOf(personId, limit) {
      const rows = await claimsWhere()
        .where("person_id", "=", personId)
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(toClaim);
    },

    async changeClaims(changes, now) {
      for (const part of inParts(changes)) {
        await updateClaims(
          db,
          part.map((change) => ({
            id: change.claimId,
            status: change.status,
            place: change.place ?? null,
            ticket: change.ticket ?? null,
            reason: change.reason ?? null,
            endsAt: change.endsAt ?? null,
            key: change.deliveryKey ?? null,
            tries: change.tries ?? 0,
            now,
          })),
        );
      }
    },

    async moveClaim(claimId, from) {
      await db
        .updateTable("coupon_claims")
        .set({ origin: JSON.stringify(from) })
        .where("id", "=", claimId)
        .execute();
    },

    async forgetClaims(claims) {
      for (const { claimId, from } of claims) await forgetClaimRow(db, claimId, from);
    },

    async moveClaims(fromPersonId, toPersonId) {
      // Two open questions of what is one person now: the later one is none any more.
      const open = await db
        .selectFrom("coupon_claims")
        .select("campaign_id")
        .where("person_id", "=", toPersonId)
        .where("status", "=", sql.lit("asked"))
        .execute();
      const campaigns = open.map((row) => row.campaign_id);
      if (campaigns.length > 0) {
        await db
          .updateTable("coupon_claims")
          .set({ status: "refused", reason: "wait" })
          .where("person_id", "=", fromPersonId)
          .where("status", "=", sql.lit("asked"))
          .where("campaign_id", "in", campaigns)
          .execute();
      }
      await db
        .updateTable("coupon_claims")
        .set({ person_id: toPersonId })
        .where("person_id", "=", fromPersonId)
        .execute();
    },

    async receiptCampaigns(limit) {
      const rows = await ended(db).select("coupon_claims.campaign_id").distinct().limit(limit).execute();
      return rows.map((row) => row.campaign_id);
    },

    async receipts(campaignId, limit) {
      const rows = await ended(db)
        .selectAll("coupon_claims")
        .select("deliveries.status as outcome")
        .where("coupon_claims.campaign_id", "=", campaignId)
        .limit(limit)
        .execute();
      return rows.map(({ outcome, ...row }) => ({
        ...toClaim(row),
        outcome: outcome as CodeReceipt["outcome"],
      }));
    },

    async overdueCampaigns(now, limit) {
      const rows = await db
        .selectFrom("coupon_claims")
        .select("campaign_id")
        .distinct()
        .where("status", "=", sql.lit("reserved"))
        .where("ends_at", "<=", now)
        .limit(limit)
        .execute();
      return rows.map((row) => row.campaign_id);
    },

    async overdue(campaignId, now, limit) {
      const rows = await claimsWhere()
        .where("campaign_id", "=", campaignId)
        .where("status", "=", sql.lit("reserved"))
        .where("ends_at", "<=", now)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(toClaim);
    },

    async takeReminders(campaignId, limit, now) {
      const rows = await db
        .updateTable("coupon_claims")
        .set({ reminded_at: now })
        .where("id", "in", (inner) =>
          inner
            .selectFrom("coupon_claims as c")
            .leftJoin("coupon_codes as k", (join) =>
              join.onRef("k.campaign_id", "=", "c.campaign_id").onRef("k.place", "=", "c.place"),
            )
            .select("c.id")
            .where("c.campaign_id", "=", campaignId)
            .where("c.status", "=", "confirmed")
            .where("c.reminded_at", "is", null)
            .where("k.used_at", "is", null)
            .orderBy("c.id")
            .limit(limit),
        )
        .where("reminded_at", "is", null)
        .returningAll()
        .execute();
      return rows.map(toClaim);
    },

    async knownSince(personIds) {
      const found = new Map<string, number>();
      for (const part of inParts(personIds)) {
        const rows = await db
          .selectFrom("persons")
          .select(["id", "created_at"])
          .where("id", "in", part)
          .execute();
        for (const row of rows) found.set(row.id, row.created_at);
      }
      return found;
    },

    async figures(campaignId) {
      const mine = db.selectFrom("coupon_claims").where("campaign_id", "=", campaignId);
      const taken = mine.where("status", "in", ["reserved", "confirmed", "void"]);
      const byStatus = await mine
        .select(["status", (column) => column.fn.countAll<number>().as("count")])
        .groupBy("status")
        .execute();
      const byGroup = await taken
        .select(["platform", "chat_id", (column) => column.fn.countAll<number>().as("count")])
        .groupBy(["platform", "chat_id"])
        .orderBy("count", "desc")
        .limit(50)
        .execute();
      const hour = sql<number>`asked_at - asked_at % ${sql.lit(HOUR_MS)}`;
      const byHour = await taken
        .select([hour.as("hour"), (column) => column.fn.countAll<number>().as("count")])
        .groupBy(hour)
        .orderBy("hour")
        .execute();
      const used = await db
        .selectFrom("coupon_codes")
        .select((column) => column.fn.countAll<number>().as("count"))
        .where("campaign_id", "=", campaignId)
        .where("used_at", "is not", null)
        .executeTakeFirstOrThrow();
      return {
        byStatus: Object.fromEntries(byStatus.map(({ status, count }) => [status, Number(count)])),
        used: Number(used.count),
        byGroup: byGroup.map((row) => ({
          platform: row.platform,
          chatId: row.chat_id,
          count: Number(row.count),
        })),
        byHour: byHour.map((row) => ({ hour: Number(row.hour), count: Number(row.count) })),
      };
    },
  };
}
