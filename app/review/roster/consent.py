"""What somebody agrees to before they sit on a panel. Pure: the text, and the number of its version.

Whoever agreed to an older text goes on serving and is shown the new one on their own page. Version 0: agreed with
their committee before there was a text here.
"""

from app.core.msgid import N_

VERSION = 1
RULES = (
    N_("抽签抽到才评：在手机上看照片和文字，投一票，写一句话，一次约 10 分钟。"),
    N_("一个月最多 %(cap)s 次。没空可以暂停一段时间，也可以随时退出。"),
    N_("和自己、家人或单位有关的事不评，选“回避”，换别人来。"),
    N_("看到的内容不外传、不截图，也不打听是谁报的。"),
    N_("投票密封。办事的单位看得到票数和理由，看不到是谁投的。"),
    N_("我们留下姓名、居民区、身份，和手机号的校验码（看不出号码，只用来回避）。不问住址。"),
)
