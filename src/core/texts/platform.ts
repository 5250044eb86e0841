import type { Texts } from "./text.ts";

export const platformTexts = {
  "media.photo": { zh: "图片", en: "picture" },
  "media.voice": { zh: "语音", en: "voice message" },
  "media.video": { zh: "视频", en: "video" },
  "media.file": { zh: "文件", en: "file" },
  "media.sticker": { zh: "表情", en: "sticker" },
  "media.not-here": { zh: "（{{kind}}，这里显示不了）", en: "({{kind}}, which cannot be shown here)" },
  "media.too-large": { zh: "（{{kind}}太大，这里发不了）", en: "({{kind}}, too large to be sent here)" },
  "media.gone": { zh: "（{{kind}}，已经取不到了）", en: "({{kind}}, which can no longer be fetched)" },
  "web.alias": { zh: "访客·{{word}}", en: "Guest·{{word}}" },
  "web.alias-words": {
    zh: "松果 小麦 青柚 石榴 山楂 蒲公英 向日葵 栀子 薄荷 桂花 芦苇 荷叶 红枣 核桃 杏花 梨花 小满 谷雨 晨露 晚霞 月牙 星星 海螺 贝壳 珊瑚 浪花 白帆 灯塔 云朵 微风 小溪 竹笋 蘑菇 橡果 枫叶 银杏 海棠 茉莉 豌豆 南瓜 玉米 花生 樱桃 柠檬 橘子 荔枝 龙眼 木棉",
    en: "Pinecone Wheat Pomelo Garnet Hawthorn Dandelion Sunflower Gardenia Mint Osmanthus Reed Lotus Jujube Walnut Apricot Pear Meadow Rain Dew Sunset Crescent Star Conch Shell Coral Wave Sail Lighthouse Cloud Breeze Brook Bamboo Mushroom Acorn Maple Ginkgo Begonia Jasmine Pea Pumpkin Maize Peanut Cherry Lemon Orange Lychee Longan Kapok",
  },
  "web.bot-name": { zh: "小白鲸", en: "Beluga" },
  "web.bot-badge": { zh: "机器人", en: "Bot" },
  "web.bot-line": {
    zh: "小白鲸是机器人，不是真人，也不是医生。答案都来自审核过的资料。急事请打 120。",
    en: "Beluga is a bot, not a person and not a doctor. Its answers come from reviewed articles. In an emergency call 120.",
  },
  "web.with-bot": { zh: "小白鲸在群里（机器人）", en: "Beluga is here (a bot)" },
  "web.host-line": { zh: "{{host}} 的粉丝群", en: "The fan group of {{host}}" },
  "web.log-label": { zh: "群里的消息", en: "Messages in the group" },
  "web.empty": {
    zh: "还没有人说话。想问什么就问，没有“笨问题”。",
    en: "Nobody has said anything yet. Ask whatever you like; there are no stupid questions.",
  },
  "web.input-label": { zh: "要说的话", en: "Your message" },
  "web.input-hint": { zh: "有什么想问的？", en: "What would you like to ask?" },
  "web.send": { zh: "发送", en: "Send" },
  "web.name-label": { zh: "我在群里的名字", en: "My name in the group" },
  "web.name-line": { zh: "我在群里的名字：", en: "My name in the group: " },
  "web.samples-label": { zh: "大家常问", en: "People often ask" },
  "web.sample-questions": {
    zh: "新生儿要吃维生素D3吗|宝宝几个月加辅食|宝宝发烧怎么办|红屁股怎么护理",
    en: "Does a newborn need vitamin D3?|When can my baby start solids?|What to do about a fever?|How to care for nappy rash?",
  },
  "web.call": { zh: "拨打 {{number}}", en: "Call {{number}}" },
  "web.whisper": { zh: "只有你能看到", en: "Only you can see this" },
  "web.you": { zh: "我", en: "Me" },
  "web.reply": { zh: "回复", en: "Reply" },
  "web.reply-to": { zh: "回复 {{name}}：", en: "In reply to {{name}}: " },
  "web.reply-cancel": { zh: "不回复了", en: "Cancel reply" },
  "web.new-messages": { zh: "有新消息 ↓", en: "New messages ↓" },
  "web.refresh": { zh: "刷新看新消息", en: "Reload to see new messages" },
  "web.reconnecting": {
    zh: "连接断了，正在重新连上……消息不会丢。",
    en: "Connection lost, reconnecting… No message is lost.",
  },
  "web.offline": {
    zh: "没有发出去：网络不通。您写的字还在，网好了再点一次“发送”。",
    en: "Not sent: there is no connection. Your text is still here; press Send again once you are back online.",
  },
  "web.other-language": { zh: "English", en: "中文" },
  "web.error-invalid": {
    zh: "这条没有发出去：内容的格式不对（{{field}}）。",
    en: "Not sent: the request is not valid ({{field}}).",
  },
  "web.error-empty": { zh: "还没有写字，写一句再发吧。", en: "There is no text yet. Write something first." },
  "web.error-too-long": {
    zh: "一条最多 {{max}} 个字，请分成几条发。",
    en: "A message has at most {{max}} characters; please send it in parts.",
  },
  "web.error-name": {
    zh: "名字最多 20 个字，也不能和小白鲸、主播同名。换一个吧。",
    en: "A name has at most 20 characters and must not be the bot's or the host's. Please choose another.",
  },
  "web.error-reply": { zh: "要回复的那条消息找不到了。", en: "The message you reply to cannot be found." },
  "web.error-button": {
    zh: "这个按钮用不了了，请直接打字问。",
    en: "This button no longer works; please type your question instead.",
  },
  "web.error-room": { zh: "没有这个群。", en: "There is no such room." },
  "web.error-not-found": { zh: "没有这个地址。", en: "There is nothing at this address." },
  "web.error-json": { zh: "请求不是合格的 JSON。", en: "The request is not valid JSON." },
  "web.error-media-type": { zh: "请用 application/json 发送。", en: "Please send application/json." },
  "web.error-key-reused": {
    zh: "这个编号已经用在另一条消息上，请换一个新的编号再发。",
    en: "This idempotency key belongs to another message; please send with a new one.",
  },
  "web.error-origin": {
    zh: "请求来自别的网站，没有发出去。",
    en: "The request came from another site and was not sent.",
  },
  "web.error-too-fast": {
    zh: "您发得太快了，小白鲸跟不上，请等 {{seconds}} 秒再发。要是有人有危险，请现在就打 120（急救）或 110（报警）。",
    en: "That was too fast for Beluga; please wait {{seconds}} seconds. If somebody is in danger, call 120 (ambulance) or 110 (police) now.",
  },
  "web.error-unavailable": {
    zh: "小白鲸这会儿没接住这条消息，请过几秒再发一次。急事请打 120 或 110。",
    en: "Beluga could not take this message just now; please send it again in a few seconds. In an emergency call 120 or 110.",
  },
  "web.error-too-many-streams": {
    zh: "同时打开的页面太多了，请关掉几个再试。",
    en: "Too many pages are open at once; please close some and try again.",
  },
  "web.error-unexpected": {
    zh: "小白鲸出了点问题，请再试一次。编号 {{reference}}。急事请打 120 或 110。",
    en: "Something went wrong here; please try again. Reference {{reference}}. In an emergency call 120 or 110.",
  },
  "discord.sent-privately": { zh: "已经私信给您了。", en: "I have sent you a private message." },
  "discord.private-refused": {
    zh: "想私下回复您，但您没有打开私信。打开“允许服务器成员私信”，或者直接私聊我再问一次就好。",
    en: "I wanted to answer you in private, but you do not take private messages. Allow them for this server, or write to me privately.",
  },
  "discord.not-taken": {
    zh: "不好意思，刚才出了点问题，您这一条我没有收到。请过一会儿再试一次。急事请打 120 或 110。",
    en: "Sorry, something went wrong and I did not receive this. Please try again in a moment. In an emergency call 120 or 110.",
  },
} as const satisfies Texts;
