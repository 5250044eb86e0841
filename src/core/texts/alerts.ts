import type { Texts } from "./text.ts";

export const alertTexts = {
  "alerts.in-staff-room": {
    zh: "这件事请在员工群里发，我才知道是哪位主播。",
    en: "Please send this in a staff room, so that I know for which host.",
  },
  "alerts.finding": {
    zh: "⚠️ {{law}}：“{{words}}”\n可以这样改：{{better}}",
    en: "⚠️ {{law}}: “{{words}}”\nBetter: {{better}}",
  },
  "alerts.refused": {
    zh: "这样写不能发出去，改一下就行：\n\n{{findings}}",
    en: "This cannot go out as it is; a small change is enough:\n\n{{findings}}",
  },
  "alerts.product-stopped": {
    zh: "这里写到的一款商品因为安全问题停着，先不能发。弄清楚以后发“商品”放开它。",
    en: "This names goods that are stopped for safety. Once it is cleared up, release them with /product.",
  },
  "alerts.goods-stopped": {
    zh: "{{what}}“{{words}}”写到的一款商品刚因为安全问题停了：没发的 {{count}} 条不再发，已发出 {{sent}} 条。",
    en: "{{what}} “{{words}}” names goods that were just stopped for safety: {{count}} are not sent any more, {{sent}} are out.",
  },
  "alerts.live-title-stopped": {
    zh: "标题先没有带上：里面写到的一款商品因为安全问题停着。",
    en: "The title was left out: it names goods that are stopped for safety.",
  },
  "alerts.draft-danger": {
    zh: "您写的话里有危险的情形，我照规矩提醒了大家。只是公告的内容就不用管，接着改、接着发。",
    en: "Your words speak of danger, so I told everybody, as I always do. If they are only part of the announcement, just go on.",
  },
  "alerts.none": { zh: "无", en: "none" },
  "alerts.all-topics": { zh: "全部", en: "everything" },
  "alerts.usual": { zh: "照常", en: "as usual" },
  "alerts.everybody": { zh: "大家", en: "everybody" },
  "alerts.kind.live": { zh: "开播通知", en: "Live alert" },
  "alerts.kind.announcement": { zh: "公告", en: "Announcement" },
  "alerts.kind.leave": { zh: "请假通知", en: "Day off" },
  "alerts.kind.video": { zh: "新视频", en: "New video" },
  "alerts.kind.article": { zh: "新文章", en: "New article" },
  "alerts.kind.schedule": { zh: "改期通知", en: "Change of plan" },
  "alerts.kind.recall": { zh: "召回通知", en: "Product recall" },

  "alerts.live-on": { zh: "🔴 {{host}}开播啦！", en: "🔴 {{host}} is live!" },
  "alerts.live-on-title": {
    zh: "🔴 {{host}}开播啦！\n\n{{title}}",
    en: "🔴 {{host}} is live!\n\n{{title}}",
  },
  "alerts.live-enter": { zh: "进直播间", en: "Watch" },
  "alerts.live-off": {
    zh: "{{host}}下播了，谢谢陪伴，早点休息。",
    en: "{{host}} has finished. Thank you for being there.",
  },
  "alerts.live-announced": {
    zh: "好，正在通知 {{count}} 个群。下播时点下面，群里的通知会跟着变。{{note}}",
    en: "Telling {{count}} groups now. Press below when you finish; the alerts will change with it.{{note}}",
  },
  "alerts.live-no-groups": {
    zh: "记下了，不过还没有接粉丝群，没有人可通知。在粉丝群里发 /bind 就接上了。{{note}}",
    en: "Noted, but no fan group is connected yet. Send /bind in one.{{note}}",
  },
  "alerts.live-resumed": {
    zh: "欢迎回来。刚才的通知已改回“开播中”，不再多发一条。{{note}}",
    en: "Welcome back. The alerts say “live” again; nobody gets a second one.{{note}}",
  },
  "alerts.live-renewed": {
    zh: "已经在播了，通知里的标题和链接正在换成新的。{{note}}",
    en: "You are live already; title and link in the alerts are being changed.{{note}}",
  },
  "alerts.live-already": {
    zh: "已经通知过大家了，不再多发一条。{{note}}",
    en: "Everybody was told already; nobody gets a second one.{{note}}",
  },
  "alerts.live-title-withheld": {
    zh: "标题先没有带上，因为：",
    en: "The title was left out, because:",
  },
  "alerts.live-ended": {
    zh: "辛苦了！群里的通知正在改成“下播了”。",
    en: "Well done! The alerts now say that it is over.",
  },
  "alerts.live-not-on": { zh: "现在没有在播。", en: "Nothing is live now." },
  "alerts.button.live": { zh: "我开播了", en: "I am live" },
  "alerts.button.end": { zh: "下播", en: "Finish" },

  "alerts.hook-shown": {
    zh: "给您的工具用的地址和密钥，只显示这一次，旧的已作废：\n\n{{url}}\n\n{{secret}}\n\n别发给别人。要关掉，发：接口 关",
    en: "Address and secret for your tool, shown this once; older ones have ended:\n\n{{url}}\n\n{{secret}}\n\nTell nobody. To switch it off: /hook off",
  },
  "alerts.hook-off": {
    zh: "接口已关掉，旧密钥不能用了。",
    en: "The interface is off; old secrets have ended.",
  },

  "alerts.schedule-usage": {
    zh: "请这样写：开播计划 每周三五 20:00 秋装专场。也可以写：明天 19:30、11-25 20:00。",
    en: "For example: /schedule 每周三五 20:00 autumn clothes. Or a date: 11-25 20:00.",
  },
  "alerts.schedule-full": {
    zh: "最多 {{most}} 个计划，先去掉一个吧。",
    en: "At most {{most}} plans; remove one first.",
  },
  "alerts.schedule-empty": {
    zh: "还没有开播计划。这样加：开播计划 每周三 20:00。到点我会提醒您，您点一下大家才会收到通知。",
    en: "No plans yet. Add one: /schedule 每周三 20:00. I will remind you then; your tap tells everybody.",
  },
  "alerts.schedule-list": {
    zh: "开播计划（到点先提醒您，您点了才通知大家）：\n\n{{list}}",
    en: "Your plans (I remind you; your tap tells everybody):\n\n{{list}}",
  },
  "alerts.schedule-due": {
    zh: "到开播时间了（{{label}}）{{title}}。开播了就点一下，我去通知大家。今天不播就不用管。",
    en: "It is time ({{label}}){{title}}. Press when you are live and I tell everybody. Not today? Just leave it.",
  },
  "alerts.button.unschedule": { zh: "去掉第 {{number}} 个", en: "Remove {{number}}" },

  "alerts.ask-text": {
    zh: "要发什么？请直接回复这条消息，可以带一张图。\n\n需要时加上这些行：\n类型：请假 / 视频 / 文章 / 改期 / 召回\n时间：明天 20:00 或 每周三 20:00\n范围：telegram 企业微信 童装 订阅 伙伴\n按钮：看链接 https://…\n提醒：所有人\n#童装 只给童装群看的话\n\n{主播}{群} 会换成名字。",
    en: "What is to be said? Reply to this message, with a picture if you like.\n\nLines you may add:\nkind: leave / video / article / schedule / recall\ntime: 明天 20:00 or 每周三 20:00\nto: telegram wecom tag subscribers partners\nbutton: Label https://…\nmention: everybody\n#tag words for groups with this tag\n\n{主播} and {群} become names.",
  },
  "alerts.misread.empty": { zh: "还没有写要说的话。", en: "There are no words yet." },
  "alerts.misread.too-long": {
    zh: "太长了：最多 3000 字、4 个按钮、10 种单独的话。",
    en: "Too long: at most 3000 characters, 4 buttons, 10 wordings.",
  },
  "alerts.misread.bad-time": {
    zh: "时间没看懂，或者已经过了。请写：明天 20:00、11-25 20:00、每周三 20:00。",
    en: "I cannot read this time, or it has passed. Write 明天 20:00, 11-25 20:00 or 每周三 20:00.",
  },
  "alerts.misread.bad-button": {
    zh: "按钮请这样写：按钮：看链接 https://…（名字最多 20 字）",
    en: "A button looks like this: button: Label https://… (at most 20 characters)",
  },
  "alerts.misread.bad-audience": {
    zh: "范围没看懂。可以写：telegram、discord、web、企业微信、飞书、钉钉、群、订阅、伙伴，或者群的标签。",
    en: "I cannot read whom it is for: telegram, discord, web, wecom, feishu, dingtalk, groups, subscribers, partners, or tags of groups.",
  },
  "alerts.misread.bad-kind": {
    zh: "类型可以写：公告、请假、视频、文章、改期、召回。",
    en: "Kinds are: announcement, leave, video, article, schedule, recall.",
  },
  "alerts.preview-reach": {
    zh: "—— 预览 ——\n{{what}}，发给：{{list}} 个群，{{persons}} 位订阅的人",
    en: "—— Preview ——\n{{what}} for groups: {{list}}; subscribers: {{persons}}",
  },
  "alerts.preview-when": { zh: "时间：{{when}}", en: "Time: {{when}}" },
  "alerts.preview-wording": {
    zh: "标签“{{tag}}”的群会看到：{{text}}",
    en: "Groups tagged “{{tag}}” read: {{text}}",
  },
  "alerts.preview-second": {
    zh: "这条要另一位同事也点同意。",
    en: "A second person has to agree to this one.",
  },
  "alerts.preview-change": {
    zh: "要改：回复这条消息，写上新的全文。",
    en: "To change it: reply to this message with the new text.",
  },
  "alerts.button.send": { zh: "发送", en: "Send" },
  "alerts.button.ask-second": { zh: "请同事看一眼", en: "Ask a second person" },
  "alerts.button.try": { zh: "先发到员工群看看", en: "Try it in the staff room" },
  "alerts.button.cancel": { zh: "不发了", en: "Discard" },
  "alerts.button.agree": { zh: "同意发送", en: "I agree" },
  "alerts.button.undo": { zh: "撤回来", en: "Undo" },
  "alerts.button.stop": { zh: "停下", en: "Stop" },
  "alerts.button.again-failed": { zh: "没送到的再发一次", en: "Send again to the failed" },
  "alerts.button.again-unknown": { zh: "不确定的也再发（可能重复）", en: "Also the unknown (may repeat)" },
  "alerts.button.take-back": { zh: "发出的撤回", en: "Take it back" },
  "alerts.second-asked": {
    zh: "等另一位同事点“同意发送”。写的人自己点不算。",
    en: "Waiting for a second person to agree. Whoever wrote it cannot.",
  },
  "alerts.second-other": {
    zh: "这条是您写的，请另一位同事来点。",
    en: "You wrote this one; please let somebody else agree.",
  },
  "alerts.nobody": {
    zh: "按这个范围没有人会收到。看看标签，或者先接粉丝群。",
    en: "Nobody would get this. Look at the tags, or connect a fan group first.",
  },
  "alerts.queued": {
    zh: "30 秒后发出，想反悔就点下面。",
    en: "It goes out in 30 seconds. Press below to undo.",
  },
  "alerts.planned": {
    zh: "好，{{at}} 发出。不发了就点下面。",
    en: "It goes out at {{at}}. Press below to undo.",
  },
  "alerts.undone": { zh: "撤回来了，还没有发给任何人。", en: "Undone; nobody has got it." },
  "alerts.cancelled": { zh: "好，不发了。", en: "Discarded." },
  "alerts.tried": {
    zh: "已发到 {{count}} 个员工群，粉丝看不到。",
    en: "Sent to {{count}} staff rooms; no fan sees it.",
  },
  "alerts.too-late": { zh: "它已经不在这一步了。", en: "It is past this step." },
  "alerts.too-late-stop": {
    zh: "已经开始发了。进度那条消息下面可以点“停下”。",
    en: "It has begun. Press “Stop” under the progress message.",
  },
  "alerts.stopping": { zh: "停下了，{{count}} 条没有再发。", en: "Stopped; {{count}} were not sent." },
  "alerts.again": { zh: "正在再发 {{count}} 条。", en: "Sending {{count}} again." },
  "alerts.changing": {
    zh: "正在改。有的地方不让改已发的消息，那里就留着原来的。",
    en: "Changing it. Where a sent message cannot be changed the old one stays.",
  },
  "alerts.taken-back": { zh: "（这条消息已撤回）", en: "(This message was taken back.)" },
  "alerts.progress": {
    zh: "{{what}}：已送到 {{sent}}，还有 {{waiting}}，没发成 {{failed}}，不确定 {{unknown}}。大约还要 {{minutes}} 分钟。",
    en: "{{what}}: sent {{sent}}, waiting {{waiting}}, failed {{failed}}, unknown {{unknown}}. About {{minutes}} minutes to go.",
  },
  "alerts.progress-edit": {
    zh: "{{what}}：已改好 {{sent}}，还有 {{waiting}}，没改成 {{failed}}。",
    en: "{{what}}: changed {{sent}}, waiting {{waiting}}, failed {{failed}}.",
  },
  "alerts.receipt": {
    zh: "{{what}}发完了：送到 {{sent}}，没发成 {{failed}}，不确定 {{unknown}}，太晚没发 {{dropped}}，当天已满 {{left}}。",
    en: "{{what}} is out: sent {{sent}}, failed {{failed}}, unknown {{unknown}}, too late {{dropped}}, full for today {{left}}.",
  },
  "alerts.stopped": {
    zh: "{{what}}停在半路：送到 {{sent}}，没发 {{dropped}}，没发成 {{failed}}，不确定 {{unknown}}。",
    en: "{{what}} was stopped: sent {{sent}}, not sent {{dropped}}, failed {{failed}}, unknown {{unknown}}.",
  },

  "alerts.passed-on": { zh: "来自{{host}}，经双方同意转发", en: "From {{host}}, passed on by agreement" },
  "alerts.why-you": {
    zh: "您订阅了才收到。不想要了发：订阅",
    en: "You subscribed to this. To stop: /subscribe",
  },
  "alerts.topic.live": { zh: "开播和请假", en: "Live and days off" },
  "alerts.topic.deals": { zh: "公告和福利", en: "Announcements" },
  "alerts.topic.reads": { zh: "新视频和文章", en: "Videos and articles" },
  "alerts.subscribe": {
    zh: "想收到{{host}}的哪些消息？点一下就开，再点就关。晚上不想被打扰，发：免打扰 22-7",
    en: "What would you like to hear from {{host}}? Press to switch. For quiet nights: /quiet 22-7",
  },
  "alerts.settings": {
    zh: "通知设置：\n时区：{{zone}}\n超过 {{second}} 个群要两人同意\n每个群每天最多 {{daily}} 条公告（群里可以用“群设置”另定）\n\n要改就写：通知设置 时区 Asia/Shanghai 两人 50 每天 6",
    en: "Settings:\ntime zone: {{zone}}\na second person above {{second}} groups\nat most {{daily}} announcements a group and day (/grouprules sets it for one group)\n\nTo change: /alertrules zone Asia/Shanghai second 50 daily 6",
  },
  "alerts.settings-usage": {
    zh: "没看懂。请这样写：通知设置 时区 Asia/Shanghai 两人 50 每天 6",
    en: "I cannot read this. For example: /alertrules zone Asia/Shanghai second 50 daily 6",
  },
  "alerts.preview-text-only": {
    zh: "图片在这些地方只显示成一行字：{{list}}",
    en: "The picture becomes a line of text on: {{list}}",
  },
  "alerts.preview-final": {
    zh: "这些地方发出后不能改、不能撤：{{list}}",
    en: "What is sent cannot be changed or taken back on: {{list}}",
  },
  "alerts.misread.mixed": {
    zh: "讲知识的文章不和商品、优惠写在一条里。请把买东西的话另发一条公告。",
    en: "An article and goods never share a message. Please send what is about buying as an announcement of its own.",
  },
  "alerts.subscribe-nobody": {
    zh: "请先到主播的群里发“订阅”，我就知道是哪位主播了。",
    en: "Please send /subscribe in the host's group first.",
  },
  "alerts.quiet-usage": {
    zh: "请这样写：免打扰 22-7。不要了就写：免打扰 关",
    en: "For example: /quiet 22-7. To end it: /quiet off",
  },
  "alerts.quiet-on": {
    zh: "好，{{hours}} 不打扰，之后再发。产品召回除外。",
    en: "Nothing between {{hours}}; it comes afterwards. Product recalls come at once.",
  },
  "alerts.quiet-off": { zh: "免打扰关掉了。", en: "Quiet hours are off." },
  "alerts.rules-where": { zh: "请在那个粉丝群里发。", en: "Please send this in the fan group itself." },
  "alerts.rules-usage": {
    zh: "请这样写：群设置 童装 会员 每天4 @每周1 免打扰22-7 只要 开播 公告。没写到的不变；全部还原就写：群设置 照常",
    en: "For example: /grouprules clothes members daily 4 @weekly 1 quiet 22-7 only live deals. What is not named stays; /grouprules usual begins anew",
  },
  "alerts.rules-set": {
    zh: "好。标签：{{tags}}；只要：{{topics}}；每天公告：{{budget}}；每周能 @所有人：{{calls}}；免打扰：{{quiet}}",
    en: "Done. Tags: {{tags}}; wants: {{topics}}; announcements a day: {{budget}}; calls to everybody a week: {{calls}}; quiet: {{quiet}}",
  },
  "alerts.rules-no-mention": {
    zh: "这里没有“@所有人”这个功能，公告照常发。",
    en: "Everybody cannot be called here; announcements come as usual.",
  },
  "alerts.misread.bad-mention": {
    zh: "要 @所有人 就写一行：提醒：所有人",
    en: "To call everybody write a line: mention: everybody",
  },
  "alerts.preview-mention": {
    zh: "会 @所有人，只在主播用“群设置 @每周1”开过、这周还有次数的群；别的群照常收到，不 @。",
    en: "Calls everybody, only in groups where the host allowed it (/grouprules @weekly 1) and this week's calls are left; other groups just get it.",
  },
  "alerts.preview-no-mention": {
    zh: "这些地方没有 @所有人：{{list}}",
    en: "Everybody cannot be called on: {{list}}",
  },
  "alerts.article-how": {
    zh: "想细看，直接问我这句话就行。资料核对过，不能代替看医生。",
    en: "To read it all, just ask me this. Checked against its sources; it replaces no doctor.",
  },
  "alerts.article-gone": {
    zh: "这篇文章现在不给看了，先不发。",
    en: "This article is not given out at present, so it is not posted.",
  },
  "alerts.article-posted": {
    zh: "这篇这几天已经告诉过大家了，不再多发一条。",
    en: "Everybody was told of this one lately; nobody gets a second one.",
  },
  "alerts.probe-usage": {
    zh: "现在只看得懂快手直播间的网页，请这样写：看直播页 https://live.kuaishou.com/u/您的号。不看了就写：看直播页 关",
    en: "So far I can read Kuaishou's live pages only: /probe https://live.kuaishou.com/u/ID. To end it: /probe off",
  },
  "alerts.probe-none": {
    zh: "没有在看网页，一直是您说了算。想让我偶尔看一眼、来提醒您，就发：看直播页 https://live.kuaishou.com/u/您的号",
    en: "I look at no page; what you say is what counts. To be reminded when it looks live: /probe https://live.kuaishou.com/u/ID",
  },
  "alerts.probe-on": {
    zh: "好，我隔几分钟看一眼 {{link}}。看着像开播了，只会在员工群问您一声，您点了才通知大家；看不清的时候不算数，也不会替您说下播。",
    en: "I will look at {{link}} every few minutes. When it looks live I only ask in the staff room; your tap tells everybody. What I cannot see counts for nothing, and I end nothing for you.",
  },
  "alerts.probe-off": { zh: "好，不看网页了。", en: "I no longer look at the page." },
  "alerts.probe-now": {
    zh: "在看：{{link}}\n上一次：{{seen}}",
    en: "Looking at {{link}}\nLast time: {{seen}}",
  },
  "alerts.probe-seen.nothing": { zh: "还没看", en: "not yet" },
  "alerts.probe-seen.live": { zh: "像是在播", en: "it looked live" },
  "alerts.probe-seen.offline": { zh: "像是没在播", en: "it did not look live" },
  "alerts.probe-seen.throttled": {
    zh: "网页说看得太勤了，歇几个小时再看",
    en: "the page wants us to ask less often; I wait for hours",
  },
  "alerts.probe-seen.unknown": { zh: "看不清，不算数", en: "it could not be read, which counts for nothing" },
  "alerts.probe-ask-on": {
    zh: "直播间的网页看着像开播了。您开播了就点一下，我去通知大家；不是的话不用管。",
    en: "The page of the live room looks live. Press if you are, and I tell everybody; if not, just leave it.",
  },
  "alerts.probe-ask-off": {
    zh: "直播间的网页有一会儿像是没在播了。下播了就点一下；还在播就不用管。",
    en: "The page of the live room has not looked live for a while. Press if you have finished; if not, just leave it.",
  },
  "alerts.robot-maker.wecom": { zh: "企业微信", en: "WeCom" },
  "alerts.robot-maker.feishu": { zh: "飞书", en: "Feishu" },
  "alerts.robot-maker.dingtalk": { zh: "钉钉", en: "DingTalk" },
  "alerts.robot-usage": {
    zh: "没看懂。请这样写：群机器人 地址 密钥 名字\n地址从企业微信、飞书或钉钉的群机器人设置里复制。设了关键词就加上：关键词：小白鲸",
    en: "I cannot read this. Write: /robot address secret name\nCopy the address from the robot's settings in WeCom, Feishu or DingTalk. If it wants a keyword, add: keyword:WORD",
  },
  "alerts.robot-none": {
    zh: "还没有群机器人。在企业微信、飞书或钉钉的群里加一个，把它的地址私下发给我：群机器人 地址 密钥 名字。开播和公告就会也发到那里；它只会说，听不见。",
    en: "No group robot yet. Add one in a group of WeCom, Feishu or DingTalk and send me its address in private: /robot address secret name. Live alerts and announcements then go there too; it only speaks and hears nothing.",
  },
  "alerts.robot-full": { zh: "最多 {{most}} 个，先去掉一个吧。", en: "At most {{most}}; remove one first." },
  "alerts.robot-unknown": {
    zh: "没有这个编号。发“群机器人”看有哪些。",
    en: "There is no such number. /robot shows them.",
  },
  "alerts.robot-added": {
    zh: "记下了：“{{title}}”（{{maker}}，{{key}}）。正在往那里发一句试试，看到了就通了。\n\n地址就是钥匙：请把您刚才那条消息删掉，我这边已经抹掉了。",
    en: "Noted: “{{title}}” ({{maker}}, {{key}}). I am sending a word there; once you see it, it works.\n\nThe address is a key: please delete your message; I have erased it here.",
  },
  "alerts.robot-hello": {
    zh: "您好，我是小白鲸，一个机器人。{{host}}的开播通知和公告以后也发到这里。",
    en: "Hello, I am Beluga, a bot. Live alerts and announcements of {{host}} will come here too.",
  },
  "alerts.robot-untried": {
    zh: "“{{title}}”没发进去。请看看地址和密钥对不对，关键词、IP 限制有没有设，再发一次“群机器人 地址 密钥 名字”。",
    en: "Nothing got into “{{title}}”. Please check address and secret, keyword and IP rules, and send /robot address secret name again.",
  },
  "alerts.robot-gone": {
    zh: "群机器人“{{title}}”发不进去了（可能被删了、密钥换了，或者设了关键词、IP 限制），先不往那里发。弄好后再发一次“群机器人 地址 密钥 名字”。",
    en: "Nothing gets into the robot “{{title}}” any more (removed, a new secret, or keyword and IP rules). It is left out until you send /robot address secret name again.",
  },
  "alerts.robot-alarm": {
    zh: "🚨 可能有人有危险，请值班的同事马上看员工群。这里不写是谁、什么事。",
    en: "🚨 Somebody may be in danger: whoever is on duty, please look into the staff room now. Who and what is not written here.",
  },
  "alerts.robot-alarms-on": {
    zh: "好，有人求助时“{{title}}”也会收到一句“请马上看员工群”，不写是谁、什么事。不要了就写：群机器人 编号 报警 关",
    en: "When somebody is in danger “{{title}}” hears “please look into the staff room now”, never who or what. To end it: /robot NUMBER alarms off",
  },
  "alerts.robot-alarms-off": {
    zh: "好，“{{title}}”不再收到求助提醒。",
    en: "“{{title}}” hears no alarms any more.",
  },
  "alerts.robot-alarms-mark": { zh: "：求助提醒", en: ": alarms" },
  "alerts.robot-gone-mark": { zh: "：停用", en: ": off" },
  "alerts.robot-list": {
    zh: "群机器人：\n\n{{list}}\n\n给一个定规矩：群机器人 1 童装 每天4 @每周1\n有人求助时也提醒那里：群机器人 1 报警",
    en: "Group robots:\n\n{{list}}\n\nTo set the rules of one: /robot 1 clothes daily 4 @weekly 1\nTo tell it too when somebody is in danger: /robot 1 alarms",
  },
  "alerts.button.robot-remove": { zh: "去掉第 {{number}} 个", en: "Remove {{number}}" },
  "alerts.digest": {
    zh: "还有 {{count}} 条，合在一起说：",
    en: "{{count}} more, in one message:",
  },

  "alerts.partner-unknown": {
    zh: "这里没有叫这个名字的主播。",
    en: "There is no host of this name here.",
  },
  "alerts.partner-none": {
    zh: "还没有伙伴。这样邀请：伙伴 李姐。双方都同意，公告才会互相转发，随时能停。",
    en: "No partners yet. Invite one: /partner NAME. Nothing is passed on before both agree, and either can stop it.",
  },
  "alerts.partner-list": { zh: "伙伴：\n\n{{list}}", en: "Partners:\n\n{{list}}" },
  "alerts.partner.mine": { zh: "等对方同意", en: "waiting for them" },
  "alerts.partner.theirs": { zh: "对方在等您", en: "waiting for you" },
  "alerts.partner.mutual": { zh: "互相转发中", en: "passing on" },
  "alerts.partner-waits": { zh: "已问{{host}}，等对方同意。", en: "{{host}} was asked." },
  "alerts.partner-asked": {
    zh: "{{host}}想和您互相转发公告（会写明来自谁）。同意就点下面，随时能停。",
    en: "{{host}} would like to pass on each other's announcements, marked as such. Press to agree; you can stop any time.",
  },
  "alerts.partner-now": { zh: "和{{host}}说好了，可以互相转发了。", en: "Agreed with {{host}}." },
  "alerts.partner-ended": { zh: "停了，从现在起不再互相转发。", en: "Ended; nothing is passed on from now." },
  "alerts.button.partner-agree": { zh: "同意和{{host}}互转", en: "Agree with {{host}}" },
  "alerts.button.partner-end": { zh: "停止和{{host}}互转", en: "Stop with {{host}}" },
} as const satisfies Texts;
