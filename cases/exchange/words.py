"""What the columns of an import are called on our pages."""

from django.utils.translation import gettext_lazy as _

from cases.models import ImportBatch

COLUMNS = {
    "external_number": _("Number on the list"),
    "reference": _("Our reference"),
    "s10": _("Postal item number"),
    "addressee": _("Addressee"),
    "sender": _("Sender"),
    "contents": _("Contents"),
    "weight_grams": _("Weight"),
    "type": _("Kind"),
    "direction": _("Direction"),
    "person": _("Person held"),
    "correspondent": _("Family side"),
    "written": _("Written"),
    "posted": _("Posted"),
    "received": _("Received by us"),
    "route": _("Route"),
    "parcel": _("Enclosed in parcel"),
    "language": _("Language"),
    "quantity": _("Quantity"),
}
#: How a column may be called in a file, and what it may hold.
_PARCELS = (
    ("external_number", "No · № · Номер", _("as on the sender's list; each row needs this or one of the next two")),
    ("s10", "S10 · Поштовий номер · Почтовый номер", "RR123456785UA"),
    ("reference", "Reference · Код", "PCL-4K7QX"),
    ("addressee", "Addressee · Одержувач · Получатель", _("the whole name as on record, or PER-… or GRP-…")),
    ("sender", "Sender · Відправник · Отправитель", _("name and place, as on the parcel")),
    ("contents", "Contents · Вміст · Содержимое", _("food, clothing, medical, books, devotional, sports, letters, drawings")),
    ("weight_grams", "Weight, kg · Вага, кг · Вес, кг · Weight, g", _("4.5 kg, 4500 g")),
)  # fmt: skip
_CORRESPONDENCE = (
    ("type", "Kind · Вид", _("letter, card, capture card, Red Cross message, reply, drawing, photo, legal document")),
    ("direction", "Direction · Напрямок · Направление", _("to the person held, from the person held")),
    ("person", "Person held · Полонений · Пленный", _("the whole name as on record, or PER-…")),
    ("correspondent", "Family side · Родина · Семья", _("who writes or is written to, and where; or PER-…")),
    ("sender", "Sender · Відправник · Отправитель", _("in place of the two above: which of them it is, the direction says")),
    ("addressee", "Addressee · Одержувач · Получатель", _("in place of the two above: which of them it is, the direction says")),
    ("written", "Written · Дата листа · Дата письма", _("as precisely as known: 27.01.2026, January 2026")),
    ("posted", "Posted · Дата відправлення · Дата отправления", _("as the postmark says")),
    ("received", "Received · Отримано · Получено", _("when it came to us")),
    ("route", "Route · Маршрут · Через", _("the way it goes or came, as stated")),
    ("parcel", "Parcel · Посилка · Посылка", _("PCL-… or its postal item number")),
    ("external_number", "No · № · Номер", _("as on the list; needed where rows say the same")),
    ("s10", "S10 · Поштовий номер · Почтовый номер", "RR123456785UA"),
    ("reference", "Reference · Код", "COR-4K7QX"),
    ("language", "Language · Мова · Язык", ""),
    ("quantity", "Quantity · Кількість · Количество", _("where a row stands for several letters")),
)  # fmt: skip
GUIDES = {ImportBatch.Kind.PARCELS: _PARCELS, ImportBatch.Kind.CORRESPONDENCE: _CORRESPONDENCE}
