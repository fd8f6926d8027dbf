"""What a device needs to install the app, in both languages."""

from io import BytesIO

from PIL import Image

from tests.support.web import Web


def test_the_app_can_be_installed_under_its_name_with_icons_of_the_sizes_it_says(web: Web) -> None:
    client = web.client()
    told = client.get("/field/manifest.webmanifest")
    found = told.get_json(force=True)
    assert (told.mimetype, found["start_url"], found["scope"]) == ("application/manifest+json", "/field/", "/field/")
    assert (found["display"], found["name"], found["lang"]) == ("standalone", "邻格 · 网格员", "zh-CN")
    for icon in found["icons"]:
        with client.get(icon["src"]) as answer:
            size = Image.open(BytesIO(answer.get_data())).size
        assert "{}x{}".format(*size) == icon["sizes"]
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}
    client.set_cookie("lang", "en")
    english = client.get("/field/manifest.webmanifest").get_json(force=True)
    assert (english["name"], english["lang"]) == ("LinGrid · grid worker", "en")
