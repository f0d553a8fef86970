"""Lengths in words, in minutes: numbers of each language beside its units, and what is said as one."""

from __future__ import annotations

NUMBERS = (
    (r"an?|one|eine[rn]?|une?|una|uma|un", 1.0),
    (r"two|zwei|deux|dos|duas|a couple of|couple of|a couple|couple", 2.0),
    (r"three|drei|trois|tres|a few", 3.0),
    (r"four|vier|quatre|cuatro|quatro", 4.0),
    (r"five|funf|cinq|cinco", 5.0),
    (r"six|sechs|seis", 6.0),
    (r"seven", 7.0),
    (r"eight|acht|huit|ocho|oito", 8.0),
    (r"ten|zehn|dix|diez|dez", 10.0),
    (r"twelve|zwolf|douze|doce", 12.0),
    (r"fifteen|funfzehn|quinze|quince", 15.0),
    (r"twenty[ -]?five", 25.0),
    (r"thirty[ -]?five", 35.0),
    (r"forty[ -]?five|funfundvierzig", 45.0),
    (r"fifty[ -]?five", 55.0),
    (r"twenty|zwanzig|vingt|veinte|vinte", 20.0),
    (r"thirty|dreissig|dreißig|trente|treinta|trinta", 30.0),
    (r"forty|fourty|vierzig|quarante|cuarenta|quarenta", 40.0),
    (r"fifty", 50.0),
    (r"sixty", 60.0),
    (r"ninety|neunzig", 90.0),
)
HOURS = r"hours?|hrs?|stunden?|std|heures?|horas?"
MINUTES = r"min(?:ute)?s?|minuten|minutos?"
AND_A = (
    (r"(?:and|n|&) a half|und eine halbe|et demie|y media|e meia", 30),
    (r"(?:and|n|&) a quarter|et quart|y cuarto", 15),
    (r"(?:and|n|&) three quarters", 45),
)
LENGTHS = (
    (
        r"(?:a )?quarter (?:of an )?(?:hour|hr)|viertelst(?:unde?|d)|1/4 d'heure|(?:un )?quart d'heure|un cuarto de hora",
        15,
    ),
    (
        r"(?:a )?half (?:an|a|n)? ?(?:hour|hr)|1/2 (?:an )?(?:hour|hr)|halbe stunde|demi-heure|media hora"
        r"|meia hora|반 ?시간|三十分|삼십 ?분|半時間",
        30,
    ),
    (
        r"three quarters of an hour|dreiviertel(?:stunde| std| stunde)|3/4 ?(?:h|std|stunde|d'heure)|trois quarts d'heure",
        45,
    ),
    (r"anderthalb stunden|hora y media|hora e meia|heure et demie|(?:hour|hr) (?:and|n|&) a half", 90),
    (r"(?:an |1 )?(?:hour|hr) (?:and|n|&) (?:a quarter|15|fifteen)(?: min(?:ute)?s?)?", 75),
    (r"(?:an |1 )?(?:hour|hr) (?:and|n|&) (?:10|ten)(?: min(?:ute)?s?)?", 70),
    (r"(?:an |1 )?(?:hour|hr) (?:and|n|&) (?:20|twenty)(?: min(?:ute)?s?)?", 80),
    (r"(?:an |1 )?(?:hour|hr) (?:and|n|&) (?:30|thirty)(?: min(?:ute)?s?)?", 90),
    (r"hour(?= (?:each|with|w|at|on|long)(?![\w]))", 60),
    (r"한 ?시간 ?반|一時間半", 90),
    (r"두 ?시간 ?반|二時間半", 150),
    (r"한 ?시간|一時間", 60),
    (r"두 ?시간|二時間", 120),
    (r"세 ?시간|三時間", 180),
    (r"네 ?시간|四時間", 240),
)
"""What is said as one, the longer words first."""
