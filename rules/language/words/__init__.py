"""The words of each language, as flat tables: what they stand for, with their tense and polarity. Patterns
are written in small letters without accents (rules/language/fold.py); grammar belongs to code."""

from . import de, en, es, fr, ja, ko, pt
from .kinds import Tongue

TONGUES: dict[str, Tongue] = {t.code: t for t in (en.EN, de.DE, fr.FR, es.ES, pt.PT, ko.KO, ja.JA)}
