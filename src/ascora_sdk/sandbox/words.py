"""The words that generated records are made of. Telephone numbers come from the ranges kept for fiction."""

from __future__ import annotations

FIRST_NAMES = (
    "Ada", "Aarav", "Amelia", "Björn", "Bronwyn", "Charlotte", "Chloé", "Darcy", "Eilidh", "Fatima", "Finn", "Grace",
    "Harper", "Imogen", "Jarrah", "José", "Kirra", "Lachlan", "Matilda", "Mia", "Noah", "Oliver", "Priya", "Quỳnh",
    "Ruby", "Siân", "Thắm", "Uma", "Violet", "Wei", "Xanthe", "Yuki", "Zoë", "Łukasz", "Ελένη", "美玲",
)  # fmt: skip

LAST_NAMES = (
    "Anderson", "Baker", "Campbell", "Đặng", "Edwards", "Fraser", "García", "Harris", "Ivanović", "Jones", "Kowalski",
    "Lê", "MacDonald", "Müller", "Nguyen", "O'Brien", "Papadopoulos", "Quinn", "Robinson", "Smith", "Taylor", "Ueda",
    "Vella", "Walker", "Xu", "Young", "Zammit", "Çelik", "Ó Súilleabháin", "李",
)  # fmt: skip

BUSINESSES = (
    "Strata Management", "Property Group", "Holdings Pty Ltd", "Café & Bakery", "Body Corporate", "Motor Inn",
    "Early Learning Centre", "Medical Practice", "Surf Club", "& Sons Pty Ltd",
)  # fmt: skip

STREETS = (
    "Banksia Street", "Boundary Road", "Church Street", "Elizabeth Street", "Esplanade", "George Street", "High Street",
    "Jacaranda Avenue", "Kangaroo Court", "Lygon Street", "Military Road", "Pacific Highway", "Queen Street",
    "Railway Parade", "Victoria Road", "Waratah Crescent",
)  # fmt: skip

# suburb, state, postcode, area code
PLACES = (
    ("Ascot", "QLD", "4007", "07"), ("Bondi", "NSW", "2026", "02"), ("Braddon", "ACT", "2612", "02"),
    ("Brunswick", "VIC", "3056", "03"), ("Cairns City", "QLD", "4870", "07"), ("Darwin City", "NT", "0800", "08"),
    ("Fremantle", "WA", "6160", "08"), ("Glenelg", "SA", "5045", "08"), ("Hamilton", "NSW", "2303", "02"),
    ("Indooroopilly", "QLD", "4068", "07"), ("Kalgoorlie", "WA", "6430", "08"), ("Lismore", "NSW", "2480", "02"),
    ("Newtown", "NSW", "2042", "02"), ("Norwood", "SA", "5067", "08"), ("Parramatta", "NSW", "2150", "02"),
    ("Sandy Bay", "TAS", "7005", "03"), ("South Yarra", "VIC", "3141", "03"), ("Toowong", "QLD", "4066", "07"),
    ("Wagga Wagga", "NSW", "2650", "02"), ("Woolloongabba", "QLD", "4102", "07"),
)  # fmt: skip

EXCHANGES = (5550, 7010)
CUSTOMER_TYPES = ("residential", "commercial", "insurance", "strata")
TIERS = ("bronze", "silver", "gold")

JOB_TYPES = (
    ("water_damage", "Water damage restoration"), ("fire_damage", "Fire and smoke clean-up"),
    ("mould_remediation", "Mould remediation"), ("storm_damage", "Storm make-safe"),
    ("carpet_cleaning", "Carpet drying and cleaning"), ("damage_assessment", "Damage assessment"),
)  # fmt: skip

# A status that the contract doesn't list stands among them: "others may come".
JOB_STATUSES = ("pending", "scheduled", "in_progress", "completed", "cancelled", "awaiting_insurer")
JOB_PRIORITIES = ("low", "normal", "high", "urgent")
TECHNICIANS = (("u-1", "Kirra Walker"), ("u-2", "Lachlan Baker"), ("u-3", "Siân Edwards"))

TASKS = (
    "Ring the customer", "Collect the dehumidifiers", "Read the moisture meters", "Send the quote to the insurer",
    "Order skirting", "Take photos of the roof", "Book the electrician", "Close out: café, level 2",
)  # fmt: skip

WORK = (
    "Call-out fee", "Dehumidifier hire, per day", "Air mover hire, per day", "Carpet removal, per m²",
    "Antimicrobial treatment", "Skirting replacement, per m", "Labour, per hour", "Moisture report",
)  # fmt: skip

# status, the share of the total that is paid (1 for all, 3 for a third, 0 for nothing), how
INVOICE_STATES = (
    ("draft", 0, None), ("sent", 0, None), ("viewed", 0, None), ("partial", 3, "credit_card"),
    ("paid", 1, "bank_transfer"), ("paid", 1, "cash"), ("overdue", 0, None), ("cancelled", 0, None),
)  # fmt: skip
