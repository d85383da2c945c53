"""What the columns of an import are called on our pages."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "external_number": _("Number on the list"),
    "reference": _("Our reference"),
    "s10": _("Postal item number"),
    "addressee": _("Addressee"),
    "sender": _("Sender"),
    "contents": _("Contents"),
    "weight_grams": _("Weight"),
}
#: How a column may be called in a file, and what it may hold.
GUIDE = (
    ("external_number", "No · № · Номер", _("as on the sender's list; each row needs this or one of the next two")),
    ("s10", "S10 · Поштовий номер · Почтовый номер", "RR123456785UA"),
    ("reference", "Reference · Код", "PCL-4K7QX"),
    ("addressee", "Addressee · Одержувач · Получатель", _("the whole name as on record, or PER-… or GRP-…")),
    ("sender", "Sender · Відправник · Отправитель", _("name and place, as on the parcel")),
    ("contents", "Contents · Вміст · Содержимое", _("food, clothing, medical, books, devotional, sports, letters, drawings")),
    ("weight_grams", "Weight, kg · Вага, кг · Вес, кг · Weight, g", _("4.5 kg, 4500 g")),
)  # fmt: skip
