import type { Texts } from "./text.ts";

export const peopleTexts = {
  "people.only-private": {
    zh: "这件事请私下跟我说，别发在群里。点下面的按钮，或者打开和我的私聊。",
    en: "Please tell me this in private, not in the group. Press the button below or open a private chat with me.",
  },
  "people.open-private": { zh: "私聊小白鲸", en: "Chat with Beluga in private" },
  "people.claim-usage": {
    zh: "请在后面写上代码，例如：/claim abcd-1234。代码在服务器第一次启动时显示，邀请码由主播给你。",
    en: "Please add the code, for example: /claim abcd-1234. The set-up code is shown when the server starts for the first time; an invitation code comes from the host.",
  },
  "people.claim-wrong": {
    zh: "这个代码不对，或者已经用过、过期了。请再核对一遍，或向给你代码的人要一个新的。",
    en: "This code is not right, or it was already used or is over. Please check it, or ask for a new one.",
  },
  "people.claim-too-often": {
    zh: "试的次数太多了，为了安全请一小时后再试。",
    en: "Too many tries. For safety, please try again in an hour.",
  },
  "people.claimed-operator": {
    zh: "好了，您现在是这台小白鲸的管理员。接下来发 /setup（设置），三分钟就能把粉丝群接好。",
    en: "Done: you are now this Beluga's operator. Next send /setup; connecting a fan group takes three minutes.",
  },
  "people.claimed-role": {
    zh: "好了，您现在是「{{host}}」的{{role}}。发 /help（帮助）看看能做什么。",
    en: "Done: you are now {{role}} for “{{host}}”. Send /help to see what you can do.",
  },
  "people.role.operator": { zh: "管理员", en: "operator" },
  "people.role.host": { zh: "主播", en: "host" },
  "people.role.moderator": { zh: "群管理", en: "moderator" },
  "people.role.editor": { zh: "知识编辑", en: "editor" },
  "people.not-allowed": {
    zh: "这一步只有{{who}}才能做。需要的话，请主播在私聊里发 /staff（员工）邀请您。",
    en: "Only {{who}} can do this. If you need it, ask the host to invite you with /staff in a private chat.",
  },
  "people.who.operator-or-host": { zh: "主播或管理员", en: "the host or the operator" },
  "people.who.staff": { zh: "主播、群管理或管理员", en: "the host, a moderator or the operator" },
  "people.setup-ask-name": {
    zh: "第 1 步，共 3 步：主播叫什么名字？直接发给我就行，例如：王老师。（不想设置了就发“取消”）",
    en: "Step 1 of 3: what is the host's name? Just send it, for example: Teacher Wang. (Send “cancel” to stop.)",
  },
  "people.setup-ask-name-command": {
    zh: "第 1 步，共 3 步：主播叫什么名字？请这样发：/setup 王老师",
    en: "Step 1 of 3: what is the host's name? Please send it like this: /setup Teacher Wang",
  },
  "people.setup-name-bad": {
    zh: "名字要 1 到 20 个字，只要文字，不要网址。请再发一次。",
    en: "The name needs 1 to 20 characters, words only, no web address. Please send it again.",
  },
  "people.setup-cancelled": {
    zh: "好的，先不设置了。随时再发 /setup。",
    en: "All right, stopped. Send /setup any time.",
  },
  "people.setup-menu": {
    zh: "「{{host}}」的设置\n\n粉丝群：{{fan}}\n员工群：{{staff}}\n人员：{{people}}",
    en: "Set-up of “{{host}}”\n\nFan groups: {{fan}}\nStaff room: {{staff}}\nPeople: {{people}}",
  },
  "people.setup-menu-next-fan": {
    zh: "第 2 步：把我加进粉丝群。点“接粉丝群”。",
    en: "Step 2: add me to the fan group. Press “Connect a fan group”.",
  },
  "people.setup-menu-next-staff": {
    zh: "第 3 步：把我加进员工群，急事会发到那里。点“接员工群”。",
    en: "Step 3: add me to the staff room, where urgent matters go. Press “Connect the staff room”.",
  },
  "people.setup-menu-done": {
    zh: "都接好了。到粉丝群里问一句“新生儿要吃维生素D3吗”，试试看。\n\n还没请主播本人和群管理的话，点“邀请人员”。",
    en: "All connected. Ask “新生儿要吃维生素D3吗” in the fan group to try it.\n\nIf the host and the moderators are not here yet, press “Invite people”.",
  },
  "people.setup-none": { zh: "还没有", en: "none yet" },
  "people.setup-choose": { zh: "要设置哪一位主播？", en: "Which host would you like to set up?" },
  "people.setup-new": { zh: "新建一位主播", en: "New host" },
  "people.setup-connect-fan": { zh: "接粉丝群", en: "Connect a fan group" },
  "people.setup-connect-staff": { zh: "接员工群", en: "Connect the staff room" },
  "people.setup-people": { zh: "邀请人员", en: "Invite people" },
  "people.setup-refresh": { zh: "看看接好了没有", en: "Check again" },
  "people.connect-link": {
    zh: "点下面的按钮，选好要接的{{kind}}，把我加进去就行。链接 7 天内有效，只能用一次，请不要转发。\n\n加好后请把我设为群管理员（不用给任何权限），不然我看不到普通消息，群里有人求助我会不知道。",
    en: "Press the button below, choose the {{kind}}, and add me. The link works once, for 7 days; please do not pass it on.\n\nThen make me an administrator there (no rights needed), or I cannot see ordinary messages and will not notice a call for help.",
  },
  "people.connect-link-staff": {
    zh: "点下面的按钮，选好要接的{{kind}}，把我加进去就行。链接 7 天内有效，只能用一次，请不要转发。",
    en: "Press the button below, choose the {{kind}}, and add me. The link works once, for 7 days; please do not pass it on.",
  },
  "people.connect-command": {
    zh: "先用按钮把我加进去（没有按钮就请服务器管理员邀请我），然后在那个{{kind}}里发：{{command}}",
    en: "Add me with the button (or ask the server's administrator to), then send this in that {{kind}}: {{command}}",
  },
  "people.connect-go": { zh: "选群并加我进去", en: "Choose the group and add me" },
  "people.kind.fan": { zh: "粉丝群", en: "fan group" },
  "people.kind.staff": { zh: "员工群", en: "staff room" },
  "people.bind-only-group": {
    zh: "这个命令要在群里发：在哪个群发，就接哪个群。",
    en: "Send this command in a group: the group you send it in is the one that gets connected.",
  },
  "people.bind-choose-kind": { zh: "这个群是「{{host}}」的：", en: "For “{{host}}”, this group is:" },
  "people.bind-choose-host": { zh: "要接到哪一位主播？", en: "Which host does it belong to?" },
  "people.bind-no-host": {
    zh: "还没有主播。请先私聊我发 /setup（设置）。",
    en: "There is no host yet. Please send me /setup in a private chat first.",
  },
  "people.bind-not-admin": {
    zh: "只有这个群的管理员才能把群接到主播名下。请让群管理员来发这个命令。",
    en: "Only an administrator of this group can connect it. Please ask one to send this command.",
  },
  "people.bind-cannot-check": {
    zh: "我现在查不到您是不是这个群的管理员，没有改动任何东西。请先把我设为群管理员，过一分钟再试。",
    en: "I cannot check right now whether you administer this group, so nothing was changed. Please make me an administrator and try again in a minute.",
  },
  "people.bind-other-host": {
    zh: "这个群已经接在另一位主播名下了。要换的话，请那边先在群里发 /unbind（解绑群）。",
    en: "This group already belongs to another host. To change that, their staff must send /unbind here first.",
  },
  "people.bound-fan": {
    zh: "接好了：这里是「{{host}}」的粉丝群。\n\n大家好，我是小白鲸，一个机器人，不是医生。带娃的事可以问我，例如：新生儿要吃维生素D3吗？我只答有出处、核对过的内容，没有的会老实说没有。",
    en: "Connected: this is a fan group of “{{host}}”.\n\nHello, I am Beluga, a bot, not a doctor. Ask me about raising children, in Chinese, because that is what my articles are written in, for example: 新生儿要吃维生素D3吗 I only answer what has been checked against its sources, and say so when I have nothing.",
  },
  "people.bound-staff": {
    zh: "接好了：这里是「{{host}}」的员工群。粉丝遇到急事，我会把提醒发到这里。",
    en: "Connected: this is the staff room of “{{host}}”. Urgent matters of fans are reported here.",
  },
  "people.bound-blind": {
    zh: "注意：我现在只看得到 @我、回复我和命令。请把我设为群管理员，或者在 @BotFather 关掉隐私模式后重新加我，不然群里有人求助我看不到。",
    en: "Please note: I now see only mentions, replies to me and commands. Make me an administrator, or turn privacy mode off at @BotFather and add me again; otherwise I cannot notice a call for help here.",
  },
  "people.unbound": {
    zh: "好了，这个群不再属于「{{host}}」。",
    en: "Done: this group no longer belongs to “{{host}}”.",
  },
  "people.unbind-nothing": {
    zh: "这个群没有接在任何主播名下。",
    en: "This group is not connected to any host.",
  },
  "people.staff-list": { zh: "「{{host}}」的人员：\n\n{{list}}", en: "People of “{{host}}”:\n\n{{list}}" },
  "people.staff-none": { zh: "还没有人员。", en: "Nobody yet." },
  "people.staff-nameless": { zh: "（没有名字）", en: "(no name)" },
  "people.staff-invite": { zh: "邀请{{role}}", en: "Invite a {{role}}" },
  "people.staff-remove": { zh: "移除：{{name}}（{{role}}）", en: "Remove {{name}} ({{role}})" },
  "people.staff-gone": { zh: "这个人已经不在名单里了。", en: "This person is no longer on the list." },
  "people.staff-last-host": {
    zh: "不能移除最后一位主播，先邀请另一位再移除。",
    en: "The last host cannot be removed; invite another one first.",
  },
  "people.staff-invite-link": {
    zh: "把下面这个链接发给要请的{{role}}，点开就行。7 天内有效，只能用一次：\n\n{{link}}",
    en: "Send this link to the {{role}} you want to invite. It works once, for 7 days:\n\n{{link}}",
  },
  "people.staff-invite-code": {
    zh: "请要当{{role}}的人私下给我发这一句（7 天内有效，只能用一次）：\n\n/claim {{code}}",
    en: "Ask the future {{role}} to send me this in private (works once, for 7 days):\n\n/claim {{code}}",
  },
  "people.button-stale": {
    zh: "这个按钮已经不能用了。请重新发一次命令或问题。",
    en: "This button no longer works. Please send the command or question again.",
  },
  "people.alone": {
    zh: "我在。这里只有我们两个看得到。\n\n如果您或孩子现在有危险，请马上打 120（急救）或 110（报警）。心里难受、撑不住，可以打 12356 心理援助热线。\n\n愿意的话，可以把事情写给我，我会记下来并告诉工作人员。",
    en: "I am here; only the two of us can see this.\n\nIf you or a child are in danger now, call 120 (ambulance) or 110 (police). If it is too much to bear, 12356 is the psychological support line.\n\nIf you like, write to me what happened; I will note it down and tell the staff.",
  },
  "people.start": {
    zh: "您好，我是小白鲸，一个机器人，不是医生。带娃的事可以直接问我，例如：新生儿要吃维生素D3吗？\n\n我只答有出处、核对过的内容；没有的，我会老实说没有，并记下来请人补上。急事请直接打 120 或 110。",
    en: "Hello, I am Beluga, a bot, not a doctor. Ask me about raising children, in Chinese, because that is what my articles are written in, for example: 新生儿要吃维生素D3吗\n\nI only answer what has been checked against its sources; when I have nothing I say so and note the question. In an emergency call 120 or 110 directly.",
  },
  "people.help": { zh: "我能做这些：\n\n{{list}}", en: "What I can do:\n\n{{list}}" },
  "people.failed": {
    zh: "对不起，我这边出了故障，这条没有处理成功（编号 {{ref}}）。请过几分钟再发一次。急事请直接打 120 或 110。",
    en: "Sorry, something failed on my side and this message was not handled (reference {{ref}}). Please send it again in a few minutes. In an emergency call 120 or 110 directly.",
  },
  "people.private-refused": {
    zh: "我有话想私下说，但私信没有送到。请在设置里允许本群成员的私信，或者直接私信我。急事请打 120 或 110。",
    en: "I had something to say in private, but the message could not be delivered. Please allow direct messages from members here, or write to me directly. In an emergency call 120 or 110.",
  },
  "people.limited": {
    zh: "您发得有点快，我跟不上了。请歇一会儿再问，前面发的都收到了。急事请直接打 120 或 110。",
    en: "That was a little fast for me. Please wait a moment before asking again; what you sent before has arrived. In an emergency call 120 or 110 directly.",
  },
  "people.staff-alert": {
    zh: "【{{level}}】编号 S-{{number}}\n地点：{{place}}\n类别：{{kinds}}\n触发：{{words}}（规则 {{rules}}）\n\n机器人已经先把该做什么、该打什么电话发给对方。请现在就有人去看一眼。",
    en: "[{{level}}] number S-{{number}}\nPlace: {{place}}\nKind: {{kinds}}\nMatched: {{words}} (rules {{rules}})\n\nThe bot has already sent what to do and whom to call. Please have somebody look now.",
  },
  "people.danger.breathing": { zh: "喘不上气", en: "trouble breathing" },
  "people.danger.choking": { zh: "噎住", en: "choking" },
  "people.danger.seizure": { zh: "抽搐", en: "a fit" },
  "people.danger.unconscious": { zh: "叫不醒", en: "unconscious" },
  "people.danger.poisoning": { zh: "中毒", en: "poisoning" },
  "people.danger.swallowed": { zh: "误吞东西", en: "something swallowed" },
  "people.danger.burn": { zh: "烫伤", en: "a burn" },
  "people.danger.injury": { zh: "摔伤撞伤", en: "an injury" },
  "people.danger.drowning": { zh: "溺水", en: "drowning" },
  "people.danger.electric": { zh: "触电", en: "electric shock" },
  "people.danger.bleeding": { zh: "出血", en: "bleeding" },
  "people.danger.gas": { zh: "煤气", en: "gas" },
  "people.danger.allergy": { zh: "严重过敏", en: "a severe allergy" },
  "people.danger.fever": { zh: "发烧", en: "fever" },
  "people.danger.infection": { zh: "感染", en: "an infection" },
  "people.danger.dehydration": { zh: "脱水", en: "dehydration" },
  "people.danger.abdomen": { zh: "肚子急症", en: "an acute belly" },
  "people.danger.newborn": { zh: "新生儿", en: "a newborn" },
  "people.danger.postpartum": { zh: "产后", en: "after birth" },
  "people.danger.self-harm": { zh: "轻生念头", en: "thoughts of self-harm" },
  "people.danger.harm-to-child": { zh: "可能伤到孩子", en: "harm to a child" },
  "people.danger.violence": { zh: "家暴", en: "violence" },
  "people.danger.abuse": { zh: "侵害", en: "abuse" },
  "people.danger.missing": { zh: "孩子走失", en: "a missing child" },
  "people.danger.mood": { zh: "情绪低落", en: "low mood" },
  "people.danger.unprocessed": { zh: "没能看懂的消息", en: "a message that could not be read" },
  "people.level.care": { zh: "留意", en: "care" },
  "people.level.urgent": { zh: "紧急", en: "urgent" },
  "people.level.emergency": { zh: "十万火急", en: "emergency" },
  "people.place-private": { zh: "私聊", en: "a private chat" },
  "people.place-group": { zh: "群「{{title}}」", en: "the group “{{title}}”" },
  "people.untitled": { zh: "未命名", en: "untitled" },
} as const satisfies Texts;
