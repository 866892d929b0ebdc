"""A made-up notice of holidays for a year of which the product knows nothing."""

from datetime import date


def notice_2027(**changes: object) -> dict[str, object]:
    """A made-up notice: New Year taken from the Thursday before."""
    return {
        "year": 2027,
        "title": "国务院办公厅关于2027年部分节假日安排的通知",
        "issued_on": date(2026, 11, 10),
        "url": "https://example.test/2027",
        "off_days": [
            {"from": "2026-12-31", "to": "2027-01-02"},
            {"from": date(2027, 2, 5), "to": date(2027, 2, 11)},
            "2027-04-05",
            {"from": "2027-05-01", "to": "2027-05-05"},
            "2027-06-09",
            "2027-09-15",
            {"from": "2027-10-01", "to": "2027-10-07"},
        ],
        "make_up_days": ["2026-12-27", "2027-02-13"],
        "statutory_days": [
            "2027-01-01",
            {"from": "2027-02-05", "to": "2027-02-08"},
            "2027-04-05",
            {"from": "2027-05-01", "to": "2027-05-02"},
            "2027-06-09",
            "2027-09-15",
            {"from": "2027-10-01", "to": "2027-10-03"},
        ],
    } | changes
