"""What a backup promises is compared to the last row."""

from hypothesis import given
from hypothesis import strategies as st

from cases.keeping import manifest

TABLES = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 5), st.sampled_from(["1", "2"])), max_size=6
)
SEQUENCES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9))


def held(tables, sequences, migrations=()):
    return {"tables": tables, "sequences": sequences, "migrations": list(migrations)}


@given(TABLES, SEQUENCES)
def test_the_same_is_the_same(tables, sequences):
    assert list(manifest.differences(held(tables, sequences), held(tables, sequences))) == []


@given(TABLES, TABLES)
def test_every_table_that_differs_is_named_and_no_other(promised, found):
    sentences = list(manifest.differences(held(promised, {}), held(found, {})))
    differ = {name for name in {*promised, *found} if promised.get(name) != found.get(name)}
    assert {sentence.split(":")[0] for sentence in sentences} == differ


@given(SEQUENCES, SEQUENCES)
def test_a_sequence_may_have_gone_on_but_never_back(promised, found):
    sentences = list(manifest.differences(held({}, promised), held({}, found)))
    assert len(sentences) == sum(found.get(name, -1) < value for name, value in promised.items())


def test_other_migrations_are_told():
    assert list(manifest.differences(held({}, {}, [["a", "1"]]), held({}, {}, [["a", "2"]])))


def test_a_line_is_read_as_it_was_written():
    promised = {"homeward_backup": 1, **held({"a": [1, "2"]}, {"b": 3}, [["cases", "0001_records"]])}
    assert manifest.from_line(manifest.line_of(promised)) == promised
    assert manifest.from_line(b"\x00 no line of ours") is None
