"""Characters that stand for others: radicals and compatibility forms that look as the ideograph does, and traditional forms in organs' names.

What a PDF or a phone writes for 长 may be U+2ED3, CJK RADICAL C-SIMPLIFIED LONG, which no normal form of Unicode folds. The pairs of
radicals follow Unicode's EquivalentUnifiedIdeograph; the traditional forms are those that occur in names of places and offices. 乾 is not
among them: 乾县 is no 干县.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = (
    "⺀冫⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冖⺶羊⺹耂⺺肀⺻聿"
    "⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_TRADITIONAL = (
    "縣县鎮镇鄉乡區区臺台灣湾廣广東东無无陽阳陰阴慶庆豐丰寧宁興兴龍龙鳳凤馬马魚鱼鳥鸟雞鸡鶴鹤鷹鹰貴贵貢贡資资財财賓宾贛赣質质貿贸費费購购賀贺辦办處处務务務务長长門门開开關关閩闽聞闻閘闸閣阁間间國国團团圖图園园圓圆場场壩坝壘垒墾垦壯壮"
    "夾夹奮奋婦妇孫孙學学實实審审寶宝對对導导專专將将屬属層层島岛峽峡嶺岭巖岩嶽岳帥帅師师帶带幫帮庫库廟庙廠厂廳厅應应張张彌弥徑径從从徵征總总慮虑憲宪懷怀戰战戲戏戶户戸户擴扩據据撫抚擇择擔担掛挂揚扬換换損损搶抢攝摄敘叙數数敵敌斷断"
    "時时晉晋曉晓書书會会條条來来棗枣棲栖業业極极榮荣構构樂乐樓楼標标樣样樹树橋桥機机檔档檢检權权歐欧歲岁歷历曆历歸归殺杀殘残氣气漢汉決决況况淺浅測测渾浑湯汤溫温溝沟滅灭滄沧滬沪滿满漁渔漵溆潁颍潔洁潛潜潤润澤泽澗涧濟济濤涛濱滨瀋沈瀘泸瀾澜瀟潇灘滩"
    "爐炉爾尔為为烏乌煙烟熱热燈灯營营獨独獎奖現现環环瓊琼產产畝亩畢毕畫画當当療疗發发盜盗監监盤盘盧卢眾众矯矫礎础礦矿確确禮礼禍祸種种稅税稱称積积穩稳窪洼窮穷競竞築筑簡简籌筹糧粮紀纪約约紅红納纳純纯紙纸級级紡纺細细紹绍終终組组結结給给統统經经綠绿維维綱纲綜综"
    "緊紧線线編编緣缘縉缙績绩織织續续纜缆羅罗義义習习聖圣聯联聲声職职聽听肅肃勝胜勞劳動动勵励勢势區区協协衛卫華华萬万葉叶蓮莲蔣蒋蔥葱薊蓟蘆芦蘇苏蘭兰藍蓝藝艺藥药莊庄萊莱蒼苍蕭萧薩萨虛虚號号蠶蚕術术衝冲補补裝装製制複复復复見见規规視视親亲覺觉覽览觀观觸触"
    "計计訂订討讨訓训記记設设許许訴诉診诊評评詢询試试詩诗話话該该詳详誠诚語语調调談谈請请論论諮咨謀谋謝谢證证識识譚谭議议護护變变讓让豬猪貓猫負负責责販贩貨货貧贫賢贤賣卖賴赖趙赵趕赶躍跃車车軍军軌轨軟软較较載载輔辅輕轻輝辉輪轮輸输轄辖轉转轎轿農农這这連连進进運运"
    "過过達达違违遠远適适遷迁選选遺遗邊边邏逻郵邮鄒邹鄭郑鄧邓鄲郸醫医釋释鈴铃鉛铅銀银銅铜銷销鋼钢錄录錢钱錦锦錫锡鍋锅鍵键鍾钟鐘钟鎖锁鐵铁鑄铸鑑鉴鑒鉴閱阅闊阔陝陕陣阵陳陈陸陆階阶隊队際际隨随險险隱隐雙双雜杂離离難难雲云電电霧雾靈灵靜静頂顶項项順顺須须頓顿"
    "領领頭头額额顏颜類类顧顾風风飛飞飯饭飲饮養养餘余館馆駐驻駝驼騎骑驗验驛驿體体鬥斗魯鲁鮮鲜鯉鲤麗丽麥麦黃黄黨党齊齐齒齿龜龟後后裡里裏里於于準准衆众協协單单嚴严員员啟启啓启問问喬乔嘗尝囑嘱圍围塊块塗涂墳坟壓压倉仓個个們们倫伦偉伟側侧偵侦傑杰備备傳传債债傷伤儀仪億亿優优儲储內内兩两"
    "冊册凍冻凱凯刪删則则剛刚創创劃划劉刘劑剂勻匀匯汇卻却廈厦廚厨廢废彎弯彙汇強强歡欢殼壳毀毁澱淀湧涌潯浔灃沣灤滦灕漓瀏浏燒烧爭争牆墙狀状獻献瑪玛瑩莹甌瓯甯宁盡尽碼码磚砖祿禄禪禅稟禀穀谷穌稣節节範范繩绳"
    "執执網网絡络訊讯譯译賬账僑侨臨临濰潍瀝沥漣涟漸渐瀕濒鶯莺鄖郧鄆郓郟郏輿舆縱纵綿绵緬缅繳缴贊赞賦赋賑赈賜赐頌颂頻频顯显飾饰騰腾駿骏鵬鹏鹽盐鹵卤墊垫壇坛塢坞崗岗崍崃嵐岚巒峦幾几幹干徹彻憶忆撥拨攔拦攬揽暢畅曠旷樅枞橫横櫃柜欄栏欽钦殯殡滯滞澆浇濕湿瑤瑶礫砾窩窝絲丝絨绒緒绪綏绥繡绣聰聪膠胶艙舱蔭荫薦荐蘿萝虧亏蝦虾諾诺譽誉貞贞軸轴鋪铺銘铭鋒锋鎳镍鏡镜鑽钻閔闵隴陇隸隶霽霁韓韩鬆松鬱郁鴨鸭鴻鸿鵝鹅龐庞龔龚閥阀閒闲閻阎"
)


def _pairs(marks: str) -> dict[int, str]:
    return {ord(seen): meant for seen, meant in zip(marks[::2], marks[1::2], strict=True)}


_SAME_LOOK = _pairs(_RADICALS)
_SIMPLER = _pairs(_TRADITIONAL)
_FOLDED = {**_SIMPLER, **{seen: _SIMPLER.get(ord(meant), meant) for seen, meant in _SAME_LOOK.items()}}
_TO_FOLD = frozenset(map(chr, _FOLDED))
"""Most texts have none of these, and to look for them takes half the time."""
_OF_COMPATIBILITY = "\u2f00-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"
_COMPATIBILITY = re.compile(f"[{_OF_COMPATIBILITY}]")
_UNUSUAL = re.compile(f"[{_RADICALS[::2]}{_OF_COMPATIBILITY}]")
"""Any of them; nearly every text has none."""


def plain_ideographs(text: str) -> str:
    """A text whose radicals and compatibility forms are the ideographs that they look like; every other character as it was."""
    if _UNUSUAL.search(text) is None:
        return text
    return _COMPATIBILITY.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text).translate(_SAME_LOOK)


def folded(text: str) -> str:
    """A text for telling whether two names are the same: width, radicals and traditional forms make no difference."""
    plain = unicodedata.normalize("NFKC", text)
    return plain if _TO_FOLD.isdisjoint(plain) else plain.translate(_FOLDED)
