"""Reading the YAML that the product itself brings along: policies, templates, words.

Ten times as fast as `yaml.safe_load`, by libyaml. What people hand in is read by `yaml.safe_load`: nested deeply enough,
a document ends the process in libyaml, and is an error there.
"""

from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """What `text` says, in plain types. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=yaml.CSafeLoader)
