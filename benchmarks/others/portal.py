"""A whole page of a government portal, about 90 KB: the report's page among what portals have."""

from __future__ import annotations

SIZE = 90_000
_MENU = "".join(
    f'<li class="nav-item nav-{n}"><a href="/zwgk/column{n}/index.html" title="栏目{n}" '
    f'target="_blank"><i class="icon icon-{n}"></i><span>栏目{n}</span></a></li>\n'
    for n in range(60)
)
_RULES = "".join(
    f".box-{n} .list li a:hover{{color:#c0{n:02x}00;background:url(/images/bg{n}.png) no-repeat}}\n"
    for n in range(80)
)
_SCRIPT = "".join(
    f'window.menu[{n}]={{"id":{n},"name":"column{n}","url":"/zwgk/column{n}/","open":false}};\n'
    for n in range(60)
)
_STYLE = (
    ' style="margin:0cm 0cm 0.0001pt;text-align:center;font-size:10.5pt;font-family:宋体,SimSun;'
    'mso-ascii-font-family:Calibri;line-height:150%"'
)


def portal_page(page: str) -> bytes:
    """Put menus, styles, scripts and lists of news around a report, up to ``SIZE`` bytes."""
    page = page.replace("<p class=MsoNormal>", f"<p class=MsoNormal{_STYLE}>")
    head = f"<style>{_RULES}</style><script>window.menu=[];{_SCRIPT}</script></head>"
    page = page.replace("</head>", head)
    page = page.replace('<div class="path">', f'<ul class="nav">{_MENU}</ul><div class="path">')
    start, end = page.split('<div class="footer">')
    number = 0
    news = []
    size = len(page.encode())
    while size < SIZE:
        number += 1
        news.append(
            f'<li><span class="date">2025-03-{number % 28 + 1:02}</span><a href="/xwzx/{number}.html" '
            f'target="_blank" title="县政府召开第{number}次工作会议">县政府召开第{number}次工作会议</a></li>\n'
        )
        size += len(news[-1].encode())
    return f'{start}<ul class="news">{"".join(news)}</ul><div class="footer">{end}'.encode()
