import type { Texts } from "./text.ts";

/** Linked accounts, what is kept about a person, and being forgotten. */
export const privacyTexts = {
  "people.link-code": {
    zh: "您的绑定码：{{code}}\n\n在您另一个账号上私聊小白鲸，发：绑定 {{code}}\n{{minutes}} 分钟内有效，只能用一次。\n\n别把它给任何人：谁用了它，谁就能看到您的个案和券。真的工作人员不会要。{{linked}}",
    en: "Your link code: {{code}}\n\nOn your other account write to Beluga in private: /link {{code}}\nIt holds for {{minutes}} minutes and works once.\n\nGive it to nobody: whoever uses it can see your cases and coupons. Real staff never asks for it.{{linked}}",
  },
  "people.link-list": { zh: "\n\n已经绑在一起的：{{list}}", en: "\n\nLinked already: {{list}}" },
  "people.link-own": {
    zh: "这个码就是在这个账号上出的。请到您另一个账号上发。",
    en: "This code was shown on this very account. Please send it on your other one.",
  },
  "people.link-wrong": {
    zh: "这个绑定码不对，或者用过了、过期了。请在另一个账号上再发一次“绑定”，拿个新的。",
    en: "This link code is not right, or it was used or is over. Please send /link on the other account again for a new one.",
  },
  "people.link-too-often": {
    zh: "试的次数太多了，为了安全请过 {{minutes}} 分钟再试。",
    en: "Too many tries. For safety please try again in {{minutes}} minutes.",
  },
  "people.link-confirm": {
    zh: "要和这些账号合成一个人吗：{{accounts}}\n\n合好以后，几个账号里的个案、券、申请、订阅都是一个人的；限一份的券只留一份。{{roles}}\n\n只有两边都是您自己的，才点“是我的”。要是别人让您发这个码，请点“不是”。",
    en: "Shall this account and these become one person: {{accounts}}\n\nThen cases, coupons, applications and subscriptions of all of them are one person's; of coupons that are one for each, one stays. {{roles}}\n\nPress “Both are mine” only if they are. If somebody else told you to send this code, press “No”.",
  },
  "people.link-no-roles": {
    zh: "两边都没有工作身份。",
    en: "Neither of them works for a host.",
  },
  "people.link-roles": {
    zh: "合好以后，每个账号都有这些身份：{{list}}。以后解绑，身份留在没解掉的账号那边。",
    en: "Each account then has these roles: {{list}}. If you unlink one later, the roles stay with the others.",
  },
  "people.link-yes": { zh: "都是我的，合起来", en: "Both are mine" },
  "people.link-no": { zh: "不是", en: "No" },
  "people.link-declined": {
    zh: "好，什么都没动。那个码也不能再用了。",
    en: "All right, nothing was changed. That code no longer works.",
  },
  "people.linked": {
    zh: "好了，这几个账号现在是同一个人。{{list}}\n\n想分开，发“解绑账号”。",
    en: "Done: these accounts are one person now. {{list}}\n\nTo part them send /unlink.",
  },
  "people.linked-other": {
    zh: "您的账号刚刚和另一个 {{platform}} 账号绑成了一个人。不是您做的？马上发“解绑账号”，再发“转人工”。",
    en: "Your account was just linked with another one on {{platform}}. Was it not you? Send /unlink at once, then /human.",
  },
  "people.link-somebody": { zh: "一位同事", en: "A colleague" },
  "people.linked-staff": {
    zh: "{{name}}刚把另一个账号绑成了同一个人，那个账号也有同样的身份了。不对劲？主播发 /staff 看名单、收回身份。",
    en: "{{name}} has linked another account, which now has the same roles. Is something wrong? The host looks at the list and ends roles with /staff.",
  },
  "people.unlink-only-one": {
    zh: "您现在只有这一个账号，没有可以解的。",
    en: "You have this one account only; there is nothing to unlink.",
  },
  "people.unlink-which": {
    zh: "要解开哪个账号？解开的那个以后从头开始；个案、券、申请和工作身份都留在其余账号那边。",
    en: "Which account shall leave? It begins anew; cases, coupons, applications and roles stay with the others.",
  },
  "people.unlink-confirm": {
    zh: "解开{{account}}：它以后看不到这边的任何东西，也没有工作身份。确定吗？",
    en: "Unlink {{account}}: it will see nothing of what is here and has no role. Are you sure?",
  },
  "people.unlink-yes": { zh: "确定解开", en: "Yes, unlink it" },
  "people.unlinked": { zh: "好了，{{account}}已经解开。", en: "Done: {{account}} is unlinked." },
  "people.unlinked-other": {
    zh: "这个账号刚刚被解开，现在是一个新的开始。有事照常找我。",
    en: "This account was just unlinked and begins anew. I am here as always.",
  },
  "people.account": {
    zh: "{{platform}} 账号（尾号 {{end}}）",
    en: "the {{platform}} account ending in {{end}}",
  },
  "people.account-here": {
    zh: "{{platform}} 账号（尾号 {{end}}，就是这个）",
    en: "the {{platform}} account ending in {{end}} (this one)",
  },
  "people.platform.telegram": { zh: "Telegram", en: "Telegram" },
  "people.platform.discord": { zh: "Discord", en: "Discord" },
  "people.platform.web": { zh: "网页", en: "web" },
  "people.platform.wecom": { zh: "企业微信", en: "WeCom" },
  "people.platform.feishu": { zh: "飞书", en: "Feishu" },
  "people.platform.dingtalk": { zh: "钉钉", en: "DingTalk" },

  "privacy.section.people": { zh: "账号和身份", en: "Accounts and roles" },
  "privacy.section.messages": {
    zh: "您最近写的（7 天后自动删）",
    en: "What you wrote lately (erased after 7 days)",
  },
  "privacy.section.answers": { zh: "给过您的回答", en: "Answers that you got" },
  "privacy.section.alarms": { zh: "安全提醒", en: "Safety notices" },
  "privacy.section.cases": { zh: "个案", en: "Cases" },
  "privacy.section.aid": { zh: "帮扶申请", en: "Applications for help" },
  "privacy.section.coupons": { zh: "券", en: "Coupons" },
  "privacy.section.subscriptions": { zh: "订阅", en: "Subscriptions" },
  "privacy.line.account": { zh: "{{platform}} {{user}} {{name}}", en: "{{platform}} {{user}} {{name}}" },
  "privacy.line.role": { zh: "身份：{{host}} {{role}}", en: "Role: {{host}} {{role}}" },
  "privacy.line.child": { zh: "孩子的出生年月：{{month}}", en: "A child was born in {{month}}" },
  "privacy.line.message": { zh: "（{{platform}}）{{text}}", en: "({{platform}}) {{text}}" },
  "privacy.line.answer": { zh: "回答：{{article}}", en: "Answer: {{article}}" },
  "privacy.no-answer": { zh: "还没有答案", en: "none yet" },
  "privacy.line.alarm": { zh: "{{level}} {{kinds}} {{words}}", en: "{{level}} {{kinds}} {{words}}" },
  "privacy.line.case": {
    zh: "个案 {{number}}（{{kind}}，{{status}}）",
    en: "Case {{number}} ({{kind}}, {{status}})",
  },
  "privacy.line.application": {
    zh: "申请 {{number}}「{{title}}」{{status}}：{{told}}",
    en: "Application {{number}} “{{title}}”, {{status}}: {{told}}",
  },
  "privacy.line.form": { zh: "没填完的单子：{{told}}", en: "An unfinished form: {{told}}" },
  "privacy.line.coupon": { zh: "「{{title}}」{{status}}", en: "“{{title}}” {{status}}" },
  "privacy.line.subscription": { zh: "{{host}} {{topic}}", en: "{{host}} {{topic}}" },
  "privacy.nothing": { zh: "（没有）", en: "(nothing)" },
  "privacy.mydata": {
    zh: "这是小白鲸记着的、和您有关的全部内容：一份给人看，一份是同样内容的 JSON。几个绑在一起的账号都在里面。\n\n没有答案的问题是不记名的，所以不在里面。想删掉，发“忘记我”。",
    en: "This is everything that Beluga keeps about you: one file to read, and the same as JSON. Linked accounts are all in it.\n\nQuestions without an answer are kept without a name, so they are not in it. To have it erased send /forget.",
  },
  "privacy.mydata-json": { zh: "同样的内容，JSON：", en: "The same as JSON:" },
  "privacy.file-head": {
    zh: "小白鲸记着的、和您有关的内容\n时间：{{at}}（北京时间）\n\n没有答案的问题不记名，和您对不上，所以不在这里。",
    en: "What Beluga keeps about you\nTime: {{at}} (China)\n\nQuestions without an answer are kept without a name; nobody can tell which are yours, so they are not here.",
  },
  "privacy.file-more": {
    zh: "（只列最近 {{most}} 条）",
    en: "(the newest {{most}} only)",
  },
  "privacy.joined-case": {
    zh: "两件个案合成了一件：编号 {{number}}。",
    en: "Two cases became one: number {{number}}.",
  },
  "privacy.joined-application": {
    zh: "同一个帮扶里的申请 {{number}} 和 {{other}} 算一份，按 {{number}} 办。",
    en: "Applications {{number}} and {{other}} to one programme count once: {{number}} goes on.",
  },
  "privacy.forget-explain": {
    zh: "“忘记我”会马上删掉：您写过的话、给过您的回答记录、安全提醒里的词、订阅、没填完的单子、已经结了的个案里的话。几个绑在一起的账号都一样。删了就找不回来。\n\n{{stays}}\n\n您在群里发的话，要请您自己在群里删；没有答案的问题本来就不记名。",
    en: "“Forget me” erases at once: what you wrote, which answers you got, the words of safety notices, subscriptions, unfinished forms, and the words of closed cases. The same for all linked accounts. It cannot be undone.\n\n{{stays}}\n\nWhat you wrote in groups you have to delete there yourself; questions without an answer carry no name anyway.",
  },
  "privacy.forget-all": { zh: "没有什么必须留着。", en: "Nothing has to stay." },
  "privacy.forget-stays": { zh: "这些要先留着：\n{{list}}", en: "This has to stay for now:\n{{list}}" },
  "privacy.stays-until": { zh: "{{what}}（最晚到 {{date}}）", en: "{{what}} (until {{date}} at the latest)" },
  "privacy.stays-over": { zh: "{{what}}（办完就删）", en: "{{what}} (erased when it is over)" },
  "privacy.stays.case": {
    zh: "个案 {{number}} 还没结，有人要回您",
    en: "case {{number}} is open, somebody is to answer you",
  },
  "privacy.stays.goods": {
    zh: "个案 {{number}} 是买卖的事，法律要求交易记录留三年",
    en: "case {{number}} is about goods; the law has records of trade kept for three years",
  },
  "privacy.stays.application": {
    zh: "帮扶申请 {{number}} 还在办；不想办了，先发“我的申请”撤回",
    en: "application {{number}} is under way; take it back with /application if you do not want it",
  },
  "privacy.stays.helped": {
    zh: "申请 {{number}} 已经领过，每家一份，只留“领过”这一点",
    en: "application {{number}} was delivered: one for each family, so only that is kept",
  },
  "privacy.stays.coupon": {
    zh: "「{{title}}」还没结束，每人限领，只留“领过”这一点",
    en: "“{{title}}” is still on and limited for each person, so only that is kept",
  },
  "privacy.stays.roles": {
    zh: "您有工作身份，账号和名字留着；先请主播或管理员收回身份",
    en: "you work for a host, so account and name stay; ask the host or the operator to end that first",
  },
  "privacy.forget-yes": { zh: "忘记我", en: "Forget me" },
  "privacy.forgotten": {
    zh: "删好了。回执：{{receipt}}（上面没有您的任何信息，只证明做过）。\n\n{{stays}}\n\n以后再来，我就当第一次见您。急事还是 120、110、12356。",
    en: "It is erased. Receipt: {{receipt}} (it holds nothing of you and only shows that it was done).\n\n{{stays}}\n\nIf you come again, we meet for the first time. In an emergency still 120, 110, 12356.",
  },
  "privacy.forgotten-other": {
    zh: "按您在另一个账号上的要求，小白鲸已经把和您有关的内容删掉了。回执：{{receipt}}。",
    en: "As you asked on your other account, Beluga has erased what it kept about you. Receipt: {{receipt}}.",
  },
} as const satisfies Texts;
