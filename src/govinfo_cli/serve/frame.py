"""What all pages of the window have around them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from govinfo_cli.messages import say
from govinfo_cli.pages import safe


def page(title: str, body: Iterable[str], base: str, lang: str, *, running: bool = True) -> str:
    """A page of the window.

    ``base``: the address up to the token, "" for a page to outsiders, who get no address.
    ``running``: whether there is anything to go on with.
    """
    words = partial(say, lang)
    name, stop, own, attributes = (
        f'<span class="name">{safe(words("serve.name"))}</span>',
        "",
        [],
        "",
    )
    if base:
        own = [
            f'<link rel="icon" href="{base}/window.svg">',
            f'<link rel="stylesheet" href="{base}/window.css">',
        ]
    if running:
        name = f'<a class="name" href="{base}/">{safe(words("serve.name"))}</a>'
        stop = (
            f'<form method="post" action="{base}/stop"><button class="quiet">'
            f"{safe(words('serve.stop'))}</button></form>"
        )
        attributes = f' data-base="{base}" data-gone="{safe(words("serve.gone"))}"'
        own.append(f'<script src="{base}/window.js" defer></script>')
    bar = (
        f'<header class="bar">{name}<span class="local">{safe(words("serve.local"))}</span>'
        f"{stop}</header>"
    )
    return "\n".join([
        "<!DOCTYPE html>", f'<html lang="{"zh-CN" if lang == "zh" else "en"}">', "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe(title)}</title>", *own, "</head>", f'<body class="window"{attributes}>',
        f'<a class="skip" href="#main">{safe(words("serve.skip"))}</a>', bar,
        '<main id="main">', *body, "</main>", "</body>", "</html>", "",
    ])  # fmt: skip


def message(title: str, text: str, base: str, lang: str, *, running: bool = True) -> str:
    """A page with one sentence."""
    body = [f"<h1>{safe(title)}</h1>", f'<p class="verdict">{safe(text)}</p>']
    return page(
        title, [*body, *([back(base, lang)] if running else [])], base, lang, running=running
    )


def back(base: str, lang: str) -> str:
    """The way to the first page."""
    return f'<p class="back"><a href="{base}/">← {safe(say(lang, "serve.again"))}</a></p>'
