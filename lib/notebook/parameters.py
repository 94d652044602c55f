"""Overrides in the cell tagged `parameters`: TypeScript declarations with a literal on the right."""

import json
import math
import re

STRING = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`[^`\n]*`"
NUMBER = r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
DECLARATION = re.compile(
    r"^(?P<head>\s*(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)(?:\s*:\s*[^=\n]+?)?\s*=\s*)"
    rf"(?P<value>{STRING}|\[[^\]\n]*\]|{NUMBER}|true\b|false\b)(?P<tail>.*)$",
    re.MULTILINE,
)


class Refused(Exception):
    """Bad input: one sentence for the user."""


def parameters_cell(notebook):
    """The code cell tagged `parameters`, or None."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", []):
            return cell
    return None


def override(source: str, settings: dict) -> str:
    """The cell's text with each named declaration's value replaced; everything else stays as it is."""
    known = {match["name"]: match for match in DECLARATION.finditer(source)}
    for name in settings:
        if name not in known:
            allowed = ", ".join(known) or "nothing"
            raise Refused(f"--set {name}: there is no such parameter, allowed here: {allowed}")

    def replaced(match):
        if match["name"] not in settings:
            return match[0]
        value = literal(match["name"], match["value"], settings[match["name"]])
        return f"{match['head']}{value}{match['tail']}"

    return DECLARATION.sub(replaced, source)


def literal(name: str, present: str, value: str) -> str:
    """`value` as a literal of the same kind as the one that is there."""
    if present[0] in "'\"`":
        text = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
        return f"'{text}'"
    if present[0] == "[":
        if not isinstance(parsed(value), list):
            raise Refused(f"--set {name}: found '{value}', allowed is a list such as {present}")
        return value
    if present in ("true", "false"):
        if value not in ("true", "false"):
            raise Refused(f"--set {name}: found '{value}', allowed is true or false")
        return value
    number = parsed(value)
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not math.isfinite(number):
        raise Refused(f"--set {name}: found '{value}', allowed is a number such as {present}")
    return value


def parsed(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return None
