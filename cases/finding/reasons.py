"""Why a person is found, in words: one phrase for each code of `cases.lib.names.compare`, and those of the search itself."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "same_letters": _("same letters"),
    "same_after_romanisation": _("same after romanisation"),
    "given_name_equivalent": _("given name equivalent"),
    "short_form": _("short form of the given name"),
    "vowels_differ": _("vowels differ"),
    "one_letter_differs": _("one letter differs"),
    "two_letters_differ": _("two letters differ"),
    "gender_form": _("male and female form"),
    "initial_only": _("initial only"),
    "words_joined": _("words written together"),
    "order_swapped": _("other order"),
    "patronymic_missing": _("without the patronymic"),
    "patronymic_differs": _("another patronymic"),
    "given_name_differs": _("another given name"),
    "family_name_differs": _("another family name"),
    "word_missing": _("a word more or less"),
    "one_word_only": _("one word of the name"),
    "nothing_to_compare": _("no letters to compare"),
    "begins_so": _("begins so"),
    "several_letters_differ": _("several letters differ"),
    "word_not_found": _("one word not found"),
    "same_year": _("born that year"),
    "other_year": _("born in another year"),
    "same_place": _("same place"),
    "label": _("no name known yet"),
}


#: What is said already where only one word of a name was asked for.
_SAID = {"word_missing", "patronymic_missing"}


def phrases(codes):
    """The reasons in words, without those that another one says."""
    said = [code for code in codes if code not in _SAID] if "one_word_only" in codes else codes
    return [str(PHRASES[code]) for code in said]
