"""Reference codes and postal item numbers survive being typed."""

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.lib.codes import (
    ALPHABET,
    PREFIXES,
    BadCode,
    Code,
    WrongCheck,
    apart,
    decode,
    encode,
    is_no_name,
    normalise,
    s10_check,
    validate_s10,
)

prefixes = st.sampled_from(sorted(PREFIXES.values()))
numbers = st.integers(0, 5000) | st.integers(0, 2**63 - 1)
codes = st.builds(encode, prefixes, numbers)
CYRILLIC = str.maketrans("ABCEHIKMOPTXY", "АВСЕНІКМОРТХУ")
LAYOUT = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬ")
LOOKS = str.maketrans("OIL", "011")
RUSSIAN_LAYOUT = LAYOUT | {ord("S"): "Ы"}


def is_valid(text):
    try:
        decode(text)
    except BadCode:
        return False
    return True


@given(prefixes, numbers)
def test_a_code_gives_back_its_record(prefix, number):
    assert decode(encode(prefix, number)) == Code(prefix, number)


def test_codes_stay_as_they_were_first_printed():
    assert [encode("PCL", n) for n in (0, 1, 31, 32, 2**20)] == [
        "PCL-00004",
        "PCL-00016",
        "PCL-000ZZ",
        "PCL-00100",
        "PCL-10000D",
    ]


def test_prefixes_differ_even_where_letters_and_digits_look_alike():
    assert len({p.translate(str.maketrans("OIL", "011")) for p in PREFIXES.values()}) == len(PREFIXES) == 22


@given(codes)
@settings(max_examples=20, deadline=None)
def test_every_single_wrong_character_is_noticed(code):
    for place, wrong in itertools.product(range(len(code)), ALPHABET + "ILOU"):
        typed = code[:place] + wrong + code[place + 1 :]
        if code[place] != "-" and wrong.translate(LOOKS) != code[place].translate(LOOKS):
            assert not is_valid(typed), typed


@given(codes)
@settings(max_examples=200, deadline=None)
def test_every_swap_of_two_neighbours_is_noticed(code):
    plain = code.replace("-", "")
    for place in range(len(plain) - 1):
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        if swapped.translate(LOOKS) != plain.translate(LOOKS):
            assert not is_valid(swapped), swapped


@pytest.mark.parametrize("number", range(0, 32**2, 7))
def test_wrong_and_swapped_characters_of_short_codes_are_all_noticed(number):
    prefix, body = encode("PCL", number).split("-")
    for place, wrong in itertools.product(range(len(body)), ALPHABET):
        if wrong != body[place]:
            assert not is_valid(prefix + body[:place] + wrong + body[place + 1 :])
    for other in set(PREFIXES.values()) - {"PCL"}:
        assert sum(a != b for a, b in zip(other, "PCL", strict=True)) > 1 or not is_valid(other + body)


@given(codes)
def test_the_keyboard_does_not_matter(code):
    plain = code.replace("-", "")
    wide = "".join(chr(ord(c) + 0xFEE0) for c in plain)
    for typed in (
        code.lower(),
        plain,
        f" {plain[:3]} {plain[3:5]} {plain[5:]} ",
        code.replace("-", "–"),
        wide,
    ):
        assert normalise(typed) == code
    for typed in (
        code.translate(CYRILLIC),
        code.lower().translate(CYRILLIC),
        code.translate(CYRILLIC).lower(),
    ):
        assert normalise(typed) == code
    assert normalise(plain[:3].replace("O", "0").replace("L", "1").replace("I", "l") + plain[3:]) == code
    assert normalise(plain[:3] + plain[3:].replace("0", "o").replace("1", "L")) == code


@given(codes)
def test_a_scanner_on_a_cyrillic_layout_is_understood(code):
    for layout in (LAYOUT, RUSSIAN_LAYOUT):
        scanned = code.translate(layout)
        assume(any(c in "ЙЦГШЩЗФІВПЛДЯЧИЬЫ" for c in scanned[:3]))
        assert normalise(scanned) == code


@given(codes, st.data())
@settings(deadline=None)
def test_the_code_meant_is_among_the_nearest_after_a_swap(code, data):
    prefix, body = code.split("-")
    place = data.draw(st.integers(0, len(body) - 2))
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assume(swapped != body)
    with pytest.raises(WrongCheck) as wrong:
        decode(f"{prefix}-{swapped}")
    assert len(wrong.value.nearest) <= 5
    assert all(map(is_valid, wrong.value.nearest))
    assert code in wrong.value.nearest or len(body) > 5


@given(codes, st.data())
@settings(deadline=None)
def test_the_nearest_are_valid_and_one_slip_away(code, data):
    prefix, body = code.split("-")
    place, character = data.draw(st.integers(0, len(body) - 1)), data.draw(st.sampled_from(ALPHABET))
    assume(character != body[place])
    with pytest.raises(WrongCheck) as wrong:
        decode(f"{prefix}-{body[:place]}{character}{body[place + 1 :]}")
    assert wrong.value.nearest
    assert all(map(is_valid, wrong.value.nearest))
    assert wrong.value.nearest[0] in wrong.value.message


def test_a_wrong_letter_in_the_prefix_suggests_the_right_one():
    with pytest.raises(WrongCheck) as wrong:
        decode("PCX" + encode("PCL", 77)[3:])
    assert wrong.value.nearest == (encode("PCL", 77),)


@pytest.mark.parametrize(
    "text",
    ["", "PCL", "PCL-", "PCL-4K7", "XYZ-4K7QX", "PCL-4U7QX", "Ж" * 8, "\0", "9" * 10_000, "PCL-00004K7QX"],
)
def test_what_has_not_the_form_of_a_code_is_refused_with_a_sentence(text):
    with pytest.raises(BadCode) as refused:
        decode(text)
    assert refused.value.message.endswith((".", "?"))


@given(st.text(max_size=120))
def test_any_text_is_a_code_or_refused_with_a_sentence(text):
    try:
        code = decode(text)
    except BadCode as error:
        code = error
    assert code.number >= 0 if isinstance(code, Code) else code.message


def test_only_codes_that_exist_can_be_made():
    for prefix, number in [("XXX", 1), ("PCL", -1), ("PCL", 2**63), ("pcl", 1)]:
        with pytest.raises(BadCode):
            encode(prefix, number)


@pytest.mark.parametrize(
    ("digits", "check"),
    # UPU S10: the standard's own example (47312482 → 9), and the two exceptions (10 → 0, 11 → 5)
    [("47312482", "9"), ("12345678", "5"), ("00000000", "5"), ("00000008", "0")],
)
def test_the_check_digit_of_a_postal_item_follows_the_standard(digits, check):
    assert s10_check(digits) == check


@pytest.mark.parametrize(
    "typed",
    [
        "RR123456785UA",
        "rr 123 456 785 ua",
        "ＲＲ123456785ＵＡ",
        "RR-1234-5678-5-UA",
        "RR1234S6785UA".replace("S", "5"),
    ],
)
def test_a_postal_item_number_is_brought_to_its_one_spelling(typed):
    assert validate_s10(typed) == "RR123456785UA"


def test_letters_and_digits_that_look_alike_are_told_apart_by_their_place():
    assert validate_s10("RB" + "OOOOOOOO5" + "CZ") == "RB000000005CZ"
    assert validate_s10("СР123456785RU") == "CP123456785RU"


@pytest.mark.parametrize(
    "typed", ["", "RR123456784UA", "RR12345678UA", "R1123456785U", "RR123456785UAX", "\0" * 500]
)
def test_a_wrong_postal_item_number_is_refused_with_a_sentence(typed):
    with pytest.raises(BadCode, match=r"postal item number"):
        validate_s10(typed)


@given(st.integers(0, 10**8 - 1), st.integers(0, 7), st.integers(1, 9))
def test_a_single_wrong_digit_is_noticed(number, place, shift):
    digits = f"{number:08}"
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    check = s10_check(digits)
    assume(s10_check(wrong) != check or check not in "05")  # 10 and 0, 11 and 5 share a digit in the standard
    with pytest.raises(BadCode):
        validate_s10(f"RR{wrong}{check}UA")


@pytest.mark.parametrize(
    ("typed", "sure"),
    [
        ("PER-0Z14X", True), ("pcl 0014x", True), ("PCL0014X", True), ("PCL – 0014X", True), ("PER-ABCDE", False),
        ("Кузнецов", False), ("Кузнецов 1987", False), ("Conrad 1987", False), ("Eve-Marie 1987", False),
        ("Per Olsen 1987", False), ("Per 01.01.1987", False), ("КУЗ-0014Ч", False), ("", False), ("x" * 500, False),
    ],
)  # fmt: skip
def test_what_can_be_a_name_is_not_surely_a_code(typed, sure):
    assert is_no_name(typed) is sure


def test_a_code_typed_in_cyrillic_is_surely_one_where_its_check_is_right():
    assert is_no_name(encode("PCL", 4).replace("P", "Р").replace("C", "С"))


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
BY_LOOK = set("АВЕКМНОРСТІ" + "У")


@given(LETTERS, LETTERS, st.sampled_from([LAYOUT, RUSSIAN_LAYOUT]), st.booleans())
def test_a_postal_item_number_scanned_on_a_cyrillic_layout_is_understood(service, country, layout, small):
    code = f"{service}123456785{country}"
    scanned = code.translate(layout)
    assume(not set(scanned[:2] + scanned[11:]) <= BY_LOOK)  # those are read by their looks
    assert validate_s10(scanned.lower() if small else scanned) == code


@pytest.mark.parametrize(
    ("scanned", "code"),
    [("КК123456785ГФ", "RR123456785UA"), ("КК123456785КГ", "RR123456785RU"), ("СЗ123456785ГФ", "CP123456785UA"),
     ("КК123456785ВУ", "RR123456785DE"), ("УУ123456785ВУ", "EE123456785DE"), ("СР123456785ВУ", "CP123456785BY")],
)  # fmt: skip
def test_letters_of_two_readings_are_those_of_a_service_that_exists(scanned, code):
    assert validate_s10(scanned) == code


def test_a_pasted_list_comes_apart_and_a_code_typed_with_spaces_does_not():
    pasted = (
        "PCL-00016 pcl 00100, PCL 0010 0;PCL-000ZZ\nnonsense PCL 00017 PCL-00016 РСL 00016, ,PER-ab PCL-00016"
    )
    assert apart(pasted) == [
        "PCL-00016", "pcl 00100", "PCL 0010 0", "PCL-000ZZ", "nonsense", "PCL 00017", "PCL-00016", "РСL 00016",
        "PER-ab", "PCL-00016",
    ]  # fmt: skip
    assert apart("PCL-1 PCL-2 PCL-3") == ["PCL-1", "PCL-2", "PCL-3"]  # which together have a right check


@given(st.lists(codes, max_size=8), st.sampled_from([" ", "\n", ", ", ";"]), st.booleans())
def test_every_code_of_a_pasted_list_is_found(listed, between, with_spaces):
    pasted = between.join(code.replace("-", " ") if with_spaces else code for code in listed)
    assert [normalise(word) for word in apart(pasted)] == listed
