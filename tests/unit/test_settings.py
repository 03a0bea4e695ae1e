import pytest

from waymark.errors import SettingsError
from waymark.keys import load_keys, new_keys
from waymark.settings import Settings, load_settings


@pytest.fixture
def environ(monkeypatch):
    def set_all(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_all


def test_unknown_variable_is_refused_by_name(environ):
    environ(WAYMARK_DATABSE_URL="sqlite://")
    with pytest.raises(SettingsError, match="WAYMARK_DATABSE_URL is not a setting"):
        load_settings()


def test_all_faults_are_listed_together(environ):
    environ(
        WAYMARK_PORT="many",
        WAYMARK_CORS_ORIGINS='["https://a.example"]',
        WAYMARK_NOPE="1",
        WAYMARK_DEFAULT_COUNTRY="usa",
    )
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert all(name in str(error.value) for name in ("WAYMARK_PORT", "WAYMARK_NOPE", "WAYMARK_DEFAULT_COUNTRY"))


def test_list_that_is_no_json_says_how_lists_are_written(environ):
    environ(WAYMARK_CORS_ORIGINS="https://a.example")
    with pytest.raises(SettingsError, match="lists are written as JSON"):
        load_settings()


def test_a_bad_value_is_not_repeated(environ):
    environ(WAYMARK_BRAIN_SECRET="hunter2")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert "hunter2" not in str(error.value)


def test_production_refuses_to_start_without_keys(environ):
    environ(WAYMARK_ENVIRONMENT="production")
    with pytest.raises(SettingsError, match="WAYMARK_ENCRYPTION_KEYS, WAYMARK_SIGNING_KEYS, WAYMARK_BRAIN_SECRET"):
        load_settings()


def test_production_refuses_placeholder_keys(environ):
    keys = new_keys()
    environ(
        WAYMARK_ENVIRONMENT="production",
        WAYMARK_ENCRYPTION_KEYS=f'["{keys.encryption[0]}"]',
        WAYMARK_SIGNING_KEYS='["please-change-me-please-change-me-please"]',
        WAYMARK_BRAIN_SECRET=keys.brain,
    )
    with pytest.raises(SettingsError, match="WAYMARK_SIGNING_KEYS looks like a placeholder"):
        load_settings()


def test_settings_are_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_secrets_do_not_show_in_the_representation():
    keys = new_keys()
    settings = Settings(signing_keys=(keys.signing[0],), brain_secret=keys.brain)
    assert keys.signing[0] not in repr(settings)
    assert keys.brain not in repr(keys)


def test_development_keys_are_generated_once_and_readable_by_the_owner_only(tmp_path):
    settings = Settings(state_dir=tmp_path / "state")
    first, second = load_keys(settings), load_keys(settings)
    assert first == second
    assert (tmp_path / "state" / "keys.json").stat().st_mode & 0o077 == 0


def test_broken_key_file_is_named_with_its_remedy(tmp_path):
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(SettingsError, match="restore it from your backup"):
        load_keys(Settings(state_dir=tmp_path))
