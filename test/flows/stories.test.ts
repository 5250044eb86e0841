import { describe, expect, it } from "vitest";
import { beginStory, type Story, type StoryPlatform } from "../support/story.ts";

/**
 * Each kind of case from the plea to the closing, in both directions, on both platforms: what is said, and who sees
 * what, is compared with a file that reads like a story.
 */
const RENEW =
  "read what changed; when it is meant, renew with: npx vitest run --config test/vitest.config.ts test/flows/stories.test.ts -u";

interface Plot {
  readonly title: string;
  play(story: Story): Promise<void>;
  /** What has to be in the story, whatever else it says. */
  readonly holds: readonly RegExp[];
  readonly holdsNot?: readonly RegExp[];
}

const PLOTS: Readonly<Record<string, Plot>> = {
  distress: {
    title: "求助：撑不住的妈妈",
    async play(story) {
      const mei = story.fan("小美");
      const lan = await story.moderator("阿兰");
      const ying = await story.moderator("阿英");
      const said = await mei.says("我不想活了，想带着孩子一起走");
      await lan.presses(story.card(), "我来看");
      await ying.tells("/case 1");
      await mei.enters(said);
      await lan.answers(story.card(), "我在，你先坐下。孩子现在在哪里？");
      await mei.tells("我给我妈打电话了");
      await lan.answers(story.relayed(), "好，先喝口水。我陪你等你妈妈过来。");
      await mei.tells("我妈到了，谢谢你");
      await lan.answers(story.relayed(), "那就好，今晚让她带孩子，你睡一觉。明天一起去医院看看。");
      await lan.presses(story.card(), "结案");
      await mei.presses(story.rating(), "5");
      await mei.tells("谢谢你们，我好多了");
    },
    holds: [
      /【十万火急】个案 1/,
      /12356/,
      /状态：等着回复 · 阿兰/,
      /已结 · 阿兰/,
      /打了 5 分/,
      /谢谢你们，我好多了/,
    ],
  },
  health: {
    title: "健康：噎住的宝宝",
    async play(story) {
      const hong = story.fan("阿红");
      const lan = await story.moderator("阿兰");
      await hong.says("大家好");
      await hong.tells("宝宝噎住了脸都紫了喘不上气");
      await lan.presses(story.card(), "我来看");
      await lan.answers(story.card(), "120 打了吗？照着上面拍背，我在。");
      await hong.tells("转人工");
      await hong.tells("吐出来了，现在哭出声了，救护车也到了");
      await lan.answers(story.relayed(), "太好了，跟车去医院再查一遍，回来告诉我们。");
      await lan.presses(story.card(), "结案");
      await hong.presses(story.rating(), "5");
    },
    holds: [/120/, /个案 1/, /跟车去医院/, /已结/],
  },
  hardship: {
    title: "生活困难：买不起的棉袄",
    async play(story) {
      const fang = story.fan("小芳");
      const lan = await story.moderator("阿兰");
      await fang.tells("/start");
      const said = await fang.says("天冷了，给娃买不起棉袄，家里没钱了");
      await fang.enters(said);
      await lan.answers(story.card(), "您好，孩子多高、穿多大码？我们有备好的冬衣，寄给您，不要钱。");
      await fang.tells("转人工");
      await fang.tells("一米一，四岁半");
      await lan.answers(story.relayed(), "好，明天寄出。镇上的“临时救助”也可以去问问，带身份证和户口本。");
      await lan.presses(story.card(), "内部备注");
      await lan.presses(story.card(), "结案");
      await fang.presses(story.rating(), "5");
    },
    holds: [/12345/, /有些话不方便在群里说/, /我们有备好的冬衣/],
    holdsNot: [/群「王老师粉丝群」里都看得到：\n\n {2}> .*(棉袄|没钱|困难)/],
  },
  "after-sale": {
    title: "售后：一只大一只小的鞋",
    async play(story) {
      const lan2 = story.fan("小兰");
      const ying = await story.moderator("阿英");
      const lan = await story.moderator("阿兰");
      await lan2.tells("/start");
      await lan2.says("收到的鞋一只大一只小，怎么退货");
      await lan2.tells("转人工");
      await ying.presses(story.card(), "我来看");
      await ying.answers(story.card(), "对不起，是我们的错。给您换一双，运费我们先垫，您要几码？");
      await lan2.tells("要 26 码，粉色的");
      await ying.answers(story.relayed(), "今天就寄，旧的那双不用退了。");
      await lan.tells("/case 1");
      await ying.presses(story.card(), "结案");
      await lan2.presses(story.rating(), "2");
      await lan2.tells("换来的也是一只大一只小");
      await ying.answers(story.card(), "真对不起，这次给您全额退款，马上到账。");
      await ying.presses(story.card(), "结案");
      await lan2.presses(story.rating(), "5");
    },
    holds: [/售后/, /运费我们先垫/, /打了 2 分/],
  },
  "product-safety": {
    title: "商品安全：夹手的童车",
    async play(story) {
      const he = story.fan("小荷");
      const lan = await story.moderator("阿兰");
      await he.tells("/start");
      const said = await he.says("你们家买的童车把娃手指夹断了");
      await he.enters(said);
      await lan.presses(story.card(), "我来看");
      await lan.answers(story.card(), "孩子在医院了吗？哪家医院，我们的人过去，费用我们先付。");
      await he.tells("转人工");
      await he.tells("在县医院，医生说能接上。就是那款蓝色推车");
      await lan.answers(story.relayed(), "我们马上下架这款车，人一小时内到。");
      await lan.presses(story.card(), "结案");
      await he.presses(story.rating(), "5");
    },
    holds: [/120/, /商品安全/, /下架这款车/],
  },
  other: {
    title: "找真人：直播几点开始",
    async play(story) {
      const zhu = story.fan("小竹");
      const lan = await story.moderator("阿兰");
      const ying = await story.moderator("阿英");
      await zhu.says("大家好");
      await zhu.tells("/human 想问王老师一件私事");
      await lan.presses(story.card(), "我来看");
      const [list] = (await lan.presses(story.card(), "转交")).slice(-1);
      if (list) await lan.presses(list, "阿英");
      await ying.presses(story.card(), "升级");
      await ying.answers(story.card(), "您好，我是阿英，您说，我转给王老师。");
      await zhu.tells("我想来直播间当助理，可以吗");
      await ying.answers(story.relayed(), "王老师说欢迎，周三下午来聊聊。");
      await zhu.tells("好的谢谢");
      await ying.presses(story.card(), "结案");
      await ying.answers(story.relayed(), "周三见！");
      await ying.presses(story.card(), "结案");
      await zhu.presses(story.rating(), "5");
    },
    holds: [/已经交给王老师团队的真人了/, /由阿兰转给阿英/, /升为“紧急”/, /周三见/],
  },
};

describe.each<StoryPlatform>(["Telegram", "Discord"])("on %s", (platform) => {
  it.each(Object.entries(PLOTS))(
    "plays %s from the plea to the closing",
    async (kind, plot) => {
      const story = await beginStory(platform, plot.title);
      try {
        await plot.play(story);
        const text = story.transcript();
        for (const must of plot.holds) expect(text).toMatch(must);
        for (const mustNot of plot.holdsNot ?? []) expect(text).not.toMatch(mustNot);
        expect(text, "no answer into the void").not.toMatch(/回复那条消息：[^\n]*\n\n- 机器人什么也没说/);
        expect(await story.app.rows("cases")).toMatchObject([{ kind, status: "closed" }]);
        await expect(text, RENEW).toMatchFileSnapshot(`stories/${kind}-${platform.toLowerCase()}.md`);
      } finally {
        await story.end();
      }
    },
    60_000,
  );
});
