/** Names of plants, weather and small things: kind to say aloud, and nobody's real name. */
const WORDS =
  "青禾 小满 谷雨 春芽 白露 山茶 海棠 秋葵 晨星 暖阳 溪石 竹影 荷叶 麦穗 银杏 杏花 桃叶 柳絮 芦花 松果 栗子 石榴 柿子 枇杷 橘灯 莲蓬 菱角 茉莉 木槿 紫藤 蔷薇 雏菊 向日 金桂 腊梅 水仙 芍药 铃兰 薄荷 百合 燕子 喜鹊 画眉 白鹭 云雀 萤火 蜻蜓 蝴蝶 月牙 星河 晚霞 朝露 细雨 清风 雪花 彩虹 山泉 小溪 稻田 草垛 纸鸢 风铃 灯笼 书签 陶罐 棉花 布鞋 竹篮 米酒 豆苗 香菇 核桃 红枣 花生 莴笋 南瓜 丝瓜 豌豆 菠菜 茴香 芝麻 糯米 蜂蜜 冬枣 甘蔗 椰子 荔枝 龙眼 杨梅 樱桃".split(
    " ",
  );

/** A step that visits every word before one comes again. */
const STEP = 37;

/** The name by which the staff knows the fan of this case; always the same one for the same number. */
export const aliasOf = (caseId: number): string => WORDS[(caseId * STEP) % WORDS.length] ?? "青禾";
