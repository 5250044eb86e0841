import type { Texts } from "./text.ts";

export const couponTexts = {
  "coupons.your-code": {
    zh: "您的券到了：「{{title}}」\n\n{{code}}\n\n{{until}} 前有效，请自己用，别发到群里。",
    en: "Your coupon has arrived: “{{title}}”\n\n{{code}}\n\nValid until {{until}}. Please keep it to yourself.",
  },
  "coupons.your-keyword": {
    zh: "您的口令到了：「{{title}}」\n\n{{code}}\n\n{{until}} 前在直播间打出这几个字就行。",
    en: "Your keyword has arrived: “{{title}}”\n\n{{code}}\n\nType it in the live room before {{until}}.",
  },
  "coupons.sent": {
    zh: "领到了，正私下发给您，看看和我的私聊。",
    en: "You have one. It is on its way to our private chat.",
  },
  "coupons.kept": {
    zh: "给您留了一份，15 分钟内打开和我的私聊就发给您。",
    en: "One is kept for you: open our private chat within 15 minutes and it is yours.",
  },
  "coupons.waiting": {
    zh: "刚好领完了，给您排上候补了。有人没领走，就私下发给您。",
    en: "They have just run out, and you are on the waiting list. If one becomes free it goes to you in private.",
  },
  "coupons.entered": {
    zh: "报上名了，您的号是 {{ticket}}。开奖时会公布名单和种子，谁都能验。",
    en: "You are in: your ticket is {{ticket}}. List and seed are published with the draw, so that anybody can check it.",
  },
  "coupons.open-private": {
    zh: "有东西要私下给刚才点按钮的人，还没有和我私聊过，发不过去。点下面打开私聊就能收到，先留 15 分钟。",
    en: "There is something in private for whoever has just pressed the button, but we have not talked yet. Open the private chat below; it is kept for 15 minutes.",
  },
  "coupons.open-private-button": { zh: "打开私聊", en: "Open the private chat" },
  "coupons.sold-out": {
    zh: "这一批刚领完，没抢到不怪您。下次发券群里会说。",
    en: "These have all gone. The group will hear of the next ones.",
  },
  "coupons.not-yet": {
    zh: "还没开始呢，开始了群里会说。",
    en: "It has not begun yet; the group will hear when it does.",
  },
  "coupons.not-yet-at": {
    zh: "还没轮到，{{when}} 开始，到时候再来点一下。",
    en: "It begins at {{when}}; please press again then.",
  },
  "coupons.over": {
    zh: "已经结束了（{{when}} 截止）。下次发券群里会说。",
    en: "It is over (it ended at {{when}}). The group will hear of the next one.",
  },
  "coupons.paused": {
    zh: "先停一会儿，恢复了再来点就行，您的机会还在。",
    en: "It is paused for a moment; press again later, you have lost nothing.",
  },
  "coupons.already-yours": {
    zh: "您已经有了（每人 {{count}} 份），在和我的私聊里。找不到就私聊我发“我的券”。",
    en: "You have yours already ({{count}} each), in our private chat. If you cannot find it, send me /coupons there.",
  },
  "coupons.already-waiting": {
    zh: "您已经在候补里了，有了就私下发给您。",
    en: "You are on the waiting list already; it will come to you in private.",
  },
  "coupons.already-entered": {
    zh: "您已经报过名了，等开奖就行。",
    en: "You are in already; just wait for the draw.",
  },
  "coupons.not-for-you": {
    zh: "这一批不在您能领的范围里，下次发券群里会说。",
    en: "These are for others this time; the group will hear of the next ones.",
  },
  "coupons.not-for-you.since": {
    zh: "这一批给 {{when}} 以前就在的粉丝，您来得晚一点。下次发券群里会说。",
    en: "These are for fans who came before {{when}}; you came a little later. The group will hear of the next ones.",
  },
  "coupons.not-for-you.subscribers": {
    zh: "这一批给订阅了提醒的粉丝。想订阅，私聊发“订阅”给我，订好再来点，还有就能领。",
    en: "These are for fans with a subscription. Send me /subscribe in private, then press again while some are left.",
  },
  "coupons.quiet": {
    zh: "这会儿先不发福利给您，您和孩子的事要紧。晚一点再来点，有什么难处随时发“转人工”。",
    en: "No offers for you just now: you and your child come first. Try again later, and send /human any time.",
  },
  "coupons.product-stopped": {
    zh: "这件东西正在核对安全，券先停发。核对好了群里会说。",
    en: "This product is being checked for safety, so its coupons are stopped. The group will hear when that is done.",
  },
  "coupons.gone": { zh: "这个活动已经没有了。", en: "This campaign is gone." },
  "coupons.wait": { zh: "收到了，正在给您领，稍等一下。", en: "Got it; one moment, please." },
  "coupons.claim-button": { zh: "领一份", en: "Get one" },
  "coupons.enter-button": { zh: "参加抽奖", en: "Enter the draw" },
  "coupons.opened": {
    zh: "「{{title}}」开始了，共 {{stock}} 份，每人 {{count}} 份，{{until}} 截止。\n\n点下面的按钮，券只私下发给您。",
    en: "“{{title}}” has begun: {{stock}} in all, {{count}} each, until {{until}}.\n\nPress the button; the coupon comes to you in private.",
  },
  "coupons.opened-draw": {
    zh: "「{{title}}」开始报名，抽 {{stock}} 份，{{until}} 截止。\n\n公平起见，先公布种子的指纹（SHA-256）：{{commitment}}\n\n开奖后公布种子，谁都能自己验一遍。",
    en: "“{{title}}”: enter now, {{stock}} will be drawn, until {{until}}.\n\nTo be fair, here is the SHA-256 of the seed beforehand: {{commitment}}\n\nThe seed follows after the draw, so that anybody can check it.",
  },
  "coupons.frozen": {
    zh: "「{{title}}」报名截止，共 {{count}} 个号，名单见文件 {{file}}。\n\n名单指纹（SHA-256）：{{hash}}\n\n一分钟后开奖。",
    en: "“{{title}}”: the list is closed with {{count}} tickets, see the file {{file}}.\n\nSHA-256 of the list: {{hash}}\n\nThe draw follows in a minute.",
  },
  "coupons.drawn": {
    zh: "「{{title}}」开奖了：{{tickets}}\n\n种子：{{seed}}\n\n想自己验：装好 Node，在名单文件 {{file}} 旁边运行下面这一行，第一个数就是先前公布的指纹，后面是中奖的号。",
    en: "“{{title}}” has been drawn: {{tickets}}\n\nSeed: {{seed}}\n\nTo check: with Node, run the line below beside the list {{file}}; it prints the SHA-256 published before, then the winning tickets.",
  },
  "coupons.redrawn": {
    zh: "「{{title}}」补抽：{{tickets}}（前面中过的不再算）\n\n种子还是：{{seed}}\n\n想自己验：在名单文件 {{file}} 旁边运行下面这一行。",
    en: "“{{title}}”, further winners: {{tickets}} (earlier ones are left out)\n\nThe seed is still: {{seed}}\n\nTo check, run the line below beside the list {{file}}.",
  },
  "coupons.drawn-none": {
    zh: "「{{title}}」没有人可以抽了。",
    en: "“{{title}}”: there is nobody left to draw.",
  },
  "coupons.reminder": {
    zh: "提醒一下：您的「{{title}}」{{until}} 就到期了，别忘了用。",
    en: "A reminder: your “{{title}}” ends at {{until}}.",
  },
  "coupons.waited-in-vain": {
    zh: "「{{title}}」结束了，这次候补没有等到，对不起让您白等。{{until}}",
    en: "“{{title}}” is over, and none became free. Sorry that you waited in vain. {{until}}",
  },
  "coupons.mine": { zh: "您的券：\n\n{{list}}", en: "Your coupons:\n\n{{list}}" },
  "coupons.mine-none": {
    zh: "您现在没有券。群里发券时点按钮就行。",
    en: "You have no coupons now. Press the button when the group hears of some.",
  },
  "coupons.mine-code": {
    zh: "「{{title}}」：{{code}}（{{until}} 前）",
    en: "“{{title}}”: {{code}} (until {{until}})",
  },
  "coupons.mine-reserved": {
    zh: "「{{title}}」：正在发给您（{{until}} 截止）",
    en: "“{{title}}”: on its way to you (until {{until}})",
  },
  "coupons.mine-waiting": {
    zh: "「{{title}}」：候补中（{{until}} 截止）",
    en: "“{{title}}”: on the waiting list (until {{until}})",
  },
  "coupons.mine-entered": {
    zh: "「{{title}}」：抽奖号 {{ticket}}（{{until}} 截止）",
    en: "“{{title}}”: ticket {{ticket}} (until {{until}})",
  },
  "coupons.mine-void": {
    zh: "「{{title}}」：两个账号是同一位，多的这份不算了（{{until}} 截止）",
    en: "“{{title}}”: two accounts of one person, this second one does not count (until {{until}})",
  },
  "coupons.mine-released": {
    zh: "「{{title}}」：留的时间过了，还有的话可以再点一次（{{until}} 截止）",
    en: "“{{title}}”: it was kept for too long; press again while there are some (until {{until}})",
  },
  "coupons.merged": {
    zh: "两个账号合成一位以后，{{titles}} 只算一份，先领到的那份照样有效。",
    en: "Now that both accounts are one person, {{titles}} count once; the one that came first stays valid.",
  },
  "coupons.verified": {
    zh: "是真的：这是「{{host}}」的「{{title}}」发出的码。券只会私下发，不收钱，也不要验证码。",
    en: "It is real: a code of “{{title}}” by “{{host}}”. Coupons come in private only and never ask for money.",
  },
  "coupons.where": {
    zh: "发券的事请在员工群里或私下跟我说，别发在粉丝群。",
    en: "Please do this in the staff room or in private, not in a fan group.",
  },
  "coupons.no-campaign": {
    zh: "没有这个活动，看看编号对不对。",
    en: "There is no such campaign; please check the number.",
  },
  "coupons.none": {
    zh: "还没有活动。发“发券”开始一个。",
    en: "No campaigns yet. Send /campaign to begin one.",
  },
  "coupons.list": { zh: "最近的活动：\n\n{{list}}", en: "Latest campaigns:\n\n{{list}}" },
  "coupons.line": {
    zh: "#{{number}} {{title}}（{{status}}，{{taken}}/{{stock}}）",
    en: "#{{number}} {{title}} ({{status}}, {{taken}}/{{stock}})",
  },
  "coupons.choose-kind": {
    zh: "发哪一种？\n\n通用码：大家同一个码。一人一码：上传码表，每人一个。口令：在直播间里打的字。",
    en: "Which kind?\n\nShared code: the same for everybody. Single codes: from your list, one each. Keyword: words to type in the live room.",
  },
  "coupons.kind.shared": { zh: "通用码", en: "Shared code" },
  "coupons.kind.pool": { zh: "一人一码", en: "Single codes" },
  "coupons.kind.keyword": { zh: "口令", en: "Keyword" },
  "coupons.ask-title": {
    zh: "叫什么名字？直接发给我，例如：开学季 20 元券。（不想发了就发“取消”）",
    en: "What is it called? Just send it. (Send “cancel” to stop.)",
  },
  "coupons.title-bad": {
    zh: "名字要 1 到 40 个字，不要网址。请再发一次。",
    en: "The name needs 1 to 40 characters and no web address. Please send it again.",
  },
  "coupons.guarded": {
    zh: "“{{words}}”不能发出去。{{advice}}\n\n请换一种说法再发一次。",
    en: "“{{words}}” cannot be published. {{advice}}\n\nPlease send it again in other words.",
  },
  "coupons.ask-code": { zh: "码是什么？直接发给我。", en: "What is the code? Just send it." },
  "coupons.ask-keyword": {
    zh: "口令是哪几个字？直接发给我。",
    en: "Which words are the keyword? Just send them.",
  },
  "coupons.code-bad": {
    zh: "要 1 到 64 个字，不能有看不见的符号。请再发一次。",
    en: "It needs 1 to 64 visible characters. Please send it again.",
  },
  "coupons.ask-stock": {
    zh: "一共多少份？发一个数字，最多 {{most}}。",
    en: "How many in all? Send a number, at most {{most}}.",
  },
  "coupons.stock-bad": {
    zh: "请发 1 到 {{most}} 的数字。一人一码的数量就是码表的行数。",
    en: "Please send a number from 1 to {{most}}. With single codes it is the number of rows.",
  },
  "coupons.cancelled": { zh: "好的，不发了。", en: "All right, stopped." },
  "coupons.card": {
    zh: "#{{number}}「{{title}}」{{kind}}，{{status}}，已发 {{taken}}/{{stock}}",
    en: "#{{number}} “{{title}}”, {{kind}}, {{status}}, given {{taken}}/{{stock}}",
  },
  "coupons.card-line": { zh: "{{name}}：{{value}}", en: "{{name}}: {{value}}" },
  "coupons.card-upload": {
    zh: "请把码表（CSV，一行一个码）发给我，附言写：券码 {{number}}",
    en: "Please send the list of codes (CSV, one a row) with the caption: /codes {{number}}",
  },
  "coupons.card-second": {
    zh: "名字里有要再看一眼的词，请另一位主播或管理员来点“发放”。",
    en: "Something in the name needs a second look: somebody else has to press “Release”.",
  },
  "coupons.card-button": { zh: "设置", en: "Settings" },
  "coupons.field.how": { zh: "方式", en: "How" },
  "coupons.field.starts": { zh: "开始", en: "Start" },
  "coupons.field.ends": { zh: "结束", en: "End" },
  "coupons.field.per-person": { zh: "每人", en: "Each" },
  "coupons.field.who": { zh: "谁能领", en: "Who" },
  "coupons.field.families": { zh: "帮扶家庭先领", en: "Helped families first" },
  "coupons.field.remind": { zh: "到期提醒", en: "Reminder" },
  "coupons.field.waiting": { zh: "候补", en: "Waiting list" },
  "coupons.how.first": { zh: "先到先得", en: "First come, first served" },
  "coupons.how.draw": { zh: "抽奖", en: "Draw" },
  "coupons.starts.hand": { zh: "点“发放”就开始", en: "When you press “Release”" },
  "coupons.starts.live": { zh: "开播时开始", en: "When the live session starts" },
  "coupons.who.all": { zh: "群里所有人", en: "Everybody in the groups" },
  "coupons.who.since": { zh: "{{when}} 以前就在的", en: "Whoever was here before {{when}}" },
  "coupons.who.subscribers": { zh: "订阅的人", en: "Subscribers" },
  "coupons.hours": { zh: "{{hours}} 小时", en: "{{hours}} h" },
  "coupons.on": { zh: "有", en: "on" },
  "coupons.off": { zh: "没有", en: "off" },
  "coupons.status.draft": { zh: "草稿", en: "draft" },
  "coupons.status.scheduled": { zh: "等开始", en: "scheduled" },
  "coupons.status.open": { zh: "发放中", en: "open" },
  "coupons.status.paused": { zh: "暂停", en: "paused" },
  "coupons.status.frozen": { zh: "等开奖", en: "being drawn" },
  "coupons.status.closed": { zh: "已结束", en: "over" },
  "coupons.status.stopped": { zh: "已停", en: "stopped" },
  "coupons.release": { zh: "发放", en: "Release" },
  "coupons.pause": { zh: "暂停", en: "Pause" },
  "coupons.resume": { zh: "继续", en: "Go on" },
  "coupons.stop": { zh: "停掉", en: "Stop" },
  "coupons.redraw": { zh: "补抽", en: "Draw again" },
  "coupons.figures-button": { zh: "看数字", en: "Figures" },
  "coupons.too-late": { zh: "这个活动现在改不了这一项了。", en: "This can no longer be changed." },
  "coupons.not-ready": {
    zh: "还差名字、码或数量，补齐了再发放。",
    en: "Name, codes or number are still missing.",
  },
  "coupons.ends-before": {
    zh: "结束时间在开始之前，请先改结束时间。",
    en: "It would end before it begins; please change the end first.",
  },
  "coupons.no-redraw": {
    zh: "没有空出来的份数，不能补抽。",
    en: "Nothing has become free, so there is nothing to draw again.",
  },
  "coupons.time-bad": {
    zh: "时间没看懂，或者已经过了。这样写：11-25 20:00",
    en: "I cannot read this time, or it has passed. Like this: 11-25 20:00",
  },
  "coupons.setting-bad": {
    zh: "能改的有：开始、结束、数量、每人、时区。例如：/campaign 12 开始 11-25 20:00",
    en: "What can be set: start, end, stock, each, zone. For example: /campaign 12 start 11-25 20:00",
  },
  "coupons.no-pool": {
    zh: "只有“一人一码”的活动才有码表。",
    en: "Only campaigns with single codes have a list.",
  },
  "coupons.file-unreadable": {
    zh: "这个文件我打不开。请存成 CSV（UTF-8，100 KB 以内）再发。",
    en: "I cannot open this file. Please save it as CSV (UTF-8, at most 100 KB).",
  },
  "coupons.codes-none": {
    zh: "没有看到码。一行一个，发 CSV 文件，附言写：券码 编号",
    en: "I see no codes. One a row, as a CSV file with the caption: /codes NUMBER",
  },
  "coupons.codes-bad": {
    zh: "有 {{count}} 行不对，一行都没有收：\n\n{{list}}\n\n改好以后整份再发一次。",
    en: "{{count}} rows are wrong, so none was taken:\n\n{{list}}\n\nPlease send the whole list again.",
  },
  "coupons.codes-known": {
    zh: "有 {{count}} 个码已经在里面了（第 {{rows}} 行），一行都没有收。",
    en: "{{count}} codes are there already (rows {{rows}}), so none was taken.",
  },
  "coupons.codes-added": { zh: "收下了 {{count}} 个码。", en: "{{count}} codes were taken in." },
  "coupons.too-many": { zh: "太多了，最多 {{most}}。", en: "Too many: at most {{most}}." },
  "coupons.used-marked": {
    zh: "记下了：{{count}} 个用掉了，{{rest}} 个没有记（没发过或已经记过）。",
    en: "Noted: {{count}} used, {{rest}} not (never given out, or noted before).",
  },
  "coupons.row": { zh: "第 {{row}} 行：{{problem}}", en: "Row {{row}}: {{problem}}" },
  "coupons.row.formula": {
    zh: "像表格公式（开头是 = + - @ 或制表符）",
    en: "looks like a formula (begins with = + - @ or a tab)",
  },
  "coupons.row.too-long": { zh: "超过 64 个字", en: "longer than 64 characters" },
  "coupons.row.control": { zh: "有看不见的符号", en: "holds invisible characters" },
  "coupons.row.double": { zh: "和前面重复", en: "the same as an earlier row" },
  "coupons.row.spaces": { zh: "中间有空格", en: "holds spaces" },
  "coupons.row.columns": { zh: "不止一列", en: "has more than one column" },
  "coupons.figures": {
    zh: "#{{number}}「{{title}}」共 {{stock}} 份\n领了 {{claimed}}，送到 {{delivered}}，候补 {{waiting}}，退回 {{released}}，用了 {{used}}，报名 {{entered}}",
    en: "#{{number}} “{{title}}”, {{stock}} in all\nclaimed {{claimed}}, delivered {{delivered}}, waiting {{waiting}}, released {{released}}, used {{used}}, entered {{entered}}",
  },
  "coupons.figures-line": { zh: "{{name}}：{{count}}", en: "{{name}}: {{count}}" },
  "coupons.by-group": { zh: "按群：", en: "By group:" },
  "coupons.by-hour": { zh: "按小时：", en: "By hour:" },
} as const satisfies Texts;
