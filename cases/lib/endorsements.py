"""What mail for prisoners and internees says on its face (UPU Convention and its regulations; GC III Art. 74, GC IV Art. 110).

French is the language of the post between countries; the others are for whoever carries, examines and hands it over.
"""

from typing import Final

#: By the basis on which somebody is held: lines of (language, words), the one in French first.
LINES: Final = {
    "prisoner_of_war": (
        ("fr", "Service des prisonniers de guerre · Franc de port"),
        ("en", "Prisoner of war mail · postage free"),
        ("uk", "Пошта військовополонених · без поштової оплати"),
        ("ru", "Почта военнопленных · без почтового сбора"),
    ),
    "internee": (
        ("fr", "Service des internés civils · Franc de port"),
        ("en", "Civilian internee mail · postage free"),
        ("uk", "Пошта цивільних інтернованих · без поштової оплати"),
        ("ru", "Почта гражданских интернированных · без почтового сбора"),
    ),
}
