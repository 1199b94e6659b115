"""The operator's settings: environment over file over default, and no hurry towards real sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.configuration import load_configuration
from crawler.errors import ConfigurationError


def test_defaults_ask_real_sites_at_full_delay(tmp_path: Path) -> None:
    configuration = load_configuration({}, path=tmp_path / "none.toml")
    assert configuration.suffixes == ("gov.cn",)
    assert configuration.delay_scale == 1
    assert not configuration.is_simulated
    with pytest.raises(ConfigurationError, match="GONGKAI_CONTACT"):
        configuration.require_contact()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text('contact = "file@example.org"\nallowed_suffixes = ["gov.cn.test"]\n', "utf-8")
    configuration = load_configuration({"GONGKAI_CONTACT": "env@example.org"}, path=path)
    assert configuration.contact == "env@example.org"
    assert configuration.suffixes == ("gov.cn.test",)
    assert "env@example.org" in configuration.user_agent


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"GONGKAI_DELAY_SCALE": "0.5"}, "hurry"),
        ({"GONGKAI_DELAY_SCALE": "0.5", "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test gov.cn"}, "gov.cn"),
        ({"GONGKAI_DELAY_SCALE": "-1"}, "GONGKAI_DELAY_SCALE"),
        ({"GONGKAI_DELAY_SCALE": "fast"}, "no number"),
        ({"GONGKAI_ALLOWED_SUFFIXES": "cn"}, "top-level"),
        ({"GONGKAI_ALLOWED_SUFFIXES": "*.gov.cn"}, "no domain suffix"),
        ({"GONGKAI_PROXY": "127.0.0.1:8080"}, "GONGKAI_PROXY"),
    ],
)
def test_wrong_settings_are_named(environment: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=words.replace("*", r"\*")):
        load_configuration(environment, path=tmp_path / "none.toml")


def test_delays_shrink_only_for_names_no_real_site_can_have(tmp_path: Path) -> None:
    environment = {"GONGKAI_DELAY_SCALE": "0.01", "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test"}
    assert load_configuration(environment, path=tmp_path / "none.toml").delay_scale == 0.01


def test_a_key_of_the_file_may_have_the_name_of_the_variable(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text('GONGKAI_DATA = "elsewhere"\nGONGKAI_ALLOWED_SUFFIXES = "gov.cn.test"\n', "utf-8")
    configuration = load_configuration({}, path=path)
    assert (configuration.data, configuration.suffixes) == (Path("elsewhere"), ("gov.cn.test",))


def test_an_unknown_key_is_refused_with_file_and_key(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text("delay = 1\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"gongkai\.toml: delay: unknown key"):
        load_configuration({}, path=path)


@pytest.mark.parametrize("second", ["GONGKAI_DATA", "Data"])
def test_a_key_given_twice_is_refused(second: str, tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text(f'data = "a"\n{second} = "b"\n', "utf-8")
    with pytest.raises(ConfigurationError, match=rf"gongkai\.toml: {second}: given twice"):
        load_configuration({}, path=path)


def test_a_byte_order_mark_before_the_settings_is_none_of_them(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.toml"
    path.write_text('data = "a"\n', "utf-8-sig")
    assert load_configuration({}, path=path).data == Path("a")
