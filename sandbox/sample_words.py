"""Invented names, industries and notes that the sample book is made of."""

_TEAMS = (
    (
        "Maya Lindqvist",
        "Europe/Stockholm",
        "SE",
        "EUR",
        (
            "Jonas Weber|Europe/Berlin|DE",
            "Aoife Brennan|Europe/Dublin|IE",
            "Luca Ferri|Europe/Rome|IT",
            "Ines Carvalho|Europe/Lisbon|PT",
        ),
    ),
    (
        "Marcus Bell",
        "America/New_York",
        "US",
        "USD",
        (
            "Dana Reyes|America/New_York|US",
            "Tyrone Okafor|America/Chicago|US",
            "Priya Nair|America/Los_Angeles|US",
            "Sam Whitlock|America/Denver|US",
        ),
    ),
    (
        "Hana Mori",
        "Asia/Tokyo",
        "JP",
        "USD",
        (
            "Kenji Sato|Asia/Tokyo|JP",
            "Seo-yeon Park|Asia/Seoul|KR",
            "Wei Lin Tan|Asia/Singapore|SG",
            "Grace Mitchell|Australia/Sydney|AU",
        ),
    ),
)


def _email(name: str) -> str:
    return name.lower().replace(" ", ".") + "@tend-demo.example"


def _people() -> list[dict[str, object]]:
    head: dict[str, object] = {
        "email": _email("Robin Hale"),
        "name": "Robin Hale",
        "role": "admin",
        "manager_email": "",
        "timezone": "America/New_York",
        "country": "US",
    }
    people = [head]
    for manager, zone, country, _, reps in _TEAMS:
        people.append(
            {
                "email": _email(manager),
                "name": manager,
                "role": "manager",
                "manager_email": head["email"],
                "timezone": zone,
                "country": country,
            }
        )
        for rep in reps:
            name, rep_zone, rep_country = rep.split("|")
            people.append(
                {
                    "email": _email(name),
                    "name": name,
                    "role": "rep",
                    "manager_email": _email(manager),
                    "timezone": rep_zone,
                    "country": rep_country,
                }
            )
    dana = next(p for p in people if p["name"] == "Dana Reyes")
    return [dana, *(p for p in people if p is not dana)]


PEOPLE = _people()
"""Dana Reyes first: she owns Acme."""

CHAMPION, CHAMPION_EMAIL = "Cleo Hartigan", "cleo.hartigan@home.example"
"""Who leaves one customer and turns up at another."""

NAMED = (
    "Acme Industrial",
    "Brightwater Labs",
    "Kestrel Robotics",
    "Northgate Foods",
    "Umbra Analytics",
    "Ferrous & Sons",
    "Halcyon Health",
    "東海精機株式会社",
    "한빛소재",
    "Tamarind Logistics",
    "Bluegum Energy",
    "Soylent Bakery",
    "Globex Marine",
    "Initech Systems",
    "Müller Feinmechanik",
    "Ó Briain Dairy",
    "Officine Ferrante",
    "Vila Verde Têxteis",
    "さくら商事",
    "삼호전자",
    "Acme Logistics",
    "Zenith Paper",
    "Quarry Lane Brewing",
    "Larkspur Media",
)
STEMS = (
    "Amber",
    "Birch",
    "Cobalt",
    "Delta",
    "Ember",
    "Falcon",
    "Granite",
    "Harbor",
    "Indigo",
    "Juniper",
    "Keystone",
    "Lantern",
    "Meridian",
    "Nimbus",
    "Orchard",
    "Pioneer",
    "Quartz",
    "Ridge",
    "Sierra",
    "Timber",
    "Vantage",
    "Willow",
    "Xenon",
    "Yarrow",
    "Zephyr",
)
CITY_TAILS = (
    "Foods",
    "Labs",
    "Logistics",
    "Medical",
    "Motors",
    "Packaging",
    "Paper",
    "Plastics",
    "Power",
    "Retail",
    "Software",
    "Textiles",
    "Tools",
)
INDUSTRIES = ("manufacturing", "software", "retail", "medical", "logistics", "energy", "food", "media")
SERVICES = ("Core", "Analytics", "Support Plus", "Field Service", "Training")
FIRST = (
    "Ada",
    "Bruno",
    "Carmen",
    "Dmitri",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ingrid",
    "Jamal",
    "Klara",
    "Leo",
    "Mina",
    "Nils",
    "Olga",
    "Paolo",
    "Rosa",
    "Stefan",
    "Tessa",
    "Umar",
    "Vera",
    "Wanda",
    "Yara",
    "Zoltan",
)
LAST = (
    "Abbott",
    "Bauer",
    "Castillo",
    "Dubois",
    "Eriksen",
    "Fontaine",
    "Gupta",
    "Hoang",
    "Ivanov",
    "Jensen",
    "Kowalski",
    "Larsson",
    "Moreau",
    "Novak",
    "Ortiz",
    "Petrov",
    "Quinn",
    "Rossi",
    "Suzuki",
    "Torres",
    "Ueda",
    "Vogel",
    "Winter",
    "Young",
)
TITLES = {
    "champion": ("Head of Operations", "Plant Manager", "Director IT"),
    "buyer": ("Procurement Lead", "Purchasing Manager"),
    "user": ("Shift Lead", "Analyst", "Coordinator"),
}
NOTES = (
    ("shared_insight", "showed them how a plant like theirs cut changeover time by a fifth"),
    ("shared_insight", "sent the benchmark for their industry, went through it together"),
    ("solved_problem", "found why the nightly sync failed, fixed it with support"),
    ("solved_problem", "cleared the invoice that was stuck since last month"),
    ("delivered_result", "rollout of the second site finished, they confirmed it works"),
    ("delivered_result", "quarterly report: downtime down 12 %"),
    ("explored_need", "asked about next year: they plan a second warehouse, budget opens in spring"),
    ("explored_need", "they lose hours on manual orders, would like help"),
    ("introduced", "introduced them to our field engineer, first visit is booked"),
    ("resolved_concern", "the complaint about response times is settled, agreed a direct line"),
    ("onboarding", "trained the new shift leads, all have logins now"),
    ("challenged", "told them the current setup won't carry the second line"),
    ("celebrated", "congratulated them on the new site, brought the team a cake"),
)
