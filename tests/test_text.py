"""Texts made one for matching: what is quick about it changes nothing."""

from __future__ import annotations

import re
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.text import squeeze

SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]+")
ODD = "，：；（）％！？ \u3000\u200b\u0301が\u3099①㏠⼈ﬁ\xad\n\x01\x7f\ue000甲…１。(a"


def plainly(text: str) -> str:
    """What ``squeeze`` is by its definition."""
    return SPACE.sub("", normalize("NFKC", text))


def test_every_sign_is_squeezed_as_defined() -> None:
    for code in [*range(0x3400), *range(0xF900, 0x10000), *range(0x1D400, 0x1D800), 0xE0020]:
        assert squeeze(f"甲{chr(code)}a") == plainly(f"甲{chr(code)}a"), hex(code)


@given(st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=12))
def test_texts_are_squeezed_as_defined(text: str) -> None:
    assert squeeze(text) == plainly(text)
    assert squeeze(text * 100) == plainly(text * 100)
