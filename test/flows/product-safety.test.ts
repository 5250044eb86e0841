import { describe, expect, it } from "vitest";
import { isStopped } from "../../src/aid/index.ts";
import { inChat, only, textOf } from "../support/stage.ts";
import { startTestApp } from "../support/test-app.ts";

const DAY = 86_400_000;

describe("reports on one product", () => {
  it("stop it at the third person, on Telegram, until the host has looked", async () => {
    const app = await startTestApp({ telegram: "polling" });
    try {
      await app.opensHost("wang", "王老师");
      const group = app.telegram.group("王老师粉丝群");
      const staff = app.telegram.group("王老师后台");
      await app.binds("wang", "fan", group);
      await app.binds("wang", "staff", staff);
      const wang = app.telegram.person("王老师本人");
      const lan = app.telegram.person("阿兰");
      await app.grants(wang, { hostId: "wang", role: "host" });
      await app.grants(lan, { hostId: "wang", role: "moderator" });
      expect(only(await wang.says(staff, "商品 加 小熊奶瓶")).text).toContain("商品清单：小熊奶瓶");
      const stopped = () => app.read((stores) => isStopped(stores, "wang", "今晚小熊奶瓶五折"));
      const alert = (said: Parameters<typeof inChat>[0]) =>
        inChat(said, staff).find(({ text }) => text.includes("【商品安全】"));

      const fan = async (name: string) => {
        const one = app.telegram.person(name);
        await one.says(group, "/start");
        return one;
      };
      const [mei, hua, fang] = [await fan("小美"), await fan("小花"), await fan("小芳")];
      expect(only(await mei.says(group, "/unsafe 小熊奶瓶 裂了")).text).toContain("私下跟我说");
      const told = await mei.tells("商品安全 小熊奶瓶 用了两次就裂了");
      expect(textOf(inChat(told, { chatId: mei.userId }))).toContain("编号 1");
      expect(textOf(inChat(told, staff))).toContain("商品安全");
      await mei.tells("商品安全 小熊奶瓶 又裂了一个");
      await hua.tells("商品安全 【小熊·奶瓶】瓶口有毛刺");
      expect(await stopped(), "two persons, three reports").toBe(false);
      const third = alert(await fang.tells("商品安全 小熊 奶瓶漏水"));
      expect(third?.text).toContain("3 位粉丝说「小熊奶瓶」有问题");
      expect(await stopped()).toBe(true);
      if (!third) throw new Error("nobody was told");
      const row = (await app.rows("deliveries")).find(({ dedupe_key: key }) =>
        key.includes("product-stopped"),
      );
      expect(row?.lane, "the lane of distress").toBe(0);

      expect(only(await lan.presses(third, "已查清，恢复")).text).toContain("只有");
      expect(await stopped()).toBe(true);
      expect(only(await wang.presses(third, "已查清，恢复")).text).toContain("王老师本人查清了");
      expect(await stopped()).toBe(false);
      expect(only(await wang.presses(third, "已查清，恢复")).text).toContain("已经恢复");
    } finally {
      await app.stop();
    }
  });

  it("count within 72 hours, on Discord, and by a name that no list holds", async () => {
    const app = await startTestApp({ discord: true });
    try {
      await app.opensHost("wang", "王老师");
      const group = app.discord.group("妈妈聊天");
      const staff = app.discord.group("后台频道");
      await app.binds("wang", "fan", group);
      await app.binds("wang", "staff", staff);
      const stopped = () => app.read((stores) => isStopped(stores, "wang", "云朵摇椅"));
      const report = (name: string) => app.discord.person(name).runs(group, "unsafe", "云朵摇椅 扣子会松");
      await report("小美");
      app.clock.forward(4 * DAY);
      await report("小花");
      await report("小芳");
      expect(await stopped(), "the first is too long ago").toBe(false);
      const said = await report("小兰");
      expect(await stopped()).toBe(true);
      expect(textOf(inChat(said, staff))).toContain("3 位粉丝说「云朵摇椅」有问题");
    } finally {
      await app.stop();
    }
  });
});
