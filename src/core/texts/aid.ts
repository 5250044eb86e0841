import type { Texts } from "./text.ts";

/** Help programmes: what an applicant reads comes first, what the staff reads below. */
export const aidTexts = {
  "aid.day": { zh: "{{year}}年{{month}}月{{day}}日", en: "{{year}}-{{month}}-{{day}}" },
  "aid.month": { zh: "{{year}}年{{month}}月", en: "{{year}}-{{month}}" },
  "aid.stock-packs": { zh: "{{total}} 份", en: "{{total}} packs" },
  "aid.stock-budget": {
    zh: "一共 {{total}} 元的东西，每户 {{share}} 元，够 {{families}} 户",
    en: "goods for {{total}} yuan, {{share}} for each family: enough for {{families}}",
  },
  "aid.left": { zh: "还剩 {{left}} 户", en: "{{left}} families left" },
  "aid.programme": {
    zh: "「{{title}}」（{{stock}}）\n里面有：{{contents}}\n谁可以申请：{{who}}\n每户一份，申请到 {{until}}（含当天）",
    en: "“{{title}}” ({{stock}})\nWhat is in it: {{contents}}\nWho may apply: {{who}}\nOne per family, applications until {{until}}",
  },
  "aid.post": {
    zh: "{{team}}准备了「{{title}}」，{{stock}}。\n里面有：{{contents}}\n谁可以申请：{{who}}\n到 {{until}} 为止，每户一份。\n\n名额有限，私聊申请，不公开姓名，不拍照，也不用谢。",
    en: "{{team}} has prepared “{{title}}”: {{stock}}.\nWhat is in it: {{contents}}\nWho may apply: {{who}}\nUntil {{until}}, one per family.\n\nPlaces are few. Apply in private; no names are made public, no photos, no thanks needed.",
  },
  "aid.button-apply": { zh: "私聊申请", en: "Apply in private" },
  "aid.apply-over": {
    zh: "这一批现在不收申请了：时间过了，或者主播先停了。发“申请”可以看别的。",
    en: "This one takes no applications now: it is over, or the host has paused it. Send /apply to see others.",
  },
  "aid.apply-none": {
    zh: "现在没有在收申请的帮扶。日子难的时候可以打 12345 问临时救助和低保；也可以发“转人工”，跟我们的人说说。",
    en: "No programme takes applications now. In hard times call 12345 about relief, or send /human to talk with one of us.",
  },
  "aid.apply-which": { zh: "想申请哪一个？", en: "Which one would you like to apply for?" },
  "aid.applied-already": {
    zh: "您已经申请过这一批了（申请 {{number}}），每户一份。发“我的申请”看到哪一步了。",
    en: "You have applied for this one already (application {{number}}); it is one per family. Send /application to see where it stands.",
  },
  "aid.full": {
    zh: "这一批的名额暂时满了。有人退出会空出来，过几天再发“申请”看看。",
    en: "All places are taken for now. Some may become free again: please send /apply in a few days.",
  },
  "aid.in-private": {
    zh: "问题发到您和我的私聊里了，在那里答，别人看不到。",
    en: "The questions are in your private chat with me; nobody else reads what you answer there.",
  },
  "aid.form-begin": {
    zh: "{{text}}\n\n一共四个小问题，每个都可以跳过。不用交证明，填的只给办这件事的人看，不公开。随时可以发“取消”。",
    en: "{{text}}\n\nFour small questions, each of which you may skip. No proof is needed, and only those who see to it read your answers. Send “cancel” at any time.",
  },
  "aid.form-children": {
    zh: "{{place}}/{{of}} 孩子哪年哪月生的？写年月就行，几个孩子都写上，例如：2023年5月、2020年11月。不用写名字。",
    en: "{{place}}/{{of}} When were the children born? Year and month, for example 2023-05, 2020-11. No names, please.",
  },
  "aid.form-needs": {
    zh: "{{place}}/{{of}} 衣服鞋子穿多大？还有什么合用、什么用不上？",
    en: "{{place}}/{{of}} Which sizes for clothes and shoes? What would be of use, what not?",
  },
  "aid.form-delivery": {
    zh: "{{place}}/{{of}} 东西怎么给您方便？",
    en: "{{place}}/{{of}} How may it reach you?",
  },
  "aid.form-contact": {
    zh: "{{place}}/{{of}} 寄到哪里？收件人、电话、地址写一行。只有送东西的那一个人看得到，送到 30 天后就删掉。",
    en: "{{place}}/{{of}} Where to? Name, telephone and address in one line. Only the one person who brings it sees this, and it is deleted 30 days after it has arrived.",
  },
  "aid.form-contact-pickup": {
    zh: "{{place}}/{{of}} 怎么跟您约时间？留个电话或别的方式。只有交东西的那一个人看得到，办好 30 天后就删掉。",
    en: "{{place}}/{{of}} How can a time be arranged with you? A telephone number or another way. Only the one person who hands it over sees this, and it is deleted 30 days later.",
  },
  "aid.unclear": {
    zh: "这句我没看懂，换个写法试试，或者点“跳过”。",
    en: "I did not understand that; please put it differently, or press “Skip”.",
  },
  "aid.press-below": { zh: "请点下面的按钮。", en: "Please press one of the buttons below." },
  "aid.too-long": {
    zh: "太长了，最多 {{most}} 个字，短一点再发。",
    en: "Too long: at most {{most}} characters, please.",
  },
  "aid.button-skip": { zh: "跳过", en: "Skip" },
  "aid.button-cancel": { zh: "取消", en: "Cancel" },
  "aid.button-post-it": { zh: "寄过来", en: "Send it to me" },
  "aid.button-pickup": { zh: "自己来拿", en: "I fetch it" },
  "aid.button-send": { zh: "发送申请", en: "Send" },
  "aid.button-again": { zh: "重新填", en: "Begin again" },
  "aid.not-told": { zh: "没填", en: "not told" },
  "aid.delivery.post": { zh: "寄过来", en: "by post" },
  "aid.delivery.pickup": { zh: "自己来拿", en: "fetched" },
  "aid.told": {
    zh: "孩子出生：{{children}}\n尺码和需要：{{needs}}\n怎么给：{{delivery}}",
    en: "Children born: {{children}}\nSizes and needs: {{needs}}\nHow: {{delivery}}",
  },
  "aid.preview": {
    zh: "看一下对不对：\n\n{{told}}\n联系方式：{{contact}}\n\n点“发送申请”才会交上去。",
    en: "Please look it over:\n\n{{told}}\nHow to reach you: {{contact}}\n\nIt is handed in when you press “Send”.",
  },
  "aid.form-cancelled": {
    zh: "好的，不填了，填过的已经删掉。想好了随时发“申请”。",
    en: "All right; what you wrote is deleted. Send /apply whenever you like.",
  },
  "aid.sent": {
    zh: "收到了，申请 {{number}}。{{team}}会有两个人分别看和送，不公开。发“我的申请”看到哪一步，随时可以撤回。",
    en: "Received: application {{number}}. Two people of {{team}} see to it, one who decides and one who brings it; nothing is made public. Send /application to see where it stands or to take it back.",
  },
  "aid.mine": { zh: "您的申请：\n{{list}}", en: "Your applications:\n{{list}}" },
  "aid.mine-none": {
    zh: "您没有申请过。发“申请”看看现在有什么。",
    en: "You have not applied for anything. Send /apply to see what there is.",
  },
  "aid.mine-line": {
    zh: "申请 {{number}}「{{title}}」：{{status}}",
    en: "Application {{number}} “{{title}}”: {{status}}",
  },
  "aid.mine-status.sent": { zh: "交上去了，有人会看", en: "handed in, somebody will look at it" },
  "aid.mine-status.approved": { zh: "通过了，正在安排送", en: "approved, being arranged" },
  "aid.mine-status.handling": { zh: "通过了，有人在准备", en: "approved, being prepared" },
  "aid.mine-status.handed": { zh: "在路上，或已交给您", en: "on its way, or handed to you" },
  "aid.mine-status.delivered": { zh: "送到了", en: "arrived" },
  "aid.mine-status.refused": { zh: "这次没有通过", en: "not approved this time" },
  "aid.mine-status.appealed": { zh: "请另一位同事再看", en: "somebody else looks at it again" },
  "aid.mine-status.withdrawn": { zh: "您撤回了", en: "taken back by you" },
  "aid.mine-status.expired": {
    zh: "没能按时送出，名额让出来了",
    en: "could not be brought in time, the place is free again",
  },
  "aid.button-withdraw": { zh: "撤回申请 {{number}}", en: "Take back {{number}}" },
  "aid.button-appeal": { zh: "请另一位再看（{{number}}）", en: "Ask somebody else ({{number}})" },
  "aid.withdrawn": {
    zh: "申请 {{number}} 撤回了，您的联系方式已经删掉。",
    en: "Application {{number}} is taken back; how to reach you is deleted.",
  },
  "aid.appealed": {
    zh: "好，申请 {{number}} 会由{{team}}另一位同事再看一遍。想补充什么，发“转人工”告诉她们。",
    en: "Application {{number}} will be looked at by somebody else of {{team}}. If there is more to say, send /human and tell them.",
  },
  "aid.approved": {
    zh: "申请 {{number}} 通过了，{{team}}在安排送。有变动发“转人工”说一声，不想要了也可以撤回（发“我的申请”）。",
    en: "Application {{number}} is approved and {{team}} arranges the rest. If anything changes send /human; you may still take it back with /application.",
  },
  "aid.handed": {
    zh: "申请 {{number}} 的东西已经寄出或交出了。几天没收到，发“转人工”问{{team}}。",
    en: "What belongs to application {{number}} is on its way. If it does not come, ask {{team}} with /human.",
  },
  "aid.delivered": {
    zh: "申请 {{number}} 记为送到了。没收到就发“转人工”告诉{{team}}。您的联系方式 30 天后自动删掉。",
    en: "Application {{number}} is noted as arrived. If it has not, tell {{team}} with /human. How to reach you is deleted in 30 days.",
  },
  "aid.refused": {
    zh: "申请 {{number}} 这次没有通过：{{reason}}\n\n觉得不对，可以请{{team}}另一位同事再看一遍。急着用的话，也可以打 12345 问临时救助。",
    en: "Application {{number}} was not approved: {{reason}}\n\nIf this seems wrong, somebody else of {{team}} can look at it again. For urgent need 12345 tells about official relief.",
  },
  "aid.refused-again": {
    zh: "申请 {{number}}，{{team}}另一位同事也看过了，还是没有通过：{{reason}}\n\n日子难的时候可以打 12345 问临时救助和低保，也可以发“转人工”。",
    en: "Somebody else of {{team}} has looked at application {{number}} too, and it was not approved: {{reason}}\n\nIn hard times call 12345 about relief, or send /human.",
  },
  "aid.expired": {
    zh: "对不起，申请 {{number}} 一直没能送出，名额先让出来了。还需要的话再发“申请”，或者发“转人工”。",
    en: "We are sorry: application {{number}} could not be brought in time and the place is free again. If you still need it send /apply or /human.",
  },
  "aid.no-money": {
    zh: "这段话像是在收钱、借钱或者放收款码。不管谁写的，我都不转发、不写进去，也告诉员工群了。想帮人可以送东西、送优惠券；日子难的可以打 12345 问临时救助，大病可以问医疗救助。要是我看错了，换个说法再发。",
    en: "This looks like a collection of money or a payment code. Whoever writes it, I neither pass it on nor write it down, and the staff has been told. To help, give goods or coupons; in hard times 12345 tells about official relief. If I am mistaken, please put it differently.",
  },
  "aid.reason.none-left": { zh: "这一批已经发完了。", en: "everything of this programme has been given." },
  "aid.reason.not-meant": {
    zh: "这一批是给别的情况准备的。",
    en: "this programme is meant for another situation.",
  },
  "aid.reason.helped-already": {
    zh: "您家这次已经有一份了，每户一份。",
    en: "your family has one already; it is one per family.",
  },
  "aid.reason.cannot-reach": { zh: "这次送不到您那里。", en: "we cannot bring it to you this time." },

  "aid.reason-short.none-left": { zh: "发完了", en: "None left" },
  "aid.reason-short.not-meant": { zh: "不是给这种情况的", en: "Meant for others" },
  "aid.reason-short.helped-already": { zh: "已经有一份了", en: "Has one already" },
  "aid.reason-short.cannot-reach": { zh: "送不到", en: "Cannot reach" },
  "aid.which-host": {
    zh: "您管几位主播，请到那位主播的员工群里发。",
    en: "You manage several hosts; please send this in the staff room of the one you mean.",
  },
  "aid.unknown": {
    zh: "没有这个编号，或者它不归您这边管。",
    en: "There is no such number, or it is not yours.",
  },
  "aid.your-own": {
    zh: "这是您自己的申请，请别的同事看。它不归您这边管。",
    en: "This is your own application; colleagues see to it.",
  },
  "aid.ask-title": {
    zh: "{{place}}/{{of}} 这次帮扶叫什么？例如：冬天的礼包。（发“取消”就不开了）",
    en: "{{place}}/{{of}} What is it called? For example: winter packs. (Send “cancel” to stop.)",
  },
  "aid.ask-stock": {
    zh: "{{place}}/{{of}} 有多少？写份数，例如：55份；或者预算，例如：3000元，每户100元。只发东西，不发钱。",
    en: "{{place}}/{{of}} How much is there? Packs, for example: 55; or a budget: 3000 yuan, each 100. Goods only, never money.",
  },
  "aid.ask-contents": { zh: "{{place}}/{{of}} 里面有什么？", en: "{{place}}/{{of}} What is in it?" },
  "aid.ask-who": {
    zh: "{{place}}/{{of}} 谁可以申请？一句话，别让人难堪，例如：一个人带孩子的妈妈。",
    en: "{{place}}/{{of}} Who may apply? One kind sentence, for example: mothers who bring up children alone.",
  },
  "aid.ask-until": {
    zh: "{{place}}/{{of}} 申请到哪天为止？例如：12月31日，或 30天。",
    en: "{{place}}/{{of}} Until when? For example: 2026-12-31, or 30 days.",
  },
  "aid.stock-unclear": {
    zh: "没看懂数量。请写“55份”，或者“3000元，每户100元”。",
    en: "I did not understand. Please write “55 packs”, or “3000 yuan, each 100”.",
  },
  "aid.until-unclear": {
    zh: "没看懂日期，或者不在一年以内。请写“12月31日”或“30天”。",
    en: "I did not understand the day, or it is not within a year. Please write “2026-12-31” or “30 days”.",
  },
  "aid.check": { zh: "看一下对不对：\n\n{{text}}", en: "Please look it over:\n\n{{text}}" },
  "aid.button-open": { zh: "开始收申请", en: "Begin" },
  "aid.button-new": { zh: "新开一个帮扶", en: "New programme" },
  "aid.button-post": { zh: "发到粉丝群 {{number}}", en: "Post {{number}}" },
  "aid.button-pause": { zh: "暂停 {{number}}", en: "Pause {{number}}" },
  "aid.button-resume": { zh: "继续 {{number}}", en: "Go on {{number}}" },
  "aid.button-close": { zh: "结束 {{number}}", en: "Close {{number}}" },
  "aid.opened": {
    zh: "帮扶 {{number}}「{{title}}」开始收申请了。要不要发到粉丝群，您说了算。",
    en: "Programme {{number}} “{{title}}” takes applications now. Whether it is posted to the fans is up to you.",
  },
  "aid.cancelled": { zh: "好的，不开了。", en: "All right, stopped." },
  "aid.posted": {
    zh: "「{{title}}」发到 {{groups}} 个粉丝群了。",
    en: "“{{title}}” goes to {{groups}} fan groups.",
  },
  "aid.no-group": {
    zh: "还没有接上粉丝群，发“设置”接一个。",
    en: "No fan group is connected yet; see /setup.",
  },
  "aid.programme-over": {
    zh: "「{{title}}」现在不收申请：暂停了、结束了，或者时间过了。",
    en: "“{{title}}” takes no applications: it is paused, closed or over.",
  },
  "aid.programme-now.open": {
    zh: "帮扶 {{number}}「{{title}}」又开始收申请了。",
    en: "Programme {{number}} “{{title}}” takes applications again.",
  },
  "aid.programme-now.paused": {
    zh: "帮扶 {{number}}「{{title}}」暂停了；已经交上来的照样要看。",
    en: "Programme {{number}} “{{title}}” is paused; what was handed in is still to be decided.",
  },
  "aid.programme-now.closed": {
    zh: "帮扶 {{number}}「{{title}}」结束了；已经交上来的照样要看完。",
    en: "Programme {{number}} “{{title}}” is closed; what was handed in is still to be decided.",
  },
  "aid.programme-status.open": { zh: "收申请", en: "open" },
  "aid.programme-status.paused": { zh: "暂停", en: "paused" },
  "aid.programme-status.closed": { zh: "结束", en: "closed" },
  "aid.programmes": {
    zh: "帮扶：\n{{list}}\n\n发“申请列表”看交上来的。",
    en: "Programmes:\n{{list}}\n\nSend /applications to see what was handed in.",
  },
  "aid.programmes-none": { zh: "现在没有帮扶。{{list}}", en: "There is no programme now.{{list}}" },
  "aid.programme-line": {
    zh: "{{number}}「{{title}}」{{status}}，{{left}}，到 {{until}}",
    en: "{{number}} “{{title}}”: {{status}}, {{left}}, until {{until}}",
  },
  "aid.status.sent": { zh: "等人看", en: "to be decided" },
  "aid.status.approved": { zh: "已批准，等人送", en: "approved, to be handed over" },
  "aid.status.handling": { zh: "有人在送", en: "in somebody's hands" },
  "aid.status.handed": { zh: "已交出", en: "handed over" },
  "aid.status.delivered": { zh: "已送到", en: "arrived" },
  "aid.status.refused": { zh: "没通过", en: "refused" },
  "aid.status.appealed": { zh: "请另一位再看", en: "appealed" },
  "aid.status.withdrawn": { zh: "本人撤回", en: "taken back" },
  "aid.status.expired": { zh: "超时没送", en: "out of time" },
  "aid.card-new": {
    zh: "新申请 {{number}} · {{fan}}\n帮扶「{{title}}」（{{left}}）\n内容只给看的人单独显示，看过会记下来。认识她的同事请别看，点开后选“我认识她”。",
    en: "New application {{number}} · {{fan}}\nProgramme “{{title}}” ({{left}})\nIt is shown to each of you alone, and who looks is recorded. Who knows her: please press “I know her”.",
  },
  "aid.button-view": { zh: "看申请 {{number}}", en: "Show {{number}}" },
  "aid.button-approve": { zh: "批准", en: "Approve" },
  "aid.button-refuse": { zh: "婉拒", en: "Refuse" },
  "aid.button-know-her": { zh: "我认识她", en: "I know her" },
  "aid.button-take": { zh: "我来送", en: "I bring it" },
  "aid.button-handed": { zh: "已交出", en: "Handed over" },
  "aid.button-give-back": { zh: "换人送", en: "Somebody else" },
  "aid.button-delivered": { zh: "已送到", en: "Arrived" },
  "aid.list": { zh: "申请：\n{{list}}", en: "Applications:\n{{list}}" },
  "aid.list-none": { zh: "没有要办的申请。", en: "Nothing is waiting." },
  "aid.list-line": {
    zh: "{{number}} · {{fan}} · {{status}}（{{when}}起）",
    en: "{{number}} · {{fan}} · {{status}} (since {{when}})",
  },
  "aid.view": {
    zh: "申请 {{number}} · {{fan}}\n帮扶「{{title}}」（{{left}}）\n现在：{{status}}",
    en: "Application {{number}} · {{fan}}\nProgramme “{{title}}” ({{left}})\nNow: {{status}}",
  },
  "aid.view-how": {
    zh: "电话和地址只有送的人看得到。批准和送要两个人。",
    en: "Telephone and address are shown only to who brings it. Approving and bringing take two people.",
  },
  "aid.erased": { zh: "填的内容已经删掉了。", en: "What was told has been erased." },
  "aid.duplicates": {
    zh: "可能是同一家（请自己判断）：\n{{list}}",
    en: "May be the same family (for you to judge):\n{{list}}",
  },
  "aid.duplicate": {
    zh: "申请 {{number}}：{{by}}相同，{{status}}",
    en: "Application {{number}}: same {{by}}, {{status}}",
  },
  "aid.same.person": { zh: "同一个人", en: "person" },
  "aid.same.phone": { zh: "电话", en: "telephone" },
  "aid.same.address": { zh: "地址", en: "address" },
  "aid.reads": { zh: "看过的人：{{list}}", en: "Looked at by: {{list}}" },
  "aid.alone-only": {
    zh: "申请 {{number}} 只能单独给您看。请先私聊我发一句话，再发：申请列表 {{number}}",
    en: "Application {{number}} can be shown to you alone only. Please write to me in private first, then send: /applications {{number}}",
  },
  "aid.moved-on": {
    zh: "申请 {{number}} 现在是“{{status}}”{{who}}，这一步已经不能做了。",
    en: "Application {{number}} is now “{{status}}” {{who}}; this is no longer to be done.",
  },
  "aid.other-decides": {
    zh: "申请 {{number}} 上次是您婉拒的，请另一位同事来定。",
    en: "You refused application {{number}} before; somebody else decides now.",
  },
  "aid.other-hands": {
    zh: "申请 {{number}} 是您批准的，请另一位同事来送。",
    en: "You approved application {{number}}; somebody else brings it.",
  },
  "aid.none-left": {
    zh: "名额已经没有了，申请 {{number}} 没能批准。有人退出就会空出来。",
    en: "Nothing is left, application {{number}} could not be approved. If somebody steps out there will be.",
  },
  "aid.approved-told": {
    zh: "申请 {{number}} 由{{who}}批准了。要另一位同事来送。",
    en: "Application {{number}} was approved by {{who}}. Somebody else is to bring it.",
  },
  "aid.refuse-why": {
    zh: "申请 {{number}} 为什么不行？点一个；想自己写，就发：婉拒 {{number}} 原因。对方看得到，请写得温和些。",
    en: "Why not application {{number}}? Press one, or send: /decline {{number}} and the reason. She reads it, so put it kindly.",
  },
  "aid.refuse-usage": {
    zh: "请在后面写上编号和原因，例如：婉拒 {{number}} 这一批是给一岁以内的",
    en: "Please add number and reason, for example: /decline {{number}} this one is for babies",
  },
  "aid.refused-told": {
    zh: "申请 {{number}} 由{{who}}婉拒了；对方可以请另一位同事再看。",
    en: "Application {{number}} was refused by {{who}}; she may ask somebody else to look again.",
  },
  "aid.stepped-back": {
    zh: "{{who}}认识申请 {{number}} 的人，退出了。请别的同事看。",
    en: "{{who}} knows the person of application {{number}} and steps back. Somebody else, please.",
  },
  "aid.stepped-back-already": {
    zh: "申请 {{number}} 您说过认识本人，已经退出，它不归您这边管了。",
    en: "You know the person of application {{number}} and have stepped back.",
  },
  "aid.handling-told": {
    zh: "申请 {{number}} 由{{who}}去送。",
    en: "{{who}} brings application {{number}}.",
  },
  "aid.given-back-told": {
    zh: "{{who}}不送申请 {{number}} 了，请另一位同事来送。",
    en: "{{who}} does not bring application {{number}} after all; somebody else, please.",
  },
  "aid.handed-told": {
    zh: "申请 {{number}} 已交出（{{who}}）。送到了请点“已送到”。",
    en: "Application {{number}} is handed over ({{who}}). Please press “Arrived” when it is.",
  },
  "aid.delivered-told": {
    zh: "申请 {{number}} 已送到（{{who}}）。地址 30 天后自动删掉。",
    en: "Application {{number}} has arrived ({{who}}). The address is deleted in 30 days.",
  },
  "aid.address": {
    zh: "申请 {{number}} · {{fan}}（只给您看，请别转发、别拍照）\n{{told}}\n联系方式：{{contact}}",
    en: "Application {{number}} · {{fan}} (for you alone: do not pass it on, no photos)\n{{told}}\nHow to reach her: {{contact}}",
  },
  "aid.joined-told": {
    zh: "申请 {{other}} 和 {{number}} 原来是同一个人的，按 {{number}} 办，{{other}} 已收起。",
    en: "Applications {{other}} and {{number}} turned out to be one person's: {{number}} goes on, {{other}} is put away.",
  },
  "aid.withdrawn-told": {
    zh: "申请 {{number}} 本人撤回了，名额已经空出来。",
    en: "Application {{number}} was taken back; the place is free.",
  },
  "aid.appealed-told": {
    zh: "申请 {{number}} 请另一位同事再看一遍（上次婉拒的同事不能定）。",
    en: "Application {{number}} is to be looked at by somebody else than who refused it.",
  },
  "aid.expired-told": {
    zh: "申请 {{number}} 批准 30 天了还没送出，名额已经空出来。",
    en: "Application {{number}} was approved 30 days ago and not handed over; the place is free.",
  },
  "aid.number-usage": {
    zh: "请在后面写上编号，例如：申请列表 12",
    en: "Please add the number, for example: /applications 12",
  },
} as const satisfies Texts;
