import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.encryption import (
    Place,
    SealBroken,
    Vault,
    _derive,
    fingerprint_key,
    key_id,
    sealing_key,
)

OLD, NEW = b"an old secret of thirty-two bytes", b"a new secret of thirty-two bytes."
PLACE = Place("entries", "words_sealed", 7)
# Halves of surrogate pairs included: JSON from the wire may carry them.
ANY_TEXT = st.text(st.characters())


@given(words=ANY_TEXT, row=st.integers(0, 2**63 - 1))
def test_any_words_open_where_they_were_sealed(words: str, row: int) -> None:
    vault, place = Vault(OLD), Place("entries", "words_sealed", row)

    assert vault.open(vault.seal(words, place), place) == words


@pytest.mark.parametrize(
    "place",
    [
        Place("entries", "words_sealed", 8),
        Place("entries", "attachment_sealed", 7),
        Place("reports", "words_sealed", 7),
    ],
)
def test_sealed_words_do_not_open_in_another_place(place: Place) -> None:
    vault = Vault(OLD)

    with pytest.raises(SealBroken):
        vault.open(vault.seal("小明", PLACE), place)


@given(data=st.data())
def test_changed_bytes_do_not_open(data: st.DataObject) -> None:
    vault = Vault(OLD)
    sealed = bytearray(vault.seal("小明在双店", PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBroken):
        vault.open(bytes(sealed), PLACE)


@given(length=st.integers(0, 43))
def test_shortened_bytes_do_not_open(length: int) -> None:
    vault = Vault(OLD)
    sealed = vault.seal("小明在双店", PLACE)

    with pytest.raises(SealBroken):
        vault.open(sealed[:length], PLACE)


def test_the_same_words_are_never_sealed_alike() -> None:
    vault = Vault(OLD)

    assert vault.seal("小明", PLACE) != vault.seal("小明", PLACE)


def test_a_new_secret_seals_and_the_old_one_still_opens() -> None:
    before, both, after = Vault(OLD), Vault(NEW, OLD), Vault(NEW)
    old, new = before.seal("小明", PLACE), both.seal("小红", PLACE)

    assert both.open(old, PLACE) == "小明"
    assert after.open(new, PLACE) == "小红"
    assert sealing_key(new) == key_id(NEW)
    with pytest.raises(SealBroken):
        before.open(new, PLACE)
    with pytest.raises(SealBroken):
        after.open(old, PLACE)


def test_a_fingerprint_of_any_known_secret_is_recognised_and_names_it() -> None:
    before, both, after = Vault(OLD), Vault(NEW, OLD), Vault(NEW)
    old, new = before.fingerprint("chat", "7001"), both.fingerprint("chat", "7001")

    assert (fingerprint_key(old), fingerprint_key(new)) == (key_id(OLD), key_id(NEW))
    assert {old, new} < set(both.fingerprints("chat", "7001"))
    assert both.is_fingerprint(old, "chat", "7001")
    assert both.is_fingerprint(old[4:], "chat", "7001"), "the form of the first versions"
    assert not both.is_fingerprint(old, "code", "7001")
    assert not both.is_fingerprint(None, "chat", "7001")
    assert after.is_fingerprint(new, "chat", "7001")
    assert not after.is_fingerprint(old, "chat", "7001")
    assert fingerprint_key(old[4:]) == b""


@given(one=st.tuples(ANY_TEXT, ANY_TEXT), two=st.tuples(ANY_TEXT, ANY_TEXT))
def test_different_values_have_different_fingerprints(
    one: tuple[str, str], two: tuple[str, str]
) -> None:
    vault = Vault(OLD)

    assert (vault.fingerprint(*one) == vault.fingerprint(*two)) == (one == two)


@given(value=st.tuples(ANY_TEXT, ANY_TEXT))
def test_a_fingerprint_stays_the_one_that_rows_are_found_by(value: tuple[str, str]) -> None:
    key = _derive(OLD, b"fingerprint")
    hashed = hmac.digest(key, json.dumps(list(value)).encode(), "sha256")

    assert Vault(OLD).fingerprint(*value) == key_id(OLD) + hashed


@pytest.mark.parametrize("secrets", [(), (b"short",), (OLD, b"short")])
def test_a_weak_secret_is_refused(secrets: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(*secrets)


def test_a_vault_does_not_show_its_secrets() -> None:
    assert "secret" not in repr(Vault(OLD))
