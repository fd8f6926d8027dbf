"""What a reviewer may read: the words of a report without what tells who and where. Pure.

Masked by rule: phone numbers, identity numbers, number plates, house and room numbers, in ASCII or
full-width digits, also when written with spaces or hyphens. (Blacking out by hand comes with the
preparer.) A figure too many is hidden rather than one too few.
"""

import re

BLACK = "***"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
D = "[0-9０-９]"
GAP = r"[\s\-‐-―－·.]?"
_EDGE, _END = f"(?<!{D})", f"(?!{D})"

RULES: tuple[re.Pattern[str], ...] = (
    # Identity numbers first: a phone number may hide inside one. 18 with a check letter, or the old 15.
    re.compile(f"{_EDGE}{D}(?:{GAP}{D}){{16}}{GAP}[0-9０-９XxＸｘ]{_END}"),
    re.compile(f"{_EDGE}{D}(?:{GAP}{D}){{14}}{_END}"),
    re.compile(f"{_EDGE}(?:(?:[+＋]|00)?(?:86|８６){GAP})?[1１]{GAP}[3-9３-９](?:{GAP}{D}){{9}}{_END}"),
    re.compile(f"{_EDGE}[（(]?[0０]{D}{{2,3}}[）)]?{GAP}{D}{{3,4}}{GAP}{D}{{4}}{_END}"),
    re.compile(f"{_EDGE}{D}{{4}}{GAP}{D}{{4}}{_END}"),
    re.compile(rf"[{PROVINCES}]\s?[A-Za-zＡ-Ｚ][·\s]?(?=[A-Za-z]*{D})[A-Za-z0-9０-９]{{5,6}}(?![A-Za-z0-9０-９])"),
    re.compile(rf"(?<=号楼|[0-9０-９][号栋幢]){D}{{3,4}}{_END}(?!\s*[年月元])"),
    re.compile(rf"{_EDGE}{D}{{2,4}}(?=\s*(?:室|房间|户))"),
    # 3月5号 is a day, 14号线 a line; 5号 and 5号楼 are where somebody lives.
    re.compile(rf"(?<![月0-9０-９]){D}{{1,4}}(?=\s*号(?!线|口|文|令))"),
)


def mask(text: str) -> str:
    """The text with phone, identity, plate, house and room numbers blacked out; the rest to the letter."""
    for pattern in RULES:
        text = pattern.sub(BLACK, text)
    return text
