"""What a reviewer may read: the words of a report without what tells who and where. Pure.

Masked by rule: phone numbers, identity numbers, number plates, addresses for mail and chat, the names that
somebody gives of themselves or of another, and lane, house and room numbers; in ASCII or full-width digits, also
when written with spaces or hyphens. On top of it go the words that are known (app/review/queries_packet.py) and
those that the preparer chose. A figure too many is hidden rather than one too few.
"""

import re
from collections.abc import Iterable

BLACK = "***"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
D = "[0-9０-９]"
HAN_FIGURE = "[一二三四五六七八九十百零〇]"
GAP = r"[\s\-‐-―－·.]?"
_EDGE, _END = f"(?<!{D})", f"(?!{D})"
# Family names that are hardly ever a word of their own, and those that often are.
CLEAR = "王李张刘陈杨赵周吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈彭吕苏卢蒋蔡贾丁魏薛阎潘杜戴汪姜范姚谭廖邹熊陆郝孔崔毛邱秦顾侯邵孟汤尹黎乔贺赖龚"
VAGUE = "林何高黄马许程曾任江史万余叶田龙段雷夏武钟金方石康易钱洪"
HAN = "[一-鿿]"
CALLED = "(?=先生|女士|小姐|太太|阿姨|阿婆|阿伯|爷叔|老伯|大爷|大妈|大叔|大姐|师傅|老师|医生|经理|主任|书记)"

RULES: tuple[re.Pattern[str], ...] = (
    # Identity numbers first: a phone number may hide inside one. 18 with a check letter, or the old 15.
    re.compile(f"{_EDGE}{D}(?:{GAP}{D}){{16}}{GAP}[0-9０-９XxＸｘ]{_END}"),
    re.compile(f"{_EDGE}{D}(?:{GAP}{D}){{14}}{_END}"),
    re.compile(f"{_EDGE}(?:(?:[+＋]|00)?(?:86|８６){GAP})?[1１]{GAP}[3-9３-９](?:{GAP}{D}){{9}}{_END}"),
    re.compile(f"{_EDGE}[（(]?[0０]{D}{{2,3}}[）)]?{GAP}{D}{{3,4}}{GAP}{D}{{4}}{_END}"),
    re.compile(f"{_EDGE}{D}{{4}}{GAP}{D}{{4}}{_END}"),
    re.compile(r"[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    re.compile(r"(?<=微信|QQ)号?[:：\s]{0,2}[A-Za-z0-9_-]{5,20}"),
    re.compile(rf"[{PROVINCES}]\s?[A-Za-zＡ-Ｚ][·\s]?(?=[A-Za-z]*{D})[A-Za-z0-9０-９]{{5,6}}(?![A-Za-z0-9０-９])"),
    re.compile(rf"(?<=号楼|[0-9０-９][号栋幢]){D}{{3,4}}{_END}(?!\s*[年月元])"),
    re.compile(rf"{_EDGE}{D}{{2,4}}(?=\s*(?:室|房间|户))"),
    re.compile(rf"{_EDGE}{D}{{1,4}}(?=\s*(?:支?弄|单元|[栋幢]))"),
    # 3月5号 is a day, 14号线 a line; 5号 and 5号楼 are where somebody lives.
    re.compile(rf"(?<![月0-9０-９]){D}{{1,4}}(?=\s*号(?!线|口|文|令))"),
    re.compile(rf"(?<![月第一二三四五六七八九十百零〇]){HAN_FIGURE}{{1,5}}(?=号楼|号门)"),
    re.compile(rf"(?<![一二三四五六七八九十百零〇]){HAN_FIGURE}{{2,5}}(?=弄|室)"),
    re.compile(rf"(?<=我叫|名叫|姓名)[是为：:\s]{{0,2}}[{CLEAR}{VAGUE}]{HAN}{{1,2}}"),
    re.compile(rf"(?:[{CLEAR}]{HAN}{{0,2}}|[{VAGUE}]){CALLED}"),
)


def mask(text: str) -> str:
    """The text without what the rules hide; the rest to the letter. Masking again changes nothing."""
    while (masked := _once(text)) != text:
        text = masked
    return text


def cut(text: str, words: Iterable[str]) -> str:
    """The text with every occurrence of these words blacked out; a space in them stands for any white space.

    What is nothing but black marks or spaces is no word.
    """
    patterns = [pattern for each in words if (pattern := _pattern(each))]
    while any(pattern.search(text) for pattern in patterns):
        for pattern in patterns:
            text = pattern.sub(BLACK, text)
    return text


def told(text: str, words: Iterable[str]) -> str:
    """What is read of a text: masked by rule, and without any of these words, before the rules or after them."""
    hidden = list(words)
    while (after := cut(mask(cut(text, hidden)), hidden)) != text:
        text = after
    return text


def is_word(words: str) -> bool:
    """Whether there is something in it to black out."""
    return bool(_plain(words))


def _once(text: str) -> str:
    for pattern in RULES:
        text = pattern.sub(BLACK, text)
    return text


def _pattern(words: str) -> re.Pattern[str] | None:
    # Every pattern eats something that is no mark, so blacking out comes to an end.
    return re.compile(r"\s+".join(map(re.escape, words.split()))) if is_word(words) else None


def _plain(words: str) -> str:
    return words.replace("*", "").strip()
