"""Words of settings."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "FactorKind": {
        "TOTP": Text("身份验证器", "Authenticator app"),
        "SMS": Text("短信验证码", "Text message"),
    },
}
