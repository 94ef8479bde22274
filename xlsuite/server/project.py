"""The project folder that xlwings Server reads at its start, written anew each time from the ribbon's declaration.

The token is in none of its files: the server knows it from its environment, the client from the address in the
manifest, so that a page that reads the served files does not learn it.
"""

from __future__ import annotations

from xlsuite.addin.ribbon import BUTTONS

SCRIPTS = """from xlsuite.server.scripts import SCRIPTS

globals().update(SCRIPTS)
"""
TOKEN = '''"""Only who knows the token of this computer may run scripts."""

import os
import secrets

from fastapi import HTTPException
from xlwings_server.models import User

WANTED = os.environ["XLSUITE_SERVER_TOKEN"].encode()


async def validate_token(token_string):
    if not secrets.compare_digest(token_string.encode(), WANTED):
        raise HTTPException(status_code=401, detail="口令不对。请重新做一份清单：python -m xlsuite.server manifest。")
    return User(id="xlsuite", name="xlsuite")
'''
AUTH_JS = """globalThis.getAuth = async () => ({
  token: new URLSearchParams(window.location.search).get("token") || "",
  provider: "token",
});
"""
BUTTON_JS = """for (const tag of {tags}) {{
  Office.actions.associate(`xlsuite_${{tag}}`, async (event) => {{
    const auth = await globalThis.getAuth();
    await xlwings.runPython({{
      auth: auth.token,
      scriptName: `xlsuite_${{tag}}`,
      headers: {{ "Auth-Provider": auth.provider }},
    }});
    event.completed();
  }});
}}
"""


PAGE = """{% extends "base.html" %}
{% block content %}<p>廉政台账：请点功能区的按钮。</p>{% endblock %}
"""


def files() -> dict[str, str]:
    """The project's files by their places in its folder."""
    tags = "[" + ", ".join(f'"{button.tag}"' for button in BUTTONS) + "]"
    return {
        "custom_scripts/__init__.py": SCRIPTS,
        "custom_functions/__init__.py": "",
        "auth/__init__.py": "",
        "auth/token/__init__.py": TOKEN,
        "static/js/auth.js": AUTH_JS,
        "static/js/ribbon.js": BUTTON_JS.format(tags=tags),
        "templates/taskpane.html": PAGE,
    }
