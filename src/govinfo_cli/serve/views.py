"""The pages of the window, as text. They work by plain forms; the script only adds comfort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from govinfo_cli.messages import say, word_error
from govinfo_cli.pages import inner, safe
from govinfo_cli.readers import BY_SUFFIX
from govinfo_cli.reporters import BY_NAME
from govinfo_cli.reporters.lines import Line, groups_of
from govinfo_cli.reporters.outcome import Summary
from govinfo_cli.serve.downloads import DOWNLOADS
from govinfo_cli.serve.frame import back, page
from govinfo_cli.serve.tasks import TASKS, Field, Task

if TYPE_CHECKING:
    from govinfo_cli.serve.shelf import Checked, Job

ACCEPT: Final = ",".join(BY_SUFFIX)


def home(base: str, lang: str, trouble: str = "") -> str:
    """The first page: a large place for files, and below it what else can be done."""
    first, others = TASKS[0], TASKS[1:]
    body = [f'<p class="verdict error" role="alert">{safe(trouble)}</p>'] if trouble else []
    body.append(f"<h1>{safe(say(lang, 'serve.title'))}</h1>")
    body.append(_form(first, base, lang, large=True))
    if others:
        body.append('<div class="others">')
        body += [_form(task, base, lang) for task in others]
        body.append("</div>")
    return page(say(lang, "serve.title"), body, base, lang)


def _form(task: Task, base: str, lang: str, *, large: bool = False, again: bool = False) -> str:
    """A task's form. ``large``, or ``again`` below a result: files go off once they are chosen."""
    words = partial(say, lang)
    name = f"serve.{task.key}"
    fields = [_field(task, entry, lang) for entry in task.fields if entry.required]
    extra = [_field(task, entry, lang) for entry in task.fields if not entry.required]
    if extra:
        more = f"<summary>{safe(words(f'{name}.more'))}</summary>"
        extra = [f"<details>{more}{''.join(extra)}</details>"]
    go = " data-go" if large or again else ""
    what = "" if again else f"<p>{safe(words(f'{name}.what'))}</p>"
    look = "task large" if large else "task"
    parts = [
        f'<form class="{look}" method="post" action="{base}/do/{task.key}"{go}',
        f' enctype="multipart/form-data" data-busy="{safe(words("serve.busy"))}">',
        f"<h2>{safe(words('serve.again' if again else name))}</h2>{what}",
        *fields, *extra, f"<button>{safe(words(f'{name}.go'))}</button></form>",
    ]  # fmt: skip
    return "".join(parts)


def _field(task: Task, field: Field, lang: str) -> str:
    """A place for files. The script puts its own words over the browser's buttons."""
    key = f"{task.key}-{field.name}"
    several = " multiple" if field.several else ""
    required = " required" if field.required else ""
    pick = say(lang, "serve.pick-several" if field.several else "serve.pick")
    made = (
        f'<div class="drop"><label for="{key}">{safe(say(lang, f"serve.{task.key}.{field.name}"))}'
        '</label><div class="picks"><span class="pick">'
        f'<span aria-hidden="true">{safe(pick)}</span>'
        f'<input type="file" id="{key}" name="{field.name}" accept="{ACCEPT}"{several}{required}>'
        "</span>"
    )
    if field.several:
        # Without the script a second choice would only confuse, so the script brings it.
        made += (
            f'<label class="pick folder" hidden>{safe(say(lang, "serve.folder"))}'
            f'<input type="file" name="{field.name}" webkitdirectory disabled></label>'
        )
    return f'{made}</div><output class="chosen" for="{key}"></output></div>'


def result(job: Job, address: str, base: str, lang: str) -> str:
    """What a press of a button came to: one file in full, several as a list."""
    files = list(job.files)
    title = say(lang, job.title)
    # What was made of several reports may bring a heading of its own.
    heading = "" if "<h1>" in job.body else f"<h1>{safe(title)}</h1>"
    body = [back(base, lang), heading, _made(job, address), job.body]
    if len(files) == 1:
        body += _detail(files[0], f"{address}/0", lang)
    elif files:
        body += _list(files, address, lang)
    body.append(_form(TASKS[0], base, lang, again=True))
    return page(title, filter(None, body), base, lang)


def detail(checked: Checked, address: str, above: str, base: str, lang: str) -> str:
    """One file of several."""
    link = f'<p class="back"><a href="{above}">← {safe(say(lang, "serve.all-files"))}</a></p>'
    again = _form(TASKS[0], base, lang, again=True)
    return page(checked.name, [link, *_detail(checked, address, lang), again], base, lang)


def _made(job: Job, address: str) -> str:
    links = (
        f'<li><a class="button" href="{address}/made/{number}" download>{safe(name)}</a></li>'
        for number, (name, _) in enumerate(job.made)
    )
    return f'<ul class="tools">{"".join(links)}</ul>' if job.made else ""


def _detail(checked: Checked, address: str, lang: str) -> Iterator[str]:
    kind, words = verdict(checked, lang)
    yield f'<p class="verdict {kind}">{safe(words)}</p>'
    yield _tools([d.key for d in DOWNLOADS if d.offered(checked)], address, lang)
    told = inner("".join(BY_NAME["html"].report([checked.result], lang)))
    yield f'<div class="told found">{told}</div>'


def _tools(keys: Iterable[str], address: str, lang: str) -> str:
    links = "".join(
        f'<li><a class="button {key}" href="{address}/{key}" download>'
        f"{safe(say(lang, f'serve.save.{key}'))}</a></li>"
        for key in keys
    )
    label = safe(say(lang, "serve.save"))
    return f'<ul class="tools" aria-label="{label}">{links}</ul>' if links else ""


def verdict(checked: Checked, lang: str) -> tuple[str, str]:
    """How bad it is, and in a sentence what to do."""
    found, counts = checked.result, checked.result.counts()
    if found.report is None:
        reason = word_error(found.error, lang) if found.error else ""
        return "error", f"{say(lang, 'unreadable')}：{reason}"
    if counts["error"]:
        tallies = "  ".join(f"{say(lang, s)} {n}" for s, n in counts.items() if n)
        line = worst(checked, lang)
        place = line.place if line else ""
        return "error", say(
            lang, "serve.wrong" if place else "serve.wrong-somewhere", tallies=tallies, place=place
        )
    if counts["warning"]:
        return "warning", say(lang, "todo-warnings", warnings=counts["warning"])
    return "good", say(lang, "all-well")


def worst(checked: Checked, lang: str) -> Line | None:
    """The finding to begin with: the first error, or else the first warning."""
    report = checked.result.report
    if report is None:
        return None
    groups = groups_of(checked.result.findings, report.form, lang)
    lines = [line for group in groups for line in group.lines]
    for severity in ("error", "warning"):
        for line in lines:
            if line.severity == severity:
                return line
    return None


def _list(files: list[Checked], address: str, lang: str) -> Iterator[str]:
    summary = Summary()
    for checked in files:
        summary.add(checked.result)
    worst = "error" if summary.errors or summary.unreadable else "good"
    kind = worst if worst == "error" or not summary.warnings else "warning"
    yield f'<p class="verdict {kind}">{safe(say(lang, "summary", **summary.to_dict()))}</p>'
    offered = [d.key for d in DOWNLOADS if any(d.offered(checked) for checked in files)]
    yield f'<h2 class="save">{safe(say(lang, "serve.save-all"))}</h2>'
    yield _tools(offered, f"{address}/all", lang)
    heads = ("serve.file", "serve.organ", "serve.year", "error", "warning", "serve.first")
    yield '<div class="frame"><table class="list"><thead><tr>'
    yield "".join(f'<th scope="col">{safe(say(lang, key))}</th>' for key in heads)
    yield "</tr></thead><tbody>"
    for number, checked in enumerate(files):
        yield _row(checked, f"{address}/{number}", lang)
    yield "</tbody></table></div>"


def _row(checked: Checked, address: str, lang: str) -> str:
    kind, words = verdict(checked, lang)
    report, counts = checked.result.report, checked.result.counts()
    line = worst(checked, lang)
    first = words if report is None else f"{line.place}  {line.message}" if line else ""
    cells = (
        report.organ if report else "", str(report.year or "") if report else "",
        str(counts["error"] or ""), str(counts["warning"] or ""), first,
    )  # fmt: skip
    mark = {"error": "×", "warning": "！", "good": "√"}[kind]
    return (
        f'<tr class="{kind}"><th class="row" scope="row"><span class="mark">{mark}</span>&nbsp;'
        f'<a href="{address}">{safe(checked.name)}</a></th>'
        + "".join(f"<td>{safe(cell)}</td>" for cell in cells)
        + "</tr>"
    )
