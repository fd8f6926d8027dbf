"""What the scripts of the forms say, in the page's language; the public form has some words of its own."""

from flask_babel import gettext


def words() -> dict[str, str]:
    """For lib/shots.js, report/places.js and lib/gridmap.js."""
    return {
        "add": gettext("拍照"),
        "more": gettext("再拍一张"),
        "photo": gettext("第 {n} 张照片"),
        "drop": gettext("删掉第 {n} 张照片"),
        "unread": gettext("这个文件打不开，请换一张照片"),
        "full": gettext("最多 4 张，多的没有加进来"),
        "found": gettext("找到 {n} 个"),
        "nothing": gettext("没找到，可以直接写地址"),
        "outside": gettext("这一点不在本街道。"),
        "in": gettext("在"),
        "chosen": gettext("选好了：{name}"),
        "noPosition": gettext("没拿到位置。请在图上点一下，或写地址。"),
        "accuracy": gettext("误差约 {n} 米，不准就在图上再点一下"),
        "schematic": gettext("边界为示意"),
        "zoomIn": gettext("放大"),
        "zoomOut": gettext("缩小"),
        "noMap": gettext("地图没打开，写地址就行。"),
    }
