import type { Texts } from "./text.ts";

export const editingTexts = {
  "editing.where": {
    zh: "这件事请在员工群里，或者私下跟我说，别发在粉丝群。",
    en: "Please do this in the staff room or in private, not in a fan group.",
  },
  "editing.who.editor": { zh: "知识编辑或管理员", en: "an editor or the operator" },
  "editing.who.staff": { zh: "工作人员", en: "the staff" },
  "editing.gaps": {
    zh: "还没有答案的问题，问得多的在前：",
    en: "Questions without an answer, the most asked first:",
  },
  "editing.gap-line": {
    zh: "{{place}}. {{question}}（{{count}} 次）",
    en: "{{place}}. {{question}} ({{count}}×)",
  },
  "editing.gap-line-host": {
    zh: "{{place}}. {{question}}（{{count}} 次，{{host}}）",
    en: "{{place}}. {{question}} ({{count}}×, {{host}})",
  },
  "editing.gaps-none": { zh: "现在没有等答案的问题。", en: "No question waits for an answer." },
  "editing.not-helped": {
    zh: "有人说“没帮助”的回答（最近 30 天）：",
    en: "Answers that did not help (last 30 days):",
  },
  "editing.not-helped-line": {
    zh: "{{article}}（{{people}} 人，回答 {{answer}}）",
    en: "{{article}} ({{people}} people, answer {{answer}})",
  },
  "editing.failed": {
    zh: "AI 改写没通过核对、已改发原文的回答（最近 30 天）：",
    en: "Rewordings that failed the check; the article's own text was sent (last 30 days):",
  },
  "editing.failed-line": {
    zh: "{{article}}（{{reason}}，回答 {{answer}}）",
    en: "{{article}} ({{reason}}, answer {{answer}})",
  },
  "editing.gaps-hint": {
    zh: "点下面的按钮起草。看粉丝看到了什么，发：看回答 编号",
    en: "Press a button to draft an article. To see what a fan was shown: /shown ID",
  },
  "editing.button-draft": { zh: "起草 {{place}}", en: "Draft {{place}}" },
  "editing.button-show": { zh: "看 #{{number}}", en: "Show #{{number}}" },
  "editing.button-submit": { zh: "送审 #{{number}}", en: "Send #{{number}} to review" },
  "editing.button-publish": { zh: "发布 #{{number}}", en: "Publish #{{number}}" },
  "editing.button-back": { zh: "退回 #{{number}}", en: "Send #{{number}} back" },
  "editing.button-discard": { zh: "不要 #{{number}}", en: "Put #{{number}} away" },
  "editing.button-retire": { zh: "下架", en: "Retire" },
  "editing.button-roll-back": { zh: "退回上一版", en: "Roll back" },
  "editing.drafts": { zh: "正在写和等人看的稿：", en: "Drafts and what waits for a second person:" },
  "editing.draft-line": { zh: "#{{number}} {{title}}（{{state}}）", en: "#{{number}} {{title}} ({{state}})" },
  "editing.drafts-none": {
    zh: "现在没有稿。发“缺口”看看大家在问什么；改已有的文章，发：看稿 文章名",
    en: "No drafts. Send /gaps to see what is asked; to change an article send /article ID.",
  },
  "editing.state.draft": { zh: "草稿", en: "draft" },
  "editing.state.in_review": { zh: "等第二个人看", en: "in review" },
  "editing.state.published": { zh: "已发布", en: "published" },
  "editing.state.retired": { zh: "已下架", en: "retired" },
  "editing.text-head": {
    zh: "#{{number}} {{article}}（{{state}}）",
    en: "#{{number}} {{article}} ({{state}})",
  },
  "editing.text-how": {
    zh: "改法：把全文改好，发：改稿 {{ref}} 加全文；或者发一个 .md 文件，附言写：改稿 {{ref}}",
    en: "To change it, copy the whole text, change it, and send: /edit {{ref}} followed by the text; or send an .md file with the caption /edit {{ref}}",
  },
  "editing.drafted": {
    zh: "稿 #{{number}} 好了，问法已经填进去。把空着的填好：改稿 {{number}}。写完点“送审”。",
    en: "Draft #{{number}} is there with the questions filled in. Fill in the rest with /edit {{number}}, then send it to review.",
  },
  "editing.edited": {
    zh: "收下了，新稿是 #{{number}}。写完点“送审”。",
    en: "Taken; the new draft is #{{number}}. When it is done, send it to review.",
  },
  "editing.edited-open": {
    zh: "收下了，新稿是 #{{number}}。送审前还要改：\n\n{{problems}}",
    en: "Taken; the new draft is #{{number}}. Before it can be reviewed:\n\n{{problems}}",
  },
  "editing.submitted": {
    zh: "#{{number}} 已送审。请另一位编辑看过后点“发布”，写的人自己不能发布。",
    en: "#{{number}} waits for review. Another editor publishes it; its author cannot.",
  },
  "editing.sent-back": { zh: "#{{number}} 退回成草稿了。", en: "#{{number}} is a draft again." },
  "editing.discarded": { zh: "#{{number}} 收起来了，不再列出。", en: "#{{number}} was put away." },
  "editing.checking": {
    zh: "正在用考题核对 #{{number}}，马上告诉您结果。",
    en: "#{{number}} is being checked against the golden questions; the result follows.",
  },
  "editing.published": {
    zh: "#{{number}} 已发布（{{article}}），从现在起生效。考了 {{asked}} 道题，没有变差。",
    en: "#{{number}} is published ({{article}}) and in effect. {{asked}} golden questions asked, none worse.",
  },
  "editing.publish-failed": {
    zh: "我这边出了故障，#{{number}} 没有发布，别的都没变。请过几分钟再点一次“发布”。",
    en: "Something failed on my side: #{{number}} was not published and nothing changed. Please publish it again in a few minutes.",
  },
  "editing.blocked": {
    zh: "#{{number}} 没有发布：{{asked}} 道考题里有 {{failed}} 道变差了。改好问法再来：\n\n{{list}}",
    en: "#{{number}} was not published: of {{asked}} golden questions {{failed}} got worse. Change its wordings and try again:\n\n{{list}}",
  },
  "editing.gate.lost": {
    zh: "“{{text}}” 以前答对（{{article}}），现在是 {{now}}",
    en: "“{{text}}” was answered right ({{article}}), now {{now}}",
  },
  "editing.gate.wrong": {
    zh: "“{{text}}” 该是 {{article}}，现在答成 {{now}}",
    en: "“{{text}}” should be {{article}}, now answered with {{now}}",
  },
  "editing.gate.own-not-found": {
    zh: "“{{text}}” 是它自己要答的，前三个里却没有它（{{now}}）",
    en: "“{{text}}” is its own question, but it is not among the first three ({{now}})",
  },
  "editing.gate.none": { zh: "没有答案", en: "no answer" },
  "editing.retired": {
    zh: "{{article}} 已下架，从现在起谁也看不到。要恢复：发“回退 {{article}}”。",
    en: "{{article}} is retired and no longer given out. To bring it back: /rollback {{article}}",
  },
  "editing.rolled-back": {
    zh: "{{article}} 已退回上一版，从现在起生效。",
    en: "{{article}} is back at its previous version, from now on.",
  },
  "editing.told-rolled-back": {
    zh: "【知识库】{{article}} 被退回上一版（紧急操作，一个人就能做）。请另一位编辑看一眼。",
    en: "[Knowledge base] {{article}} was rolled back by one editor, as an urgent act. Please have another editor look.",
  },
  "editing.told-new": {
    zh: "【知识库】新文章可以看了：{{title}}\n要告诉粉丝吗？点一下，接的群和订阅了文章的人会看到题目和短答案。",
    en: "[Knowledge base] A new article: {{title}}\nTell the fans? One tap, and your groups and whoever subscribed to articles read its title and short answer.",
  },
  "editing.button-tell": { zh: "告诉粉丝", en: "Tell the fans" },
  "editing.told-retired": {
    zh: "【知识库】{{article}} 已下架。",
    en: "[Knowledge base] {{article}} was retired.",
  },
  "editing.review-due": {
    zh: "【知识库】下面这些快到复核日期了，过了日子就不再给粉丝看。请核对出处，改好日期再发布：\n\n{{list}}",
    en: "[Knowledge base] These articles are due for review; after that day fans no longer get them. Check their sources, set new dates and publish:\n\n{{list}}",
  },
  "editing.review-line": { zh: "{{title}}（{{article}}）：{{by}}", en: "{{title}} ({{article}}): {{by}}" },
  "editing.shown-answer": {
    zh: "回答 {{answer}}（{{at}}）：{{article}}，版本 {{revision}}{{state}}",
    en: "Answer {{answer}} ({{at}}): {{article}}, revision {{revision}}{{state}}",
  },
  "editing.shown-none": {
    zh: "回答 {{answer}}（{{at}}）：当时没有答案（{{outcome}}）。",
    en: "Answer {{answer}} ({{at}}): there was no answer ({{outcome}}).",
  },
  "editing.shown-stage": {
    zh: "给的是 stages 里第 {{stage}} 条的短答案。",
    en: "The short answer number {{stage}} of its stages was given.",
  },
  "editing.shown-said": { zh: "当时发出去的话：", en: "What was sent:" },
  "editing.shown-text": { zh: "文章当时的全文：", en: "The article's text at that time:" },
  "editing.shown-live": { zh: "，现在还在用", en: ", still given out" },
  "editing.shown-not-live": { zh: "，现在已不用", en: ", no longer given out" },
  "editing.shown-lost": {
    zh: "这一版的原文没有留下来。",
    en: "The text of this revision was not kept.",
  },
  "editing.shown-unknown": {
    zh: "找不到这个回答，或者它不是您这边的。编号在“缺口”的清单里。",
    en: "There is no such answer, or it is not of your host. /gaps lists the ids.",
  },
  "editing.usage-ref": {
    zh: "请在后面写上稿号或文章名，例如：{{command}} 12",
    en: "Please add the number of the draft or the article's id, for example: {{command}} 12",
  },
  "editing.usage-edit": {
    zh: "请这样发：改稿 12，换行，再贴上全文（从 --- 开始）。也可以发一个 .md 文件，附言写：改稿 12",
    en: "Please send: /edit 12, a new line, and the whole text from --- on. Or send an .md file with the caption: /edit 12",
  },
  "editing.file-unreadable": {
    zh: "这个文件我打不开。请发 .md 或 .txt 文字文件，100 KB 以内，或者直接把全文贴在“改稿 {{ref}}”后面。",
    en: "I cannot read this file. Please send a text file (.md or .txt) of at most 100 KB, or paste the text after /edit {{ref}}.",
  },
  "editing.refused.unknown": { zh: "没有这个稿或文章。", en: "There is no such draft or article." },
  "editing.refused.own-text": {
    zh: "自己写的稿不能自己发布，请另一位编辑来点。",
    en: "Nobody publishes a text of their own; please ask another editor.",
  },
  "editing.refused.wrong-state": {
    zh: "它现在是“{{state}}”，不能这样做。",
    en: "It is “{{state}}” now, so this cannot be done.",
  },
  "editing.refused.never-published": {
    zh: "它从来没有发布过，不能直接恢复。",
    en: "It was never published, so it cannot simply come back.",
  },
  "editing.refused.no-front-matter": {
    zh: "全文要从一行 --- 开始，前面那一段用 --- 结束。请把整篇都贴上来。",
    en: "The text has to begin with a line --- and its head ends with ---. Please paste the whole of it.",
  },
  "editing.refused.too-long": {
    zh: "太长了，最多 {{limit}} 个字符。",
    en: "That is too long: at most {{limit}} characters.",
  },
  "editing.refused.bad-yaml": {
    zh: "第 {{line}} 行读不懂：{{reason}}",
    en: "Line {{line}} cannot be read: {{reason}}",
  },
  "editing.refused.same-text": {
    zh: "和 #{{number}} 一字不差，没有新稿。",
    en: "This is word for word #{{number}}; there is no new draft.",
  },
  "editing.refused.id-taken": {
    zh: "文章名 {{id}} 已经有了，或者发布过的文章不能改名。",
    en: "The id {{id}} is taken, or the article was given out already and keeps its id.",
  },
  "editing.refused.not-complete": {
    zh: "还不能送审或发布：\n\n{{problems}}",
    en: "Not yet:\n\n{{problems}}",
  },
  "editing.refused.already-checking": { zh: "正在核对，请等结果。", en: "It is being checked; please wait." },
  "editing.refused.nothing-live": { zh: "它本来就没有在用。", en: "It is not given out anyway." },
  "editing.refused.nothing-before": {
    zh: "前面没有别的版本可退。要停用它，发：下架",
    en: "There is no earlier version. To stop giving it out, use /retire.",
  },
  "editing.refused.over-before": {
    zh: "上一版 {{by}} 就过了复核日期，不能退回去。",
    en: "The earlier version's review ran out on {{by}}, so it cannot come back.",
  },
  "editing.refused.not-editor": {
    zh: "要发布的人已经不是编辑了。",
    en: "Whoever wanted to publish it is no longer an editor.",
  },
} as const satisfies Texts;
