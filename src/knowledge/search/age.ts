/** Words that make "三个月" a duration and not an age when they stand right before it. */
const DURATION_BEFORE =
  /(?:发烧|咳嗽|腹泻|便秘|呕吐|湿疹|黄疸|感冒|吃了|喝了|用了|已经|持续|连续|有|快|近|过了|断断续续|接连|晚上|每|上班|产后|休)$/u;
const DURATION_AFTER = /^(?:没|不|才|了还|以后|一次|打一|长|瘦|胖|前|后|内|拉)/u;

const ENGLISH_MONTHS: Readonly<Record<string, number>> = {
  day: 1 / 30.4,
  week: 7 / 30.4,
  month: 1,
  year: 12,
};

/**
 * The child's age in months as a question states it ("两个月", "1岁半", "刚出生"), undefined when it states none.
 * `text` is normalised (Arabic numbers before units).
 */
export function ageInText(text: string): number | undefined {
  const years = /(\d{1,2})(?:周)?岁(?:(半)|(?:零|又|加)?(\d{1,2})个?月)?/u.exec(text);
  if (years) {
    const months = Number(years[1]) * 12 + (years[2] ? 6 : Number(years[3] ?? 0));
    if (months <= 240) return months;
  }
  for (const months of text.matchAll(/(\d{1,2})(?:个(半)?多?月|月龄|月(?=宝|大|的))(大)?/gu)) {
    const before = text.slice(Math.max(0, months.index - 4), months.index);
    const after = text.slice(months.index + months[0].length);
    if (!months[3] && (DURATION_BEFORE.test(before) || DURATION_AFTER.test(after))) continue;
    return Number(months[1]) + (months[2] ? 0.5 : 0);
  }
  const days =
    /(?:出生|生下来?|宝宝|孩子)(?:才|刚|已经)?(\d{1,3})多?天|(\d{1,3})多?天(?:大|的(?:宝|孩|婴|娃|新生))/u.exec(
      text,
    );
  if (days) return Number(days[1] ?? days[2]) / 30.4;
  const english = /\b(\d{1,3}) ?(day|week|month|year)s? old\b/.exec(text);
  if (english) return Number(english[1]) * (ENGLISH_MONTHS[english[2] ?? ""] ?? 1);
  if (/\bnewborn\b/.test(text)) return 0;
  if (/新生|刚出生|刚生|才出生|月子里的|没满月|未满月|头7天|出院/u.test(text)) return 0;
  if (/半岁/u.test(text)) return 6;
  if (/满月/u.test(text)) return 1;
  if (/百天|100天/u.test(text)) return 3.3;
  return undefined;
}
