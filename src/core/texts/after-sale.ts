import type { Texts } from "./text.ts";

/** The after-sale form, as a fan reads it; what staff reads of it stands below. */
export const afterSaleTexts = {
  "sale.begin": {
    zh: "几个小问题，知道的就写，不知道的跳过。写一条她们就看到一条。",
    en: "A few small questions; skip what you do not know. Each answer reaches the staff at once.",
  },
  "sale.ask-order": {
    zh: "{{place}}/{{of}} 订单号是多少？没有就跳过。",
    en: "{{place}}/{{of}} The order number? Skip it if there is none.",
  },
  "sale.ask-bought": {
    zh: "{{place}}/{{of}} 买的什么，在哪里买的？例如：直播间，儿童运动鞋 28 码。",
    en: "{{place}}/{{of}} What did you buy, and where? For example: live room, children's shoes, size 28.",
  },
  "sale.ask-signed": {
    zh: "{{place}}/{{of}} 哪天签收的？例如：昨天、3天前、11月20日。还没收到就写“还没收到”。",
    en: "{{place}}/{{of}} Which day did it arrive? For example: yesterday, 3 days ago, 2026-11-20; or “not yet”.",
  },
  "sale.ask-what": { zh: "{{place}}/{{of}} 是下面哪一种？", en: "{{place}}/{{of}} Is it one of these?" },
  "sale.ask-reason": {
    zh: "{{place}}/{{of}} 怎么了？想退、想换还是想修？",
    en: "{{place}}/{{of}} What is wrong? Would you like to return, exchange or mend it?",
  },
  "sale.ask-photos": {
    zh: "{{place}}/{{of}} 有照片就发一张，没有就跳过。我不存照片，只记下在哪条消息里。",
    en: "{{place}}/{{of}} Send a photo if you have one, or skip. The photo is not kept, only in which message it is.",
  },
  "sale.what.none": { zh: "都不是", en: "None of these" },
  "sale.what.made": { zh: "定做的", en: "Made to order" },
  "sale.what.fresh": { zh: "生鲜", en: "Fresh food" },
  "sale.what.digital": { zh: "拆封的音像软件", en: "Opened digital goods" },
  "sale.what.papers": { zh: "报纸期刊", en: "Newspapers" },
  "sale.what.baby": { zh: "贴身或拆封的婴童用品", en: "Close-fitting or opened baby goods" },
  "sale.done": {
    zh: "都记下了（编号 {{number}}），她们会来回复您。",
    en: "All noted (number {{number}}); they will answer you.",
  },
  "sale.days-left": {
    zh: "七天无理由退货：{{signed}}签收，从第二天{{first}}起算，到{{last}}（含当天）都能退，今天是第 {{day}} 天（签收当天不算）。东西、吊牌要完好。",
    en: "Returns without a reason: it arrived on {{signed}}, the seven days count from {{first}} and {{last}} is the last one; today is day {{day}} (the day of arrival does not count). Goods and tag must be whole.",
  },
  "sale.days-over": {
    zh: "七天无理由退货：{{signed}}签收，从第二天{{first}}起算，到{{last}}就满了，今天是第 {{day}} 天，已经过了。还可以跟她们商量。",
    en: "Returns without a reason: it arrived on {{signed}}, the seven days counted from {{first}} to {{last}}; today is day {{day}}, so they are over. You can still talk it over with them.",
  },
  "sale.days-unknown": {
    zh: "七天无理由退货：从签收的第二天起算 7 天。您没写签收日，收到了再算。",
    en: "Returns without a reason: seven days, counted from the day after arrival. Without that day they cannot be counted yet.",
  },
  "sale.exception.made": {
    zh: "定做的东西，一般不能七天无理由退。",
    en: "What was made to order is, as a rule, not returned without a reason.",
  },
  "sale.exception.fresh": {
    zh: "生鲜容易坏，一般不能七天无理由退。坏了、少了，当天拍照说。",
    en: "Fresh food is, as a rule, not returned without a reason. If it is spoiled or missing, take a photo the same day.",
  },
  "sale.exception.digital": {
    zh: "拆封或下载过的音像、软件，一般不能七天无理由退。",
    en: "Opened or downloaded digital goods are, as a rule, not returned without a reason.",
  },
  "sale.exception.papers": {
    zh: "报纸、期刊，一般不能七天无理由退。",
    en: "Newspapers and magazines are, as a rule, not returned without a reason.",
  },
  "sale.exception.baby": {
    zh: "贴身或拆封的婴童用品：买的时候页面写明不能退、您也点过确认的，才不能退；没确认过，照样能退。",
    en: "Close-fitting or opened baby goods: only if it was said at purchase that they cannot be returned, and you confirmed it, they cannot; otherwise they can.",
  },
  "sale.quality": {
    zh: "要是质量有问题，不受上面这些限制，可以要求退、换或修。",
    en: "If the quality is at fault none of this limits you: you can ask for return, exchange or repair.",
  },
  "sale.promise": { zh: "主播自己的承诺：{{promise}}", en: "The host's own promise: {{promise}}" },
  "sale.case-closed": {
    zh: "这件事（编号 {{number}}）已经结了。还没办好就再发一次“售后”。",
    en: "This matter (number {{number}}) is closed. If it is not settled send /aftersale again.",
  },
  "sale.field.order": { zh: "订单号：", en: "Order: " },
  "sale.field.bought": { zh: "买的什么、在哪：", en: "What and where: " },
  "sale.field.signed": { zh: "签收日：", en: "Arrived: " },
  "sale.field.what": { zh: "特别的一种：", en: "Special kind: " },
  "sale.field.reason": { zh: "怎么了：", en: "Reason: " },
  "sale.field.photos": { zh: "照片：", en: "Photo: " },
  "sale.photo-kept": { zh: "有（在她发的消息里）", en: "yes (in a message of hers)" },
  "sale.card": {
    zh: "个案 {{number}} 的售后单：\n{{list}}\n\n{{verdict}}",
    en: "After-sale form of case {{number}}:\n{{list}}\n\n{{verdict}}",
  },
  "safety.report-usage": {
    zh: "哪一款、怎么了，写在一条里，前面加“商品安全”，例如：商品安全 小熊奶瓶 用两次就裂了。孩子受了伤先看医生，喘不上气打 120。",
    en: "Which product and what happened, in one message: /unsafe bear-bottle it cracked after two days. If a child is hurt see a doctor first; short of breath: call 120.",
  },
  "safety.stopped": {
    zh: "【商品安全】72 小时内有 {{count}} 位粉丝说「{{product}}」有问题。它的预告和优惠券先停了，请马上看这几件个案。查清没事了，请主播点“已查清，恢复”。",
    en: "[Product safety] {{count}} fans have reported “{{product}}” within 72 hours. Its announcements and coupons are stopped; please look at these cases now. When it is found to be all right the host presses “All right again”.",
  },
  "safety.button-clear": { zh: "已查清，恢复", en: "All right again" },
  "safety.cleared": {
    zh: "「{{product}}」由{{who}}查清了，恢复正常。",
    en: "{{who}} has looked into “{{product}}”; it is all right again.",
  },
  "safety.cleared-already": {
    zh: "「{{product}}」已经恢复了。",
    en: "“{{product}}” is all right again already.",
  },
  "safety.products": {
    zh: "商品清单：{{list}}\n停着的：{{stopped}}\n\n加一款：商品 加 小熊奶瓶；去掉：商品 删 小熊奶瓶。清单里有的，粉丝说到名字我就认得。",
    en: "Products: {{list}}\nStopped: {{stopped}}\n\nTo add one: /product add NAME; to remove: /product delete NAME. What is listed is known by its name wherever fans report it.",
  },
  "safety.product-name-bad": { zh: "商品名要 2 到 40 个字。", en: "A product's name needs 2 to 40 letters." },
  "safety.products-many": { zh: "清单满了，最多 {{most}} 款。", en: "The list is full: {{most}} at most." },
  "sale.promise-none": {
    zh: "还没写承诺。例如发：承诺 质量问题来回运费我们先垫。发“承诺 无”就取消。",
    en: "There is no promise yet. For example: /promise We advance the postage for faulty goods. “/promise none” takes it away.",
  },
  "sale.promise-now": {
    zh: "粉丝问售后会看到：{{promise}}",
    en: "Fans who ask about returns read: {{promise}}",
  },
  "sale.promise-gone": { zh: "好的，承诺取消了。", en: "All right, the promise is gone." },
} as const satisfies Texts;
