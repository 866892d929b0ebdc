"""Notices: prose, posting, delivery, receipts, and who may read them."""

FILLED = {
    "case_number": "闵工调〔2026〕1号",
    "title": {"zh": "调解期限", "en": "end of mediation"},
    "due_at": "2026-12-05T16:00:00+00:00",
    "citation": "劳动争议调解仲裁法 14",
    "phone": "021-5555 0000",
}
