import type { Texts } from "./text.ts";

/** What the staff reads about cases. */
export const caseDeskTexts = {
  "cases.who": { zh: "主播、群管理或管理员", en: "the host, a moderator or the operator" },
  "cases.who-reveal": {
    zh: "主播或管理员（十万火急时群管理也可以）",
    en: "the host or the operator (in an emergency also a moderator)",
  },
  "cases.who-transcript": {
    zh: "主播、管理员，或者接了这件的人",
    en: "the host, the operator, or who has this case in hand",
  },
  "cases.transcript-masked": {
    zh: "个案 {{number}} 的全部记录在文件里，电话、证件号、地址已经遮住。已记下是您导出的，员工群会知道。主播要看没遮的，发：记录 {{number}} 全文",
    en: "The whole record of case {{number}} is in the file, with telephone numbers, IDs and addresses masked. That you exported it is recorded, and the staff room is told. The host gets it unmasked with /transcript {{number}} full",
  },
  "cases.transcript-whole": {
    zh: "个案 {{number}} 的全部记录在文件里，没有遮。用完请删掉。已记下是您导出的，员工群会知道。",
    en: "The whole record of case {{number}} is in the file, unmasked. Please delete it after use. That you exported it is recorded, and the staff room is told.",
  },
  "cases.transcript-told-masked": {
    zh: "{{who}} 导出了个案 {{number}} 的记录（电话、地址已遮）。",
    en: "{{who}} exported the record of case {{number}} (numbers and addresses masked).",
  },
  "cases.transcript-told-whole": {
    zh: "{{who}} 导出了个案 {{number}} 的记录，没有遮电话和地址。",
    en: "{{who}} exported the record of case {{number}} with numbers and addresses.",
  },
  "cases.transcript-head": {
    zh: "个案 {{number}}（{{kind}}，{{status}}）\n导出：{{at}}；时间都按 {{zone}}。花名是对方在这件里的名字；图片、语音只记是什么，不留原件。",
    en: "Case {{number}} ({{kind}}, {{status}})\nExported: {{at}}; all times in {{zone}}. The alias is the fan's name in this case; of photos and voice only their kind is kept.",
  },
  "cases.transcript-cut": { zh: "（只有最近 {{most}} 条）", en: "(the newest {{most}} entries only)" },
  "cases.transcript-held": { zh: "（当时没送到，先存着）", en: " (kept until there was a way)" },
  "cases.transcript-deleted": { zh: "删了一条", en: "deleted a message" },
  "cases.where": {
    zh: "个案的事，请到员工群里或者私下跟我说，别发在这里。",
    en: "Please talk about cases in the staff room or in private, not here.",
  },
  "cases.unknown": {
    zh: "没有这个编号，或者它不归您这边管。发“个案列表”看看。",
    en: "There is no such number, or it is not yours. Send /cases to see the list.",
  },
  "cases.usage-number": {
    zh: "请在后面写上编号，例如：{{command}} 17",
    en: "Please add the number, for example: {{command}} 17",
  },
  "cases.usage-text": {
    zh: "请在后面写上编号和要写的话，例如：{{command}} 17 您好，我们在看了",
    en: "Please add the number and the words, for example: {{command}} 17 Hello, we are looking into it",
  },
  "cases.joined-told": {
    zh: "个案 {{other}} 和 {{number}} 原来是同一个人，已经合成 {{number}}，两边的经过都在里面。",
    en: "Cases {{other}} and {{number}} turned out to be one person's: they go on as {{number}}, with both histories.",
  },
  "cases.event.joined": { zh: "并入了个案 {{number}}", en: "case {{number}} was joined to this one" },
  "cases.event.joined-to": { zh: "并到了个案 {{number}}", en: "goes on in case {{number}}" },
  "cases.too-long": {
    zh: "太长了，一次最多 {{most}} 个字。请分成几条发。",
    en: "Too long: {{most}} characters at a time. Please send it in parts.",
  },
  "cases.closed-meanwhile": {
    zh: "个案 {{number}} 已经结了。对方 7 天内再写，会自动打开。",
    en: "Case {{number}} is closed. If the fan writes within 7 days it opens again.",
  },
  "cases.taken-by-other": {
    zh: "个案 {{number}} 已经由{{who}}接了。要换人，点“转交”。",
    en: "Case {{number}} has already been taken by {{who}}. To change that, press “Transfer”.",
  },
  "cases.taken-by-you": { zh: "个案 {{number}} 已经在您手上了。", en: "You already have case {{number}}." },
  "cases.fan-wrote-meanwhile": {
    zh: "先别结：个案 {{number}} 里对方还有话没人回。看过了还是要结，点下面。",
    en: "Not yet: in case {{number}} the fan has written something nobody has answered. To close all the same press below.",
  },
  "cases.fan": { zh: "粉丝·{{alias}}", en: "fan {{alias}}" },
  "cases.nobody": { zh: "没人", en: "nobody" },
  "cases.kind.distress": { zh: "求助", en: "distress" },
  "cases.kind.health": { zh: "健康", en: "health" },
  "cases.kind.hardship": { zh: "生活困难", en: "hardship" },
  "cases.kind.after-sale": { zh: "售后", en: "after-sale" },
  "cases.kind.product-safety": { zh: "商品安全", en: "product safety" },
  "cases.kind.other": { zh: "找真人", en: "asks for a human" },
  "cases.card-head": {
    zh: "【{{level}}】个案 {{number}} · {{fan}}",
    en: "[{{level}}] case {{number}} · {{fan}}",
  },
  "cases.card-kind": { zh: "类别：{{kinds}}", en: "Kind: {{kinds}}" },
  "cases.card-place": { zh: "地点：{{place}}", en: "Place: {{place}}" },
  "cases.card-private": { zh: "私聊", en: "private chat" },
  "cases.card-words": {
    zh: "触发：{{words}}（规则 {{rules}}）",
    en: "Matched: {{words}} (rules {{rules}})",
  },
  "cases.card-text": { zh: "对方写的：{{text}}", en: "They wrote: {{text}}" },
  "cases.card-answer": { zh: "看过的回答：/shown {{answer}}", en: "About the answer: /shown {{answer}}" },
  "cases.card-due": { zh: "答应了对方：{{when}}前回复", en: "Promised: an answer by {{when}}" },
  "cases.card-unreachable": {
    zh: "现在还没有私下的路：对方点开群里的链接后，您写的会自动送到。",
    en: "No private way yet: what you write is delivered once they open the link in the group.",
  },
  "cases.card-done": {
    zh: "机器人已经先把该做什么、该打什么电话发给对方。请现在就有人去看一眼。",
    en: "The bot has already sent what to do and whom to call. Please have somebody look now.",
  },
  "cases.card-state": { zh: "状态：{{state}}", en: "State: {{state}}" },
  "cases.card-changes": {
    zh: "对方改过 {{edited}} 条、删过 {{deleted}} 条消息",
    en: "They edited {{edited}} and deleted {{deleted}} messages",
  },
  "cases.card-how": {
    zh: "要发给对方：回复这条消息，或者发“/reply {{number}} …”。其他的话，包括直接写在这里的，只有我们自己看得到。",
    en: "To write to the fan: reply to this message, or send “/reply {{number}} …”. Everything else, also what is just written here, stays among us.",
  },
  "cases.state.new": { zh: "还没人看", en: "not seen yet" },
  "cases.state.waiting": { zh: "等着回复", en: "waiting for an answer" },
  "cases.state.answered": { zh: "已回复", en: "answered" },
  "cases.state.closed": { zh: "已结", en: "closed" },
  "cases.thread-title": { zh: "{{kind}} {{number}} · {{fan}}", en: "{{kind}} {{number}} · {{fan}}" },
  "cases.open-thread": { zh: "打开话题", en: "Open the thread" },
  "cases.beside": {
    zh: "{{head}}（{{kinds}}）在它自己的话题里。",
    en: "{{head}} ({{kinds}}) is in a thread of its own.",
  },
  "cases.beside-urgent": {
    zh: "{{kinds}}。请现在就有人去它的话题里看一眼。",
    en: "{{kinds}}. Please have somebody look into its thread now.",
  },
  "cases.button-take": { zh: "我来看", en: "I take it" },
  "cases.button-reply": { zh: "回复", en: "Reply" },
  "cases.button-note": { zh: "内部备注", en: "Note" },
  "cases.button-transfer": { zh: "转交", en: "Transfer" },
  "cases.button-raise": { zh: "升级", en: "Raise" },
  "cases.button-close": { zh: "结案", en: "Close" },
  "cases.button-close-anyway": { zh: "仍然结案", en: "Close anyway" },
  "cases.button-show": { zh: "看个案", en: "Show case" },
  "cases.button-canned": { zh: "常用语", en: "Canned replies" },
  "cases.relay": { zh: "{{fan}}（个案 {{number}}）：", en: "{{fan}} (case {{number}}):" },
  "cases.relay-edited": {
    zh: "{{fan}}（个案 {{number}}）改了一条消息，现在是：",
    en: "{{fan}} (case {{number}}) edited a message; it now reads:",
  },
  "cases.media.photo": { zh: "〔图片〕", en: "[photo]" },
  "cases.media.voice": { zh: "〔语音〕", en: "[voice message]" },
  "cases.media.video": { zh: "〔视频〕", en: "[video]" },
  "cases.media.file": { zh: "〔文件〕", en: "[file]" },
  "cases.media.sticker": { zh: "〔表情〕", en: "[sticker]" },
  "cases.media.other": { zh: "〔其他〕", en: "[something else]" },
  "cases.locked": { zh: "〔已加密，现在没有能打开它的钥匙〕", en: "[sealed: no key opens it now]" },
  "cases.entered": {
    zh: "个案 {{number}}：对方打开了私聊，现在可以直接回复了。",
    en: "Case {{number}}: the private chat is open, you can answer now.",
  },
  "cases.asked-again": {
    zh: "个案 {{number}}：对方又点了“找真人”。",
    en: "Case {{number}}: they asked for a human again.",
  },
  "cases.reopened": { zh: "个案 {{number}} 又打开了。", en: "Case {{number}} is open again." },
  "cases.sent": {
    zh: "已发给{{fan}}（个案 {{number}}，验真码 {{code}}）。",
    en: "Sent to {{fan}} (case {{number}}, code {{code}}).",
  },
  "cases.held": {
    zh: "存好了：现在还没有私下的路，对方一点开私聊就送到（个案 {{number}}）。急的话想想别的办法找人。",
    en: "Kept: there is no private way yet; it is delivered as soon as they open the private chat (case {{number}}). If it is urgent, try another way to reach them.",
  },
  "cases.undelivered": {
    zh: "个案 {{number}}：刚才的话没有送到，对方现在收不到私信。已经存着，对方再来找我就补送。急的话想想别的办法找人。",
    en: "Case {{number}}: your words did not arrive, the fan takes no private messages now. They are kept and go out when the fan comes back. If it is urgent, try another way.",
  },
  "cases.told-answer": {
    zh: "{{who}}回复了{{fan}}（个案 {{number}}）：",
    en: "{{who}} answered {{fan}} (case {{number}}):",
  },
  "cases.reply-here": {
    zh: "个案 {{number}}：回复这条消息，写的话会以“{{as}}”的名义发给{{fan}}。",
    en: "Case {{number}}: reply to this message and your words go to {{fan}} in the name of “{{as}}”.",
  },
  "cases.note-here": {
    zh: "个案 {{number}}：回复这条消息，写的话只记在个案里，对方看不到。",
    en: "Case {{number}}: reply to this message and your words are kept in the case; the fan does not see them.",
  },
  "cases.noted": {
    zh: "记下了（个案 {{number}}，只有员工看得到）。",
    en: "Noted in case {{number}} (staff only).",
  },
  "cases.change-sent": {
    zh: "改动也传给对方了（个案 {{number}}）。",
    en: "The change has been passed on to the fan (case {{number}}).",
  },
  "cases.change-held": {
    zh: "改好了：之前那句还没送出，送的时候用新的（个案 {{number}}）。",
    en: "Changed: the words are still kept and go out as they are now (case {{number}}).",
  },
  "cases.change-unreached": {
    zh: "个案 {{number}}：改动没有送到，对方看到的还是原来那句。",
    en: "Case {{number}}: the change did not arrive; the fan still reads the first wording.",
  },
  "cases.told-change": {
    zh: "{{who}}改了发给{{fan}}的话（个案 {{number}}），现在是：",
    en: "{{who}} changed what was said to {{fan}} (case {{number}}); it now reads:",
  },
  "cases.taken-back": {
    zh: "个案 {{number}}：{{who}}的一条回复被删掉了，{{fan}}那边也换成了“收回了”。",
    en: "Case {{number}}: a reply of {{who}} was deleted; {{fan}} now reads that it was taken back.",
  },
  "cases.stays-there": {
    zh: "个案 {{number}}：{{who}}的一条回复在这边被删掉了，{{fan}}那边还看得到（太久了，或者带着图片）。要更正，请再回复一条。",
    en: "Case {{number}}: a reply of {{who}} was deleted here, but {{fan}} can still read it (too long ago, or with a picture). To correct it, please reply once more.",
  },
  "cases.fan-deleted": {
    zh: "个案 {{number}}：{{fan}}的一条消息被删掉了。",
    en: "Case {{number}}: a message of {{fan}} was deleted.",
  },
  "cases.edit-not-sent": {
    zh: "改动没有传过去，对方看到的还是原来那句。要更正，请再回复一条。",
    en: "The change was not passed on: the fan still reads the first wording. To correct it, please reply once more.",
  },
  "cases.only-text": {
    zh: "现在只能转文字，请写成一句话回复。",
    en: "Only text can be passed on for now. Please reply in words.",
  },
  "cases.taken": { zh: "{{who}}在看个案 {{number}} 了。", en: "{{who}} is looking at case {{number}}." },
  "cases.transfer-choose": { zh: "个案 {{number}} 转给谁？", en: "Who shall have case {{number}}?" },
  "cases.transfer-nobody": { zh: "没有别的人可以转。", en: "There is nobody else." },
  "cases.transferred": {
    zh: "个案 {{number}} 由{{who}}转给{{to}}了。",
    en: "Case {{number}}: {{who}} has passed it to {{to}}.",
  },
  "cases.raise-usage": {
    zh: "请这样发：升级 17 紧急（留意、紧急、十万火急）",
    en: "Please send it like this: /raise 17 urgent (care, urgent, emergency)",
  },
  "cases.raise-top": {
    zh: "个案 {{number}} 已经是“{{level}}”了。",
    en: "Case {{number}} is already “{{level}}”.",
  },
  "cases.raised": {
    zh: "个案 {{number}} 由{{who}}升为“{{level}}”。",
    en: "Case {{number}} was raised to “{{level}}” by {{who}}.",
  },
  "cases.closed": { zh: "个案 {{number}} 由{{who}}结了。", en: "Case {{number}} was closed by {{who}}." },
  "cases.rated": {
    zh: "个案 {{number}}：对方打了 {{stars}} 分。",
    en: "Case {{number}} was rated {{stars}}.",
  },
  "cases.rated-words": {
    zh: "个案 {{number}}：对方说“{{text}}”",
    en: "Case {{number}}: they said “{{text}}”",
  },
  "cases.reveal-usage": {
    zh: "请写上编号和原因，例如：看身份 17 要替她叫救护车。每次都会记下来，员工群也会知道。",
    en: "Please add number and reason, for example: /reveal 17 to call an ambulance. It is recorded and the staff room is told.",
  },
  "cases.revealed": {
    zh: "个案 {{number}}：{{platform}} 账号 {{user}}。这次查看已经记下。",
    en: "Case {{number}}: {{platform}} account {{user}}. This look is recorded.",
  },
  "cases.revealed-told": {
    zh: "{{who}}看了个案 {{number}} 的身份，原因：{{reason}}",
    en: "{{who}} looked at who is behind case {{number}}, because: {{reason}}",
  },
  "cases.list": { zh: "没结的个案：\n{{list}}", en: "Open cases:\n{{list}}" },
  "cases.list-none": { zh: "没有等着的个案。", en: "No open cases." },
  "cases.list-line": {
    zh: "{{number}} · {{level}} · {{kind}} · {{fan}} · {{who}} · {{wait}}",
    en: "{{number}} · {{level}} · {{kind}} · {{fan}} · {{who}} · {{wait}}",
  },
  "cases.waits": { zh: "等了{{time}}", en: "waiting {{time}}" },
  "cases.answered": { zh: "已回复", en: "answered" },
  "cases.more": { zh: "还有更多，先处理这些。", en: "There are more; begin with these." },
  "cases.view-status": {
    zh: "状态：{{status}} · 经手：{{who}}",
    en: "State: {{status}} · with: {{who}}",
  },
  "cases.status.open": { zh: "没结", en: "open" },
  "cases.status.closed": { zh: "已结", en: "closed" },
  "cases.view-reads": { zh: "看过的人：{{list}}", en: "Read by: {{list}}" },
  "cases.event.fan": { zh: "对方", en: "fan" },
  "cases.event.note": { zh: "备注", en: "note" },
  "cases.event.opened": { zh: "开了个案", en: "opened" },
  "cases.event.asked-human": { zh: "要找真人", en: "asked for a human" },
  "cases.event.acknowledged": { zh: "知道了", en: "acknowledged" },
  "cases.event.taken": { zh: "接了", en: "took it" },
  "cases.event.transferred": { zh: "转交", en: "passed it on" },
  "cases.event.raised": { zh: "升级", en: "raised it" },
  "cases.event.closed": { zh: "结案", en: "closed it" },
  "cases.event.reopened": { zh: "又打开", en: "opened again" },
  "cases.event.rated": { zh: "打分 {{stars}}", en: "rated {{stars}}" },
  "cases.event.revealed": { zh: "看了身份", en: "looked at who it is" },
  "cases.event.staff-edited": { zh: "改了发出的话", en: "corrected" },
  "cases.event.staff-withdrew": { zh: "发出的一句话收回了", en: "a reply was taken back" },
  "cases.event.deleted": { zh: "删了一条", en: "deleted a message" },
  "cases.event.edited": { zh: "改了一条", en: "edited a message" },
  "cases.event.read": { zh: "看过", en: "read it" },
  "cases.event.exported": { zh: "导出过记录", en: "exported the transcript" },
  "cases.event.promised": { zh: "机器人告诉对方几时有人回", en: "the bot said when somebody answers" },
  "cases.event.undelivered": { zh: "没送到，先存着", en: "not delivered, kept" },
  "cases.event.delivered": { zh: "存着的送到了", en: "what was kept is delivered" },
  "cases.event.ladder-step": { zh: "没人接，又提醒了一次", en: "nobody came: reminded again" },
  "cases.alias-usage": {
    zh: "请写上花名，例如：花名 小月。不想用了就发：花名 取消",
    en: "Please add a name, for example: /alias Moon. To stop using it send: /alias off",
  },
  "cases.alias-bad": {
    zh: "花名要 1 到 8 个字，只要文字。请再发一次。",
    en: "The name needs 1 to 8 characters, words only. Please send it again.",
  },
  "cases.alias-set": {
    zh: "好了，粉丝看到的是“{{as}}”。",
    en: "Done: fans see “{{as}}”.",
  },
  "cases.which-host": {
    zh: "您为不止一位主播做事，请到那一位的员工群里发。",
    en: "You work for more than one host; please send it in that host's staff room.",
  },
  "cases.canned-list": {
    zh: "常用语：\n{{list}}\n\n加：常用语 加 您好，我是〔员工〕，编号〔编号〕我在看\n删：常用语 删 1\n用：常用语 用 1 17（第 1 句发到个案 17）",
    en: "Canned replies:\n{{list}}\n\nAdd: /canned add Hello, this is 〔员工〕, number 〔编号〕\nDelete: /canned delete 1\nUse: /canned use 1 17 (sends the first to case 17)",
  },
  "cases.canned-none": { zh: "还没有。", en: "None yet." },
  "cases.canned-added": { zh: "加好了。", en: "Added." },
  "cases.canned-deleted": { zh: "删掉了。", en: "Deleted." },
  "cases.canned-full": { zh: "最多 50 句，先删掉几句。", en: "50 at most; please delete some first." },
  "cases.canned-unknown": {
    zh: "没有这一句。发“常用语”看看。",
    en: "There is no such reply. Send /canned to see them.",
  },
  "cases.canned-choose": {
    zh: "个案 {{number}}：点一句就发给对方。\n{{list}}",
    en: "Case {{number}}: press one to send it.\n{{list}}",
  },
  "cases.canned-you": { zh: "您", en: "you" },
  "cases.stats": {
    zh: "「{{host}}」最近 30 天：\n没结的个案：{{open}}，等回复的：{{unanswered}}\n第一次回复：一半在{{median}}内，九成在{{p90}}内（共 {{answered}} 件）\n满意度：{{rating}}（{{rated}} 人打分）",
    en: "“{{host}}”, the last 30 days:\nopen cases: {{open}}, waiting for an answer: {{unanswered}}\nfirst answer: half within {{median}}, nine in ten within {{p90}} ({{answered}} cases)\nsatisfaction: {{rating}} ({{rated}} ratings)",
  },
  "cases.stats-nothing": { zh: "还没有数", en: "no figure yet" },
} as const satisfies Texts;
