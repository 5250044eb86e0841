import type { Texts } from "./text.ts";

/** Steps are one per line. Plain words, no promises; what a step says is held to AHA 2025 and Chinese guidance. */
export const safetyTexts = {
  "safety.heading.emergency": { zh: "情况急，先照着做：", en: "This is urgent. Do this first:" },
  "safety.heading.urgent": {
    zh: "今天就要去医院看，先这样做：",
    en: "Please go to a hospital today. Until then:",
  },
  "safety.heading.care": { zh: "这个情况要留心：", en: "Please keep an eye on this:" },
  "safety.heading.listen": {
    zh: "你愿意说出来，这很不容易。你不用一个人扛。",
    en: "It takes courage to say this. You do not have to carry it alone.",
  },
  "safety.heading.protect": {
    zh: "这不是你的错。先顾人身安全：",
    en: "This is not your fault. Safety comes first:",
  },
  "safety.heading.need": { zh: "先这样做：", en: "What you can do now:" },
  "safety.heading.hardship": {
    zh: "谁都有难的时候，说出来不丢人。可以这样做：",
    en: "Hard times come to everyone; there is no shame in saying so. What you can do:",
  },
  "safety.heading.unprocessed": {
    zh: "这条消息我没能看懂，要是有急事，先别等我：",
    en: "I could not read this message. If it is urgent, please do not wait for me:",
  },
  "safety.group-line": {
    zh: "有些话不方便在群里说，随时可以私下跟我讲。遇到急事，{{always}} 白天黑夜都能打。",
    en: "Some things are easier to say in private: anyone can write to me there at any time. In an emergency, {{always}} answer day and night.",
  },
  "safety.call.always": {
    zh: "{{number}}（{{name}}）：白天黑夜都能打",
    en: "{{number}} ({{name}}): day and night",
  },
  "safety.call.open": {
    zh: "{{number}}（{{name}}）：没打通就打 {{always}}",
    en: "{{number}} ({{name}}): if nobody answers, call {{always}}",
  },
  "safety.call.closed": {
    zh: "{{number}}（{{name}}）：这会儿可能没人接，急的话打 {{always}}",
    en: "{{number}} ({{name}}): may be closed at this hour; if it cannot wait, call {{always}}",
  },
  "safety.call.day-open": { zh: "{{number}}（{{name}}）", en: "{{number}} ({{name}})" },
  "safety.call.day-closed": {
    zh: "{{number}}（{{name}}）：这会儿可能没人接，白天再打",
    en: "{{number}} ({{name}}): may be closed at this hour, call again by day",
  },
  "safety.money-line": {
    zh: "为了不让任何人受骗，群里不收钱、不转账，也不发收款码和筹款链接。谁家有难处，可以打 12345 问民政的“临时救助”，也可以私下跟我说。",
    en: "So that nobody is cheated, no money is collected or sent in this group, and no payment codes or fundraising links are shared. In hard times, 12345 can tell you about official relief, and anyone can write to me in private.",
  },
  "safety.seen": { zh: "看到了", en: "Seen" },
  "safety.seen-noted": {
    zh: "记下了：编号 S-{{number}} 有人看过了，谢谢。",
    en: "Noted: somebody has looked at S-{{number}}. Thank you.",
  },
  "safety.seen-before": {
    zh: "编号 S-{{number}} 之前已经有人看过了，谢谢你也来看。",
    en: "Somebody has already looked at S-{{number}}. Thank you for looking too.",
  },
  "safety.seen-not-yours": {
    zh: "这一步只有这位主播的工作人员才能做。",
    en: "Only the staff of this host can press this.",
  },
  "safety.act.remove": { zh: "删掉这条", en: "Remove it" },
  "safety.act.warn": { zh: "私下提醒", en: "A word in private" },
  "safety.act.mute": { zh: "禁言一天", en: "Mute for a day" },
  "safety.act-who": { zh: "这位主播、她的群管理或管理员", en: "this host, her moderators or the operator" },
  "safety.act-forgotten": {
    zh: "编号 S-{{number}} 太久了，是哪条消息我已经不记得了。",
    en: "S-{{number}} is too long ago: I no longer keep which message it was.",
  },
  "safety.act-again": { zh: "（{{who}}在{{when}}已经点过）", en: "({{who}} had pressed it, {{when}})" },
  "safety.act-by": { zh: "编号 S-{{number}} · {{who}}：", en: "S-{{number}} · {{who}}:" },
  "safety.act-done.remove": { zh: "那条消息删掉了。", en: "The message is removed." },
  "safety.act-done.mute": {
    zh: "发这条消息的人一天内不能在群里说话，到时候自动恢复。群里没有公告。",
    en: "Its writer cannot write in the group for a day; it ends by itself. Nothing was announced.",
  },
  "safety.act-done.warn": {
    zh: "已私下提醒发消息的人，话说得很轻，没点是谁反映的。",
    en: "Its writer gets a kind word in private, which names nobody.",
  },
  "safety.act-warned": {
    zh: "编号 S-{{number}}：{{who}}在{{when}}已经提醒过了，我就不再发第二遍。",
    en: "S-{{number}}: {{who}} has had this said, {{when}}, so I do not say it twice.",
  },
  "safety.act-no-way": {
    zh: "编号 S-{{number}}：没能私下提醒，对方还没跟我私聊过，我不能先开口。要提醒，请您自己私下说一声，群里就别点名了。",
    en: "S-{{number}}: no private word was possible, the writer has no private chat with me. Please say it yourself in private, and name nobody in the group.",
  },
  "safety.act-unreached": {
    zh: "编号 S-{{number}}：私下提醒没有送到，对方收不到我的私信。要提醒，请您自己私下说一声。",
    en: "S-{{number}}: the private word did not arrive, the writer takes no messages from me. Please say it yourself in private.",
  },
  "safety.act-refused.no-right": {
    zh: "没做成：平台不让我这么做。可能我在那个群里没有管理权限，消息太久了，对方是管理员，或者是不能禁言的普通群。请您在群里自己动手。",
    en: "Not done: the platform does not let me. Perhaps I am no administrator there, the message is too old, its writer is an administrator, or it is a basic group, which mutes nobody. Please do it in the group yourself.",
  },
  "safety.act-refused.gone": {
    zh: "那条消息或那个人已经不在群里了，不用再做什么。",
    en: "The message, or its writer, is no longer there; nothing is left to do.",
  },
  "safety.act-refused.failed": {
    zh: "没做成：平台这会儿没有回应。过几分钟再点一次，或者您在群里自己动手。",
    en: "Not done: the platform does not answer now. Press again in a few minutes, or do it in the group yourself.",
  },
  "safety.warning": {
    zh: "您好，您在「{{title}}」里有句话，可能会让看到的人难过。也许是无心的，没关系。群里有的妈妈日子正难，话轻一点，大家都好过些。\n\n{{team}}（想说说原因，发“转人工”就行；这条只有您看得到）",
    en: "Hello. Something you wrote in “{{title}}” may have hurt somebody who read it. Perhaps it was not meant so; that is all right. Some mothers there have a hard time, and gentle words help everybody.\n\n{{team}} (to tell us your side send /human; only you see this)",
  },
  "safety.bot-plain": { zh: "我是机器人。", en: "I am a bot." },
  "safety.bot": {
    zh: "我是机器人，不能代替医生。",
    en: "I am a bot and cannot replace a doctor.",
  },
  "safety.steps.resuscitate": {
    zh: "打 120，开免提，照接线员说的做\n拍肩膀、大声喊：没反应、没有正常呼吸，马上做胸外按压\n按压放在硬平的地上，按胸口正中，又快又用力，一分钟 100～120 下\n做到人醒来或者救护车来为止，能换人就换人",
    en: "Call 120, put it on speaker and do what they say\nTap and shout: no reaction and no normal breathing means chest compressions now\nOn a hard, flat floor, middle of the chest, hard and fast, 100 to 120 a minute\nGo on until there is life or the ambulance comes; take turns if you can",
  },
  "safety.steps.choking": {
    zh: "还能咳、能哭：让他自己咳，守在旁边\n咳不出、哭不出、脸发紫：叫人打 120，马上做下面的\n不满 1 岁：脸朝下趴在你前臂，掌根拍背 5 下，翻过来按胸口正中 5 下，轮着来，不按肚子\n1 岁以上：弯腰拍背 5 下，再从背后抱住往上冲肚子 5 下，轮着来\n看得见才掏，不瞎掏、不倒提；没反应就做胸外按压",
    en: "Can cough or cry: let the child cough and stay close\nCannot cough or cry, or turns blue: have someone call 120 and start now\nUnder 1 year: face down on your forearm, 5 blows between the shoulders with the heel of the hand, turn over, 5 pushes on the middle of the chest, in turn; never press the belly\nOver 1 year: bend forward, 5 blows on the back, then 5 pushes up into the belly from behind, in turn\nOnly take out what you can see, do not hang the child upside down; no reaction: chest compressions",
  },
  "safety.steps.seizure": {
    zh: "打 120\n平放在地上，侧着躺，松开衣领，旁边的硬东西拿开\n不按住手脚，不掐人中，嘴里不塞东西，不喂水不喂药\n看着表，记住抽了几分钟，能拍就拍一段给医生看\n停了也要去医院；没呼吸就做胸外按压",
    en: "Call 120\nLay the child on the floor on the side, loosen the collar, move hard things away\nDo not hold limbs down, do not pinch, put nothing in the mouth, no water, no medicine\nLook at the clock: how many minutes; film it for the doctor if you can\nGo to hospital even if it stops; no breathing: chest compressions",
  },
  "safety.steps.breathing": {
    zh: "打 120，说清楚“喘不上气”和孩子多大\n竖着抱或让他坐着，松开衣服，别平躺硬按\n不喂水、不喂奶、不喂药\n没有呼吸、叫不醒：马上做胸外按压，120 会在电话里教",
    en: "Call 120, say “trouble breathing” and the child's age\nHold upright or let sit, loosen clothes, do not force flat\nNo water, milk or medicine\nNo breathing or no reaction: chest compressions now, 120 will talk you through it",
  },
  "safety.steps.poison": {
    zh: "打 120，问清要不要送、送哪里\n不要抠喉咙催吐，不灌水、不灌奶\n药瓶、农药瓶、包装一起带去，记住吃了多少、几点吃的\n沾到身上：脱掉衣服，用清水冲；进眼睛：清水冲 15 分钟\n现在看着没事也要去，有的毒过一两天才发作",
    en: "Call 120 and ask where to go\nDo not make them vomit, no water, no milk\nTake the bottle or pack with you; note how much and when\nOn the skin: take clothes off and rinse with water; in the eye: rinse for 15 minutes\nGo even if all looks well: some poisons act a day or two later",
  },
  "safety.steps.swallowed": {
    zh: "马上去有儿科急诊的医院，路远就打 120\n不催吐，路上别吃别喝，等医生说了再吃\n同样的电池、磁珠或包装带一个去\n电池几个小时就能烧穿食管，没症状也不能等",
    en: "Go to a hospital with child emergency care now; call 120 if it is far\nDo not cause vomiting; nothing to eat or drink until a doctor says so\nTake a matching battery, magnet or the pack along\nA battery can burn through within hours: do not wait for signs",
  },
  "safety.steps.burn": {
    zh: "马上用流动的凉水冲 20 分钟，别用冰\n边冲边剪开衣服，粘住的不硬扯\n不抹牙膏、酱油、香油，水泡不挑\n用干净的布松松盖上去医院；面积大、在脸上手上下身、孩子小：打 120",
    en: "Cool running water for 20 minutes now, no ice\nCut clothes away while rinsing; leave what sticks\nNo toothpaste, soy sauce or oil; do not open blisters\nCover loosely with clean cloth and go to hospital; large, on face, hands or groin, or a small child: call 120",
  },
  "safety.steps.head": {
    zh: "叫不醒、抽、一直吐、耳朵鼻子流水或流血、手脚不能动：打 120\n怀疑伤了脖子或背：别抱起来摇，等 120\n出血就用干净的布压住\n不喂药、不喂吃的；今天就去医院，路上看着他的反应",
    en: "Cannot be woken, fits, keeps vomiting, fluid or blood from ear or nose, limb not moving: call 120\nNeck or back may be hurt: do not lift or shake, wait for 120\nPress on bleeding with a clean cloth\nNo medicine or food; go to hospital today and watch the child on the way",
  },
  "safety.steps.drowning": {
    zh: "打 120\n没呼吸：马上清一下嘴，人工呼吸加胸外按压，不控水、不倒背着跑\n有呼吸：侧躺，脱湿衣，保暖\n呛过水的孩子，现在没事也要去医院看",
    en: "Call 120\nNot breathing: clear the mouth, rescue breaths and chest compressions; do not hang upside down to drain water\nBreathing: on the side, wet clothes off, keep warm\nEven if well now, have the child seen at a hospital",
  },
  "safety.steps.electric": {
    zh: "先断电，没断电别用手碰人\n打 120\n没反应、没呼吸：马上做胸外按压\n看着没事也要去医院查心脏",
    en: "Cut the power first; do not touch the person before that\nCall 120\nNo reaction and no breathing: chest compressions\nEven if well, have the heart checked at a hospital",
  },
  "safety.steps.bleeding": {
    zh: "打 120\n用干净的布用力压住伤口，一直压，别老掀开看\n压不住就再加一层布继续压，人躺平、保暖\n扎在里面的东西不要拔",
    en: "Call 120\nPress hard on the wound with clean cloth and keep pressing, do not lift it to look\nStill bleeding: add cloth and keep pressing; lie flat and keep warm\nDo not pull out what is stuck in",
  },
  "safety.steps.gas": {
    zh: "马上把人带到门外通风的地方，开门开窗，关掉煤气\n不开灯、不点火，出了门再打电话\n打 120；没呼吸就做胸外按压\n醒了也要去医院",
    en: "Get everyone out into fresh air, open doors and windows, turn the gas off\nNo switches, no flame; call from outside\nCall 120; no breathing: chest compressions\nGo to hospital even if awake again",
  },
  "safety.steps.allergy": {
    zh: "打 120\n停掉刚吃的、刚用的东西\n发软、脸白：平躺抬高腿；喘不上气：让他坐着\n没呼吸就做胸外按压；缓过来也要去医院，可能再发",
    en: "Call 120\nStop whatever was just eaten or used\nFaint or pale: flat with legs up; short of breath: let sit\nNo breathing: chest compressions; go to hospital even if better, it can come back",
  },
  "safety.steps.young-fever": {
    zh: "不满 3 个月的宝宝发烧，今天就去医院，夜里也去\n自己不要喂退烧药，等医生看\n少穿一层，不捂汗，不用酒精擦\n照常喂奶；不吃、叫不醒、喘、抽：打 120",
    en: "A baby under 3 months with fever goes to hospital today, at night too\nGive no fever medicine by yourself, let a doctor look\nOne layer less, no bundling up, no alcohol rub\nKeep feeding; not feeding, hard to wake, struggling to breathe or fits: call 120",
  },
  "safety.steps.very-ill": {
    zh: "今天就去医院，别等到明天\n叫不醒、抽、喘不上气、脸发紫、身上有按了不褪的红点：打 120\n记下体温、几点吃过什么药，带上药盒\n不捂、不擦酒精，小口喂水喂奶",
    en: "Go to hospital today, do not wait for tomorrow\nHard to wake, fits, struggling to breathe, blue, or spots that do not fade when pressed: call 120\nWrite down temperatures and medicines with times, take the packs along\nNo bundling, no alcohol rub; small sips",
  },
  "safety.steps.dehydration": {
    zh: "今天就去医院\n口服补液盐按说明兑足水，一小口一小口喂，吐了歇 10 分钟再喂\n继续喂奶；不喂糖水、不喂止泻药\n叫不醒、手脚冰凉、眼窝凹下去：打 120",
    en: "Go to hospital today\nOral rehydration salts mixed as the pack says, sip by sip; after vomiting wait 10 minutes and go on\nKeep nursing; no sugar water, no anti-diarrhoea medicine\nHard to wake, cold hands and feet, sunken eyes: call 120",
  },
  "safety.steps.abdomen": {
    zh: "马上去有儿科急诊的医院\n先别吃别喝，不揉肚子，不喂止痛药止泻药\n便便和吐的东西拍个照给医生看\n发蔫、脸白、肚子硬：打 120",
    en: "Go to a hospital with child emergency care now\nNothing to eat or drink, do not rub the belly, no pain or anti-diarrhoea medicine\nTake a photo of the stool or vomit for the doctor\nLimp, pale or hard belly: call 120",
  },
  "safety.steps.newborn": {
    zh: "新生儿变化快，马上去有新生儿科的医院，夜里也去\n路上抱在怀里贴身保暖，看着呼吸\n不喂药、不喂糖水，晒太阳不能代替治疗\n叫不醒、不喘气、脸发紫、抽：打 120",
    en: "A newborn can change fast: go to a hospital with newborn care now, at night too\nHold skin to skin, keep warm, watch the breathing\nNo medicine, no sugar water; sunlight is no treatment\nHard to wake, pauses in breathing, blue or fits: call 120",
  },
  "safety.steps.pale-stool": {
    zh: "灰白、陶土色的便便，这一两天就去儿科查，别拖\n拍照带去，跟医生说：要查直接胆红素\n是不是病要医生看，查得早好治得多",
    en: "Pale or clay-coloured stool: see a children's doctor within a day or two, do not put it off\nTake a photo and ask for a direct bilirubin test\nOnly a doctor can tell; early is much better",
  },
  "safety.steps.postpartum": {
    zh: "打 120 或马上去医院，说清“生完孩子第几天”\n躺平，叫家里人陪着，别一个人去\n出血多：一直垫着看量，垫巾带去给医生看\n抽了：侧躺，嘴里不塞东西",
    en: "Call 120 or go to hospital now; say how many days after birth\nLie flat and have someone with you, do not go alone\nHeavy bleeding: keep the pads to show how much\nFits: on the side, nothing in the mouth",
  },
  "safety.steps.self-harm": {
    zh: "现在就叫一个信得过的人到身边，别一个人待着\n把药、农药、刀这些拿远，或者你先离开那里，离开楼顶、水边\n已经吃了药、受了伤：马上打 120\n不知道说什么也可以打电话，就说“我撑不住了”",
    en: "Ask someone you trust to come to you now; do not stay alone\nPut medicine, pesticide and knives out of reach, or leave the place; leave roofs and water\nAlready taken something or hurt: call 120 at once\nIf words fail, just say “I cannot cope any more”",
  },
  "safety.steps.harm-to-child": {
    zh: "先把孩子平放在小床上，你走出房间，门外缓一缓，孩子哭一会儿没事\n马上叫一个信得过的人来接手，今晚别一个人带\n有这种念头的妈妈不少，是可以治的，今天就去医院看\n孩子被摇过、伤到了：打 120",
    en: "Lay the child in the cot, step out of the room and breathe; a little crying does no harm\nGet someone you trust to take over now; do not be alone with the child tonight\nMany mothers have such thoughts and they can be treated: see a hospital today\nThe child was shaken or hurt: call 120",
  },
  "safety.steps.violence": {
    zh: "能走先走，带上孩子去有人的地方，邻居家、店里都行\n正在打、有刀、威胁要杀人：打 110；不方便说话，打通了别挂\n受了伤打 120，伤要拍照，病历留着\n证件、一点钱、手机放在随手拿得到的地方",
    en: "If you can leave, leave with the children for a place with people: a neighbour, a shop\nBeing hit now, a knife, a threat to kill: call 110; if you cannot speak, keep the line open\nHurt: call 120, take photos, keep the medical record\nKeep papers, some money and your phone within reach",
  },
  "safety.steps.abuse": {
    zh: "先让孩子离开那个人，跟信得过的大人在一起\n打 110，有伤或出血打 120\n不反复追问孩子，跟他说：不是你的错，说出来做得对\n身上的伤、衣服先别洗，留给医生和警察看",
    en: "Take the child away from that person, to an adult you trust\nCall 110; injured or bleeding: call 120\nDo not question the child again and again; say: it is not your fault, you did right to tell\nDo not wash the body or clothes yet: keep them for the doctor and the police",
  },
  "safety.steps.missing": {
    zh: "马上打 110，不用等 24 小时\n说清最后在哪看见、几点、穿什么，发一张近照给警察\n一个人守在原地，其他人分头找，先看水边、车里、马路\n请店家、保安看监控",
    en: "Call 110 now; there is no need to wait 24 hours\nSay where and when last seen and what they wear; give the police a recent photo\nOne person stays at the spot, others search: water, cars and roads first\nAsk shops and guards for their cameras",
  },
  "safety.steps.mood": {
    zh: "累到撑不住，不是你不够好\n先吃口热的，找个人替你带一两个小时，睡一觉\n这样超过两周，去医院看看，很多妈妈看了会好起来\n要是冒出不想活、想伤孩子的念头，别等，马上找人陪着",
    en: "Being worn out does not mean that you are not good enough\nEat something warm, let someone take the child for an hour or two, and sleep\nMore than two weeks like this: see a doctor, it helps many mothers\nIf thoughts of dying or of hurting the child come, do not wait: have someone with you now",
  },
  "safety.steps.hardship": {
    zh: "吃穿、房租、上学、看病有难处：打 12345，问民政的“临时救助”和“低保”\n也可以直接去村（居）委会、乡镇或街道的社会救助窗口，带身份证和户口本，申请不收钱\n今晚没饭吃、没地方住：去当地救助管理站，或者打 110 请他们指路\n别在网上借高利贷，别把账号、收款码发到群里\n想让主播的团队私下知道，就发“转人工”",
    en: "Food, rent, school or a doctor out of reach: call 12345 and ask for temporary relief and the minimum allowance\nOr go to the village committee or the social relief window of your town with your ID; applying is free\nNothing to eat or nowhere to sleep tonight: the local relief station, or ask 110 for the way\nNo loans at high interest; do not post account numbers in the group\nTo let the host's team know in private, send “human”",
  },
  "safety.steps.after-sale": {
    zh: "东西先留好，吊牌和包装别扔，坏的地方拍张照\n记下在哪里买的、订单号、哪天签收的\n网上买的，一般签收第二天起 7 天内能退；定做的、拆封的贴身用品另说\n发“转人工”，我交给工作人员跟进",
    en: "Keep the goods with tag and packing and take a photo of what is wrong\nNote where you bought it, the order number and the day it arrived\nBought online, most things can be returned within 7 days from the day after arrival; not what was made to order or opened and worn close\nSend “human” and I hand it to the staff",
  },
  "safety.steps.product-safety": {
    zh: "先别再用，收到孩子够不着的地方\n孩子受了伤、吞了零件、起一身疹：今天就去医院；喘不上气、叫不醒：打 120\n东西、包装、吊牌都留着，拍张照\n发“转人工”，告诉工作人员是哪一款，别的孩子也好防着",
    en: "Stop using it and put it out of children's reach\nHurt, a part swallowed, a rash all over: see a hospital today; short of breath or not waking: call 120\nKeep the goods, the packing and the tag, and take a photo\nSend “human” and tell the staff which product it is, so that other children are kept safe",
  },
  "safety.steps.hostility": {
    zh: "有人说了难听的话，那是说话的人不对，不是你不好\n可以不回，截个图留着\n发“转人工”，工作人员会来看\n心里过不去，找个信得过的人说说",
    en: "When somebody says cruel things, that is their wrong, not yours\nYou need not answer; keep a screenshot\nSend “human” and the staff will look\nIf it weighs on you, talk to somebody you trust",
  },
  "safety.steps.money-appeal": {
    zh: "我和主播都不收钱、不转钱，筹款链接和收款码也不转，怕有人受骗，法律也不许个人公开募捐\n真有难处：打 12345 问民政“临时救助”“低保”，大病问医保局“医疗救助”\n也可以直接去乡镇或街道的社会救助窗口\n要募捐，找民政登记、能公开募捐的慈善组织\n缺衣服、用品，或者想找人搭把手，发“转人工”私下说",
    en: "Neither I nor the host take or pass on money, fundraising links or payment codes: people get cheated, and the law does not let private persons collect in public\nIn real need: call 12345 about temporary relief and the minimum allowance; for grave illness ask about medical relief\nOr go to the social relief window of your town\nTo collect donations, turn to a registered charity that may\nClothes, goods or a helping hand: send “human” and say it in private",
  },
  "safety.need-alert": {
    zh: "【留意】编号 S-{{number}}\n地点：{{place}}\n类别：{{kinds}}\n触发：{{words}}（规则 {{rules}}）\n\n机器人没有在群里点谁的名。方便的时候请看一眼，需要的话私下联系。",
    en: "[care] S-{{number}}\nPlace: {{place}}\nKind: {{kinds}}\nWords: {{words}} (rules {{rules}})\n\nThe bot has named nobody in the group. Please have a look, and get in touch in private where needed.",
  },
  "safety.hostility-alert": {
    zh: "【留意】编号 S-{{number}}\n地点：{{place}}\n有一条消息可能会伤到别人：{{words}}（规则 {{rules}}）\n\n机器人什么都没说，也没有处理谁。请看看前后文，由人来决定：是不是玩笑，要不要提醒、删除或者禁言，被说的人要不要私下安慰一句。",
    en: "[care] S-{{number}}\nPlace: {{place}}\nA message may hurt somebody: {{words}} (rules {{rules}})\n\nThe bot has said nothing and done nothing to anyone. Please read what stands around it and decide: a joke or not, whether to warn, remove or mute, and whether the person it was about needs a kind word.",
  },
  "safety.steps.unprocessed": {
    zh: "有人受伤、喘不上气、叫不醒、抽、吃错东西：打 120\n有人要伤害你或孩子：打 110\n不急的话，换个说法再发一次",
    en: "Someone hurt, short of breath, not waking, in a fit or having swallowed something: call 120\nSomeone threatens you or a child: call 110\nIf it can wait, please write it again in other words",
  },
} as const satisfies Texts;
