"""Writing that means the same folded to one form, character by character."""

# Only characters that stand for exactly one simplified character, chosen for the words that
# reports are made of: places, kin, injuries and daily life.
_TRADITIONAL = (
    "東縣區鎮鄉雙雲連灣蘇無錫揚鎮鹽陽陰興豐贛楊張莊東溝園橋馬龍頭廟劉陳鄭黃趙吳孫關樓臺顧羅藍"
    "爺媽嬸們個這裡裏來歲沒沖燙傷淚電話醫學習書讀貧窮錢欠債賭煙酒藥殺針線頭臉腫腦體發燒難過時間"
    "現還過開關門窗車輛撞兒婦嬰產親屬鄰居戶籍證報警圖聽說講問題請幫養繼單獨關鎖飢餓飯凍鞋熱濕傘"
    "斷氣壓強姦嚇險處長廠網絡視頻騙賣買離婚違規補課歸為與從對會後邊遠給讓幾"
)
_SIMPLIFIED = (
    "东县区镇乡双云连湾苏无锡扬镇盐阳阴兴丰赣杨张庄东沟园桥马龙头庙刘陈郑黄赵吴孙关楼台顾罗蓝"
    "爷妈婶们个这里里来岁没冲烫伤泪电话医学习书读贫穷钱欠债赌烟酒药杀针线头脸肿脑体发烧难过时间"
    "现还过开关门窗车辆撞儿妇婴产亲属邻居户籍证报警图听说讲问题请帮养继单独关锁饥饿饭冻鞋热湿伞"
    "断气压强奸吓险处长厂网络视频骗卖买离婚违规补课归为与从对会后边远给让几"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_TABLE = {**_FULL_WIDTH, **str.maketrans(_TRADITIONAL, _SIMPLIFIED)}


def fold(text: str) -> str:
    """Return the text with traditional and full-width characters folded; its length stays."""
    return text.translate(_TABLE)
