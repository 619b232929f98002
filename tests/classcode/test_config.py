"""The environment is read once, checked, and a wrong value is one line that names its variable."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from classcode.config import Config, ConfigError, load

PRODUCTION = {
    "SECRET_KEY": "s" * 32,
    "BASE_URL": "https://classcode.example",
    "SMTP_URL": "smtp://mail.example:587",
    "MAIL_FROM": "Class'Code <aide@classcode.example>",
}


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_names_the_variable_that_is_missing(name: str, tmp_path: Path) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != name} | {"VAR_DIR": str(tmp_path)}
    with pytest.raises(ConfigError, match=rf"^{name} is missing"):
        load(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://x/y"),
        ("BASE_URL", "classcode.example"),
        ("REDIS_URL", "http://redis"),
        ("SMALL_COUNT", "4"),
        ("PORT", "0"),
        ("ANSWER_DAYS", "soon"),
        ("MAIL_FROM", "nobody"),
    ],
)
def test_a_wrong_value_is_one_line_that_starts_with_its_variable(
    name: str, value: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(PRODUCTION | {"VAR_DIR": str(tmp_path), name: value})
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_an_lrs_needs_its_user_name_and_https_in_production(tmp_path: Path) -> None:
    given = PRODUCTION | {"VAR_DIR": str(tmp_path), "LRS_ENDPOINT": "http://lrs.example/xapi"}
    with pytest.raises(ConfigError, match=r"^LRS_KEY"):
        load(given)
    with pytest.raises(ConfigError, match=r"^LRS_ENDPOINT"):
        load(given | {"LRS_KEY": "k", "LRS_SECRET": "s"})


def test_production_has_no_secret_of_its_own(tmp_path: Path) -> None:
    load(PRODUCTION | {"VAR_DIR": str(tmp_path)})
    assert not (tmp_path / "secret_key").exists()


def test_the_demonstration_makes_its_own_secret_once_and_keeps_it_private(tmp_path: Path) -> None:
    first = load({"ENVIRONMENT": "demo", "VAR_DIR": str(tmp_path)})
    again = load({"ENVIRONMENT": "demo", "VAR_DIR": str(tmp_path)})
    assert first.secret_key == again.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_configuration_cannot_be_changed(tmp_path: Path) -> None:
    config: Config = load(PRODUCTION | {"VAR_DIR": str(tmp_path)})
    with pytest.raises(FrozenInstanceError):
        config.port = 1  # type: ignore[misc]
