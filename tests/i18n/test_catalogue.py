"""The English catalogue is whole, says what the Chinese says, and is the one that is used."""

from io import BytesIO

from babel.messages.mofile import write_mo

from app.cases.labels import label
from app.casework.done import DONE
from tests.i18n.catalogue import ENGLISH, FULL_WIDTH, PLACES, english, key, messages, msgids, used, words


def test_every_msgid_of_the_code_is_in_the_catalogue_and_nothing_else_is() -> None:
    written = {key(message) for message in messages()}
    assert {said: used()[said] for said in used().keys() - written} == {}, "run: make translations"
    assert written - used().keys() == set(), "run: make translations"
    assert len(written) > 1000


def test_every_msgid_is_said_in_english() -> None:
    assert [message.id for message in messages() if not all(text.strip() for text in words(message))] == []


def test_the_english_holds_no_chinese() -> None:
    assert [text for message in messages() for text in words(message) if FULL_WIDTH.search(text)] == []


def test_the_english_has_the_same_places_as_the_chinese() -> None:
    pairs = [(msgids(message)[0], text) for message in messages() for text in words(message)]
    assert [pair for pair in pairs if sorted(PLACES.findall(pair[0])) != sorted(PLACES.findall(pair[1]))] == []


def test_nothing_in_the_catalogue_is_doubtful_or_left_over() -> None:
    assert [message.id for message in messages() if message.fuzzy] == []
    assert dict(english().obsolete) == {}


def test_the_compiled_catalogue_is_what_the_written_one_compiles_to() -> None:
    compiled = BytesIO()
    write_mo(compiled, english())
    assert (ENGLISH / "messages.mo").read_bytes() == compiled.getvalue(), "run: make translations"


def test_the_story_says_every_verb_by_its_own_word() -> None:
    assert {verb: label(verb) for verb in DONE} == DONE
