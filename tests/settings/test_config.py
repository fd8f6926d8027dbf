"""Settings: what is right is read, what is wrong names its variable."""

import stat
from pathlib import Path

import pytest

import config

KEY = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="
WRONG = [
    ("HOST", "127.0.0.1:8000/x"),
    ("PORT", "0"),
    ("PORT", "eighty"),
    ("PORT", "65536"),
    ("INSTANCE", "config.py"),
    ("INSTANCE", "/proc/nowhere"),
    ("DATABASE_URL", "mysql://localhost/x"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "no address"),
    ("FILES", "/proc/nowhere"),
    ("DEMO", "maybe"),
    ("SECRET_KEYS", "k1:short"),
    ("SECRET_KEYS", KEY),
    ("SECRET_KEYS", f"k1:{KEY},"),
    ("SESSION_KEY", "short"),
    ("SWEEP_SECONDS", "0"),
    ("WEB_WORKERS", "-1"),
    ("WEB_THREADS", "1.5"),
    ("IDLE_MINUTES", "x"),
    ("TABLET_IDLE_MINUTES", "5"),
    ("HTTPS", "perhaps"),
    ("PROXIES", "9"),
    ("HOSTS", "a b"),
    ("PUBLIC_URL", "https://grid.example.org/s/zhenxin"),
    ("SMTP_HOST", "mail example"),
    ("SMTP_PORT", "x"),
    ("SMTP_SENDER", "two\nlines"),
    ("SMTP_USER", "a\nb"),
    ("SMTP_PASSWORD", "a\x00b"),
    ("SMTP_STARTTLS", "x"),
    ("MAX_UPLOAD", "0"),
    ("LOG_LEVEL", "LOUD"),
    ("PUBLIC_STREET", "Zhen Xin"),
]


def load(folder: Path, **given: str) -> dict[str, object]:
    """Settings of a fresh instance folder."""
    return config.load({"LINGRID_INSTANCE": str(folder), **{f"LINGRID_{name}": value for name, value in given.items()}})


def test_there_is_a_default_for_everything(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (settings["HOST"], settings["PORT"], settings["SWEEP_SECONDS"]) == ("127.0.0.1", 8000, 15)
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/lingrid.db"
    assert settings["FILES"] == tmp_path / "files"
    assert settings["DEMO"] is settings["HTTPS"] is False


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_names_its_variable_on_one_line(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(config.WrongSetting) as wrong:
        load(tmp_path, **{name: value})
    assert str(wrong.value).startswith(f"LINGRID_{name} ")
    assert "\n" not in str(wrong.value)


def test_every_setting_has_a_wrong_value_here() -> None:
    assert {name for name, _ in WRONG} == {setting.name for setting in config.SETTINGS}


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first["SECRET_KEYS"] == second["SECRET_KEYS"]
    assert first["SESSION_KEY"] == second["SESSION_KEY"]
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("keys*")] == ["keys"]


@pytest.mark.parametrize("demo", ["0", "1"])
def test_nodes_that_share_a_server_must_be_given_their_keys(tmp_path: Path, demo: str) -> None:
    given = {"DATABASE_URL": "postgresql://db/lingrid", "DEMO": demo}
    if demo == "1":
        assert load(tmp_path, **given)["SECRET_KEYS"]
    else:
        with pytest.raises(config.WrongSetting, match="LINGRID_SECRET_KEYS must be given"):
            load(tmp_path, **given)


def test_a_postgresql_address_gets_the_driver_we_ship(tmp_path: Path) -> None:
    given = {"SECRET_KEYS": f"k2:{KEY},k1:{KEY}", "SESSION_KEY": "x" * 32}
    settings = load(tmp_path, DATABASE_URL="postgresql://me:secret@db/lingrid", **given)
    assert settings["DATABASE_URL"] == "postgresql+psycopg://me:secret@db/lingrid"
    assert not (tmp_path / "keys").exists()


def test_cookies_are_https_only_unless_we_listen_on_loopback(tmp_path: Path) -> None:
    assert load(tmp_path, HOST="0.0.0.0")["HTTPS"] is True
    assert load(tmp_path, HOST="::1")["HTTPS"] is False
    assert load(tmp_path, HOST="0.0.0.0", HTTPS="0")["HTTPS"] is False


def test_a_misspelt_variable_is_noticed() -> None:
    given = {"LINGRID_PROT": "1", "LINGRID_PORT": "1", "LINGRID_TEST_PG_URL": "x", "PATH": "x"}
    assert config.unknown(given) == ["LINGRID_PROT"]
