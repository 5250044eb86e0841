import type { Texts } from "./text.ts";

/** Who is called to a case, in which order, and when staff is there. */
export const rosterTexts = {
  "rosters.call-names": { zh: "找 {{names}}：", en: "For {{names}}:" },
  "rosters.call-assignee": {
    zh: "这件在您手上，对方还在等您。",
    en: "This case is with you, and the fan is still waiting.",
  },
  "rosters.call-duty": { zh: "您在值班，请看一下。", en: "You are on duty: please have a look." },
  "rosters.call-backup": {
    zh: "值班的人没接上，您是备班，请看一下。",
    en: "Nobody on duty has come; you are the backup: please have a look.",
  },
  "rosters.call-host": {
    zh: "值班和备班都没接上，请您看一下。",
    en: "Neither duty nor backup has come: please have a look.",
  },
  "rosters.call-everyone": {
    zh: "谁有空，请马上看一下。",
    en: "Whoever is free: please have a look now.",
  },
  "rosters.call-operator": {
    zh: "这边的员工都没接上，请您想办法找到人。",
    en: "Nobody of this host's staff has come: please find somebody.",
  },
  "rosters.call-new": { zh: "刚刚来的。", en: "It has just come." },
  "rosters.call-unseen": {
    zh: "已经等了{{time}}，还没有人接。",
    en: "It has waited {{time}}, and nobody has taken it.",
  },
  "rosters.call-unanswered": {
    zh: "对方已经等了{{time}}，还没有人回。",
    en: "The fan has waited {{time}} for an answer.",
  },
  "rosters.slipped": {
    zh: "对不起，说好的时间到了，{{team}}还没有人来（编号 {{number}}）。我又去催了，预计{{when}}前回复您。",
    en: "I am sorry: the time is over and nobody of {{team}} has come yet (number {{number}}). I have reminded them; an answer is now expected by {{when}}.",
  },
  "rosters.slipped-again": {
    zh: "对不起，{{team}}还是没有人来（编号 {{number}}）。我会一直催，但老实说，不能保证多久。有人来了，您会在这里看到。",
    en: "I am sorry: still nobody of {{team}} has come (number {{number}}). I go on reminding them, but honestly cannot promise when. Whoever comes writes to you here.",
  },
  "rosters.none": { zh: "（还没有）", en: "(none yet)" },
  "rosters.daily": { zh: "每天", en: "daily" },
  "rosters.all-day": { zh: "全天", en: "all day" },
  "rosters.overnight": { zh: "{{from}}–次日{{to}}", en: "{{from}}–{{to}} next day" },
  "rosters.role.duty": { zh: "值班", en: "duty" },
  "rosters.role.backup": { zh: "备班", en: "backup" },
  "rosters.roster": {
    zh: "现在值班：{{duty}}\n现在备班：{{backup}}\n\n排班：\n{{list}}\n\n临时：\n{{changes}}\n\n也可以这样发：值班 排 周一-周五 9-18 值班 阿兰\n急事按 值班 → 备班 → 主播 → 大家 → 管理员 的顺序找人。",
    en: "On duty now: {{duty}}\nBackup now: {{backup}}\n\nRoster:\n{{list}}\n\nFor now:\n{{changes}}\n\nOr send: /roster set mon-fri 9-18 duty Lan\nWho is called: duty, backup, host, everyone, operator.",
  },
  "rosters.roster-usage": {
    zh: "请这样发：值班 排 周一-周五 9-18 值班 姓名（或备班；姓名可以写下面的号码）\n{{list}}",
    en: "Please send it like this: /roster set mon-fri 9-18 duty NAME (or backup; a number from below is fine)\n{{list}}",
  },
  "rosters.roster-full": {
    zh: "最多排 {{most}} 个班，先删掉几个。",
    en: "{{most}} shifts at most; please remove some first.",
  },
  "rosters.choose-person": { zh: "给谁排班？", en: "Whose shift?" },
  "rosters.choose-time": {
    zh: "{{name}}：什么时候？别的时间请打字，例如：值班 排 周三 13-17 备班 {{name}}",
    en: "{{name}}: when? For other times type, for example: /roster set wed 13-17 backup {{name}}",
  },
  "rosters.button-on": { zh: "我上班", en: "I am here" },
  "rosters.button-off": { zh: "我下班", en: "I am away" },
  "rosters.button-add": { zh: "加一个班", en: "Add a shift" },
  "rosters.button-remove": { zh: "删 {{shift}}", en: "Remove {{shift}}" },
  "rosters.here-until": { zh: "{{name}}在，到{{when}}。", en: "{{name}} is here until {{when}}." },
  "rosters.away-until": { zh: "{{name}}不在，到{{when}}。", en: "{{name}} is away until {{when}}." },
  "rosters.onduty-usage": {
    zh: "请这样发：上班，或者：上班 3小时",
    en: "Please send it like this: /onduty or /onduty 3h",
  },
  "rosters.offduty-usage": {
    zh: "请这样发：下班，或者：下班 12小时",
    en: "Please send it like this: /offduty or /offduty 12h",
  },
  "rosters.not-staff": {
    zh: "您不在这位主播的员工里，排班找不到您。请先让主播把您加进员工。",
    en: "You are not on this host's staff, so the roster cannot call you. Please have the host add you first.",
  },
  "rosters.deadlines": {
    zh: "多久要有人接、要回复：\n{{list}}\n\n要改请这样发：时限 紧急 10 20（10 分钟接，20 分钟回），或 时限 留意 2小时 4小时。恢复原样：时限 恢复",
    en: "How soon somebody takes a case and answers:\n{{list}}\n\nTo change it: /deadlines urgent 10 20 (minutes), or /deadlines care 2h 4h. Back to the usual: /deadlines reset",
  },
  "rosters.deadlines-line": {
    zh: "{{level}}：{{seen}}内接，{{answered}}内回",
    en: "{{level}}: taken within {{seen}}, answered within {{answered}}",
  },
  "rosters.deadlines-usage": {
    zh: "请这样发：时限 紧急 10 20（先是多久要接，再是多久要回；单位分钟，或写 4小时；1 分钟到 7 天）",
    en: "Please send it like this: /deadlines urgent 10 20 (taken within, answered within; in minutes, or 4h; 1 minute to 7 days)",
  },
  "rosters.hours": {
    zh: "工作时间（时区 {{zone}}）：\n{{list}}\n\n不急的事只在工作时间里算时限。要改请这样发：工作时间 周一-周五 9-18；周六 10-16",
    en: "Working hours (time zone {{zone}}):\n{{list}}\n\nWhat can wait counts in these hours only. To change them: /hours mon-fri 9-18; sat 10-16",
  },
  "rosters.hours-usage": {
    zh: "请这样发：工作时间 周一-周五 9-18；周六 10-16。改时区：工作时间 时区 Asia/Shanghai",
    en: "Please send it like this: /hours mon-fri 9-18; sat 10-16. Another time zone: /hours zone Asia/Shanghai",
  },
  "rosters.holidays": {
    zh: "放假：\n{{list}}\n\n放假那几天不按排班找人，急事直接找主播；发“上班”的人照样会被叫到。加一段：放假 2月16日-2月22日",
    en: "Days off:\n{{list}}\n\nOn these days the roster does not count and what is urgent goes to the host; whoever sends /onduty is called all the same. To add some: /holiday 2027-02-16 - 2027-02-22",
  },
  "rosters.holiday-cancel": { zh: "照常上班 {{days}}", en: "Work on {{days}}" },
  "rosters.holiday-usage": {
    zh: "请这样发：放假 2月16日-2月22日，或：放假 明天（一次最多 31 天）。取消：放假 删 2月16日",
    en: "Please send it like this: /holiday 2027-02-16 - 2027-02-22 or /holiday tomorrow (31 days at most). To cancel: /holiday delete 2027-02-16",
  },
} as const satisfies Texts;
