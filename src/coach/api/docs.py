"""The page at /docs: every address and every problem, from the OpenAPI document; it loads nothing from anywhere."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from coach.api.problems import KINDS

router = APIRouter(include_in_schema=False)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ text-align: left; font-weight: bold; padding: 1rem 0 .25rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid #ccc; }}
th {{ font-weight: normal; overflow-wrap: anywhere; }}
:target {{ background: #fff3bf; color: #000; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee; }} a {{ color: #8ecbff; }} }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{description}</p>
<p>The whole description, with the shape of every answer: <a href="/openapi.json">openapi.json</a></p>
<table><caption>Addresses</caption><tbody>
{operations}
</tbody></table>
<table><caption>Problems</caption><tbody>
{problems}
</tbody></table>
</main>
</body>
</html>
"""


@router.get("/docs")
def show_docs(request: Request) -> HTMLResponse:
    """The list of addresses and problems."""
    page = render(request.app.openapi())
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})


def render(document: dict[str, Any]) -> str:
    """The page for an OpenAPI document."""
    operations = [
        f"<tr><th scope=row><code>{method.upper()} {escape(path)}</code></th>"
        f"<td>{escape(operation['description'])}</td></tr>"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    problems = [
        f'<tr id="{code}"><th scope=row><code>{code}</code></th><td>{kind.status.value}</td>'
        f"<td>{escape(kind.title)}</td></tr>"
        for code, kind in KINDS.items()
    ]
    info = document["info"]
    return _PAGE.format(
        title=escape(info["title"]),
        description=escape(info["description"]),
        operations="\n".join(operations),
        problems="\n".join(problems),
    )
