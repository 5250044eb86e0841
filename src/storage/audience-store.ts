import type { Kysely } from "kysely";
import type { AudienceStore, GroupFilter, QuietHours, Topic } from "../alerts/index.ts";
import type { PlatformName } from "../core/message.ts";
import { plainText } from "./plain-text.ts";
import type { Schema } from "./schema.ts";

const URGENT = ["urgent", "emergency"];

const quietOf = (row: { quiet_from: number | null; quiet_to: number | null }): QuietHours | undefined =>
  row.quiet_from === null || row.quiet_to === null ? undefined : { from: row.quiet_from, to: row.quiet_to };
const tagsOf = (tags: string | null): readonly string[] =>
  tags === null || tags === "" ? [] : tags.split(",").filter((tag) => tag !== "");
const topicsOf = (topics: string | null): readonly Topic[] | undefined =>
  topics === null ? undefined : (tagsOf(topics) as readonly Topic[]);
/** Tags stand between commas, so that one is never found inside of another. */
const tagText = (tags: readonly string[]): string => (tags.length === 0 ? "" : `,${tags.join(",")},`);

/** `platform chat`: no platform's name has a blank. */
const SEPARATOR = " ";

export function createAudienceStore(db: Kysely<Schema>): AudienceStore {
  const fanGroups = (hostIds: readonly string[], { platforms, tags, topics }: GroupFilter) => {
    let query = db
      .selectFrom("chats")
      .leftJoin("chat_rules", (join) =>
        join
          .onRef("chat_rules.platform", "=", "chats.platform")
          .onRef("chat_rules.chat_id", "=", "chats.chat_id"),
      )
      .where("chats.host_id", "in", [...hostIds])
      // Robots are told what groups are told, and nothing else.
      .where("chats.purpose", "in", ["fan", "robot"])
      .where("chats.status", "!=", "gone");
    if (topics && topics.length > 0) {
      query = query.where((row) =>
        row.or([
          row("chat_rules.topics", "is", null),
          ...topics.map((topic) => row("chat_rules.topics", "like", `%,${topic},%`)),
        ]),
      );
    }
    if (platforms.length > 0) query = query.where("chats.platform", "in", [...platforms]);
    if (tags.length > 0) {
      query = query.where((row) =>
        // Tags are letters and digits only, see `readTags`.
        row.or(tags.map((tag) => row("chat_rules.tags", "like", `%,${tag},%`))),
      );
    }
    return query;
  };

  const subscribers = (hostId: string, topics: readonly Topic[]) =>
    db
      .selectFrom("subscriptions")
      .where("subscriptions.host_id", "=", hostId)
      .where("subscriptions.kind", "in", [...topics])
      .where((row) =>
        row.exists(
          row
            .selectFrom("accounts")
            .select("accounts.user_id")
            .whereRef("accounts.person_id", "=", "subscriptions.person_id")
            .where("accounts.private_chat_id", "is not", null),
        ),
      );

  return {
    async groups(hostIds, audience, after, limit, dangerSince) {
      const [platform = "", chatId = ""] = after.split(SEPARATOR);
      const rows = await fanGroups(hostIds, audience)
        .select((row) => [
          "chats.platform",
          "chats.chat_id",
          "chats.title",
          "chats.host_id",
          "chat_rules.tags",
          "chat_rules.quiet_from",
          "chat_rules.quiet_to",
          "chat_rules.day_budget",
          "chat_rules.mention_week",
          "chat_rules.topics",
          row
            .selectFrom("safety_events")
            .select((event) => event.fn.max("safety_events.created_at").as("at"))
            .whereRef("safety_events.platform", "=", "chats.platform")
            .whereRef("safety_events.chat_id", "=", "chats.chat_id")
            .where("safety_events.created_at", ">", dangerSince)
            .where("safety_events.level", "in", URGENT)
            .as("danger_at"),
        ])
        .where((row) =>
          row.or([
            row("chats.platform", ">", platform),
            row.and([row("chats.platform", "=", platform), row("chats.chat_id", ">", chatId)]),
          ]),
        )
        .orderBy("chats.platform")
        .orderBy("chats.chat_id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        platform: row.platform as PlatformName,
        chatId: row.chat_id,
        title: row.title ?? undefined,
        hostId: row.host_id ?? "",
        tags: tagsOf(row.tags),
        quiet: quietOf(row),
        dayBudget: row.day_budget ?? undefined,
        mentionWeek: row.mention_week ?? undefined,
        topics: topicsOf(row.topics),
        dangerAt: row.danger_at ?? undefined,
        place: `${row.platform}${SEPARATOR}${row.chat_id}`,
      }));
    },

    async target(platform, chatId) {
      const row = await db
        .selectFrom("chats")
        .leftJoin("chat_rules", (join) =>
          join
            .onRef("chat_rules.platform", "=", "chats.platform")
            .onRef("chat_rules.chat_id", "=", "chats.chat_id"),
        )
        .select([
          "chats.host_id",
          "chats.title",
          "chat_rules.tags",
          "chat_rules.quiet_from",
          "chat_rules.quiet_to",
          "chat_rules.day_budget",
          "chat_rules.mention_week",
          "chat_rules.topics",
        ])
        .where("chats.platform", "=", platform)
        .where("chats.chat_id", "=", chatId)
        .where("chats.status", "!=", "gone")
        .executeTakeFirst();
      if (!row || row.host_id === null) return undefined;
      return {
        platform,
        chatId,
        title: row.title ?? undefined,
        hostId: row.host_id,
        tags: tagsOf(row.tags),
        quiet: quietOf(row),
        dayBudget: row.day_budget ?? undefined,
        mentionWeek: row.mention_week ?? undefined,
        topics: topicsOf(row.topics),
        dangerAt: undefined,
      };
    },

    async countGroups(hostIds, audience) {
      const rows = await fanGroups(hostIds, audience)
        .select(["chats.platform", (column) => column.fn.countAll<number>().as("count")])
        .groupBy("chats.platform")
        .execute();
      return Object.fromEntries(rows.map(({ platform, count }) => [platform, Number(count)]));
    },

    async persons(hostId, topics, after, limit, since) {
      const page = await subscribers(hostId, topics)
        .leftJoin("person_quiet", "person_quiet.person_id", "subscriptions.person_id")
        .select((row) => [
          "subscriptions.person_id",
          "person_quiet.quiet_from",
          "person_quiet.quiet_to",
          row
            .selectFrom("safety_events")
            .select((event) => event.fn.max("safety_events.created_at").as("at"))
            .whereRef("safety_events.person_id", "=", "subscriptions.person_id")
            .where("safety_events.created_at", ">", since.danger)
            .where("safety_events.level", "in", URGENT)
            .as("danger_at"),
          row
            .selectFrom("answers")
            .select((answer) => answer.fn.max("answers.created_at").as("at"))
            .whereRef("answers.person_id", "=", "subscriptions.person_id")
            .where("answers.created_at", ">", since.answer)
            .as("answered_at"),
        ])
        .distinct()
        .where("subscriptions.person_id", ">", after)
        .orderBy("subscriptions.person_id")
        .limit(limit)
        .execute();
      if (page.length === 0) return [];
      const accounts = await db
        .selectFrom("accounts")
        .select(["person_id", "platform", "private_chat_id"])
        .where(
          "person_id",
          "in",
          page.map((row) => row.person_id),
        )
        .where("private_chat_id", "is not", null)
        .orderBy("created_at", "desc")
        .execute();
      return page.flatMap((row) => {
        // Somebody with several accounts hears it once, where she came from last.
        const account = accounts.find(({ person_id }) => person_id === row.person_id);
        if (!account?.private_chat_id) return [];
        return [
          {
            personId: row.person_id,
            platform: account.platform as PlatformName,
            chatId: account.private_chat_id,
            quiet: quietOf(row),
            dangerAt: row.danger_at ?? undefined,
            answeredAt: row.answered_at ?? undefined,
          },
        ];
      });
    },

    async countPersons(hostId, topics) {
      const row = await subscribers(hostId, topics)
        .select((column) => column.fn.count<number>("subscriptions.person_id").distinct().as("count"))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async subscribedAmong(hostId, topics, personIds) {
      if (topics.length === 0 || personIds.length === 0) return new Set();
      const rows = await db
        .selectFrom("subscriptions")
        .select("person_id")
        .where("host_id", "=", hostId)
        .where("kind", "in", [...topics])
        .where("person_id", "in", [...personIds])
        .execute();
      return new Set(rows.map((row) => row.person_id));
    },

    async spend(groups, day) {
      const allowed = [];
      for (const { platform, chatId, budget } of groups) {
        const row = await db
          .insertInto("chat_days")
          .values({ platform, chat_id: chatId, day, sent: 1 })
          .onConflict((conflict) =>
            conflict
              .columns(["platform", "chat_id", "day"])
              .doUpdateSet((row) => ({ sent: row("chat_days.sent", "+", 1) }))
              .where("chat_days.sent", "<", budget),
          )
          .returning("sent")
          .executeTakeFirst();
        if (row) allowed.push({ platform, chatId });
      }
      return allowed;
    },

    async forgetDays(before) {
      await db.deleteFrom("chat_days").where("day", "<", before).execute();
    },

    async setGroupRules(platform, chatId, rules) {
      const changed = {
        ...(rules.tags === undefined ? {} : { tags: plainText(tagText(rules.tags)) }),
        ...("quiet" in rules
          ? { quiet_from: rules.quiet?.from ?? null, quiet_to: rules.quiet?.to ?? null }
          : {}),
        ...("dayBudget" in rules ? { day_budget: rules.dayBudget ?? null } : {}),
        ...("topics" in rules ? { topics: rules.topics ? tagText(rules.topics) : null } : {}),
        ...("mentionWeek" in rules ? { mention_week: rules.mentionWeek ?? null } : {}),
      };
      if (Object.keys(changed).length === 0) return;
      await db
        .insertInto("chat_rules")
        .values({ platform, chat_id: chatId, tags: "", ...changed })
        .onConflict((conflict) => conflict.columns(["platform", "chat_id"]).doUpdateSet(changed))
        .execute();
    },

    async topics(personId, hostId) {
      const rows = await db
        .selectFrom("subscriptions")
        .select("kind")
        .where("person_id", "=", personId)
        .where("host_id", "=", hostId)
        .execute();
      return rows.map(({ kind }) => kind as Topic);
    },

    async subscribe(personId, hostId, topic, on, now) {
      if (!on) {
        await db
          .deleteFrom("subscriptions")
          .where("person_id", "=", personId)
          .where("host_id", "=", hostId)
          .where("kind", "=", topic)
          .execute();
        return;
      }
      await db
        .insertInto("subscriptions")
        .values({ person_id: personId, host_id: hostId, kind: topic, at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async setQuiet(personId, quiet) {
      if (!quiet) {
        await db.deleteFrom("person_quiet").where("person_id", "=", personId).execute();
        return;
      }
      const hours = { quiet_from: quiet.from, quiet_to: quiet.to };
      await db
        .insertInto("person_quiet")
        .values({ person_id: personId, ...hours })
        .onConflict((conflict) => conflict.column("person_id").doUpdateSet(hours))
        .execute();
    },

    async agree(hostId, partnerId, by, now) {
      await db
        .insertInto("partners")
        .values({ host_id: hostId, partner_id: partnerId, agreed_by: by, agreed_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async revoke(hostId, partnerId) {
      const result = await db
        .deleteFrom("partners")
        .where((row) =>
          row.or([
            row.and([row("host_id", "=", hostId), row("partner_id", "=", partnerId)]),
            row.and([row("host_id", "=", partnerId), row("partner_id", "=", hostId)]),
          ]),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows) > 0;
    },

    async partners(hostId) {
      const rows = await db
        .selectFrom("partners")
        .select(["host_id", "partner_id"])
        .where((row) => row.or([row("host_id", "=", hostId), row("partner_id", "=", hostId)]))
        .execute();
      const mine = new Set(rows.filter((row) => row.host_id === hostId).map((row) => row.partner_id));
      const theirs = new Set(rows.filter((row) => row.partner_id === hostId).map((row) => row.host_id));
      return [...new Set([...mine, ...theirs])].sort().map((id) => ({
        hostId: id,
        agreed: !theirs.has(id) ? "mine" : mine.has(id) ? "mutual" : "theirs",
      }));
    },
  };
}
