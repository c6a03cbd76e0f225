"""The words that only the public API's generated records are made of."""

from __future__ import annotations

# code, text; the last stands for codes that an account made up for itself
JOB_STATUSES = (
    (0, "New"), (1, "Pending"), (2, "Completed"), (3, "In progress"), (5, "On hold"), (6, "Cancelled"),
    (8, "Complete"), (11, "Awaiting insurer"),
)  # fmt: skip
NEW = JOB_STATUSES[0]
COMPLETED = JOB_STATUSES[2]

JOB_TYPES = ("Water", "Fire and smoke", "Mould", "Storm make-safe", "Carpet", "Assessment")
CUSTOMER_TYPES = ("Residential", "Commercial", "Insurer", "Strata")
LEAD_SOURCES = ("Website", "Referral", "Insurer panel", "Radio")
CONTACT_ROLES = ("Owner", "Tenant", "Property manager", "Loss adjuster")
QUOTE_STATUSES = ("IN-PROGRESS", "SENT-TO-CUSTOMER", "WON", "ACCEPTED", "LOST")
SECTION_NAMES = ("Make safe", "Drying", "Reinstatement")

# description, unit of measure
SUPPLIES = (
    ("Dehumidifier filter", "each"), ("Antimicrobial, 5 L", "drum"), ("Skirting 90 mm", "m"),
    ("Carpet underlay", "m²"), ("HEPA cartridge", "each"), ("Plasterboard 10 mm", "sheet"),
)  # fmt: skip
KITS = ("Make-safe kit", "Drying kit, one room", "Containment kit", "Sample kit")
CATEGORIES = ("Consumables", "Filters", "Building", "Timber", "Chemicals", "Disinfectants")
LABOUR_ROLES = ("Technician", "Supervisor", "Carpenter", "Electrician")
SUPPLIERS = ("Coastal Hire", "Brisbane Timber", "Southern Filters", "O'Brien & Daughters", "Café Supplies")
PAYMENT_METHODS = ("Cash", "Credit Card", "EFT", "Cheque")
INVOICE_LINE_TYPES = ("material", "labour", "discount", "none")
