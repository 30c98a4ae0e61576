"""The pages on a screen: nothing leaves them, they fit, everybody can read them."""

import re
from importlib.resources import files
from typing import Any

import pytest

from tests.browser.conftest import COMMANDS, ENDLESS, NAUGHTY, Open, Pages

EVERY = pytest.mark.parametrize("name", COMMANDS)
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRASTS = """() => {
  const light = text => {
    const [r, g, b] = text.match(/[0-9.]+/g).slice(0, 3).map(one => one / 255).map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = one => {
    const own = getComputedStyle(one).backgroundColor;
    return own === "rgba(0, 0, 0, 0)" ? paper(one.parentElement) : own;
  };
  const contrast = (one, colour) => {
    const [low, high] = [light(colour), light(paper(one))].sort((a, b) => a - b);
    return (high + .05) / (low + .05);
  };
  const found = [];
  for (const one of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(one);
    if ([...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
      found.push([one.textContent.slice(0, 50), 4.5, contrast(one, one.matches("text") ? style.fill : style.color)]);
    if (one.matches("rect"))
      found.push([one.getAttribute("class"), 3, contrast(one, style.fill === "none" ? style.stroke : style.fill)]);
  }
  return found;
}"""
SCROLLED = """one => new Promise(done => {
  const look = () => one.scrollLeft > 20 ? done() : requestAnimationFrame(look);
  look();
})"""
TRIALS = """() => new Promise(resolve => {
  const refused = new Set(), add = (tag, settings) => document.body.append(Object.assign(document.createElement(tag), settings));
  document.addEventListener("securitypolicyviolation", event => {
    refused.add(event.effectiveDirective);
    if (refused.size === 7) resolve([...refused].sort());
  });
  add("img", {src: "https://example.org/x.png"});
  add("iframe", {src: "https://example.org/"});
  add("script", {text: "window.ran = true"});
  add("style", {textContent: "body { color: red }"});
  add("p", {}); document.body.lastChild.setAttribute("style", "color: red");
  add("p", {}); document.body.lastChild.setAttribute("onclick", "window.ran = true"); document.body.lastChild.click();
  fetch("https://example.org/").catch(() => 0);
})"""


@EVERY
def test_nothing_leaves_the_page_and_nothing_fails(visit: Open, pages: Pages, name: str) -> None:
    opened = visit(name)
    assert opened.asked == [pages(name).as_uri()]
    assert opened.complaints == []
    assert opened.page.locator("link:not([rel=icon]), a, img, iframe, object").count() == 0
    assert opened.page.locator("script").count() <= 1


def test_the_policy_refuses_what_the_page_does_not_need(visit: Open) -> None:
    """Whatever slipped into a page could neither run, nor draw, nor ask anybody anything."""
    page = visit("weekly").page
    assert page.evaluate(TRIALS) == [
        *(
            "connect-src",
            "frame-src",
            "img-src",
            "script-src-attr",
            "script-src-elem",
            "style-src-attr",
            "style-src-elem",
        )
    ]
    assert page.evaluate("window.ran") is None


def test_hostile_names_are_only_text(visit: Open) -> None:
    opened = visit("hostile")
    assert NAUGHTY in opened.page.title()
    for place in ("h1", "th >> nth=-1", ".summary"):
        assert opened.page.locator(place).count() == 1
    said = opened.page.locator("body").inner_text()
    assert said.count(NAUGHTY) >= 4
    assert ENDLESS in said
    assert opened.page.locator("body b, body i, body h1 ~ h1").count() == 0


@EVERY
@pytest.mark.parametrize("width", [320, 800, 1280])
def test_only_tables_scroll_sideways(visit: Open, name: str, width: int) -> None:
    page = visit(name, width).page
    assert page.evaluate(OVERFLOW) <= 0
    for table in page.locator(".wide").all():
        left, right = table.evaluate("one => [one.getBoundingClientRect().left, one.getBoundingClientRect().right]")
        assert 0 <= left < right <= width


def faults(page: Any, width: int) -> list[str]:
    """What axe finds against a page on a screen of a width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]
    ]


def too_faint(page: Any) -> list[Any]:
    """The texts with a contrast under 4.5, the shapes with one under 3; that there are any is seen to."""
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 1
    return [one for one in contrasts if one[2] < one[1]]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "units"])  # hostile-units is the same, shorter
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(visit: Open, name: str, scheme: Any) -> None:
    page = visit(name, scheme=scheme).page
    assert faults(page, 1280) == []
    assert faults(page, 320) == []
    assert too_faint(page) == []
    page.emulate_media(media="print", color_scheme=scheme)
    assert faults(page, 1280) == []
    assert too_faint(page) == []


def test_light_and_dark_differ(visit: Open) -> None:
    papers = [
        visit("weekly", scheme=scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert papers[0] == "rgb(255, 255, 255)"
    assert papers[1] != papers[0]


def test_what_a_screen_reader_finds(visit: Open) -> None:
    page = visit("weekly").page
    assert page.locator("html").get_attribute("lang") == "vi"
    for landmark in ("banner", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["Báo cáo tuần · Thi đua đặc biệt CAND 80"]
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings == [
        *(
            "Kết quả theo tiêu chí",
            "Đợt 1 · 03/02/2025 (1 ngày)",
            "Đợt 2 · 04/02-09/02/2025 (6 ngày)",
            "Diễn biến so với kế hoạch",
            "Đơn vị",
            "Kết quả từng đơn vị",
            "Điển hình, mô hình",
            "Khen thưởng",
            "Ý kiến, kiến nghị",
            "Sắp tới",
        )
    ]
    page.locator("summary").click()
    for heading in headings:
        if heading in {"Diễn biến so với kế hoạch", "Khen thưởng"}:
            continue
        assert page.get_by_role("table", name=heading, exact=True).count() == 1
    results = page.get_by_role("table", name="Kết quả theo tiêu chí")
    row = results.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Mô hình bảo đảm ANTT"))
    assert row.get_by_role("cell").all_inner_texts()[:5] == ["36", "10", "721", "–", "578"]
    assert results.get_by_role("columnheader", name="Chỉ tiêu").count() == 1
    assert row.get_by_role("img", name=re.compile("đạt 43,9% chỉ tiêu; theo kế hoạch đến nay là 35,2%")).count() == 1
    assert row.get_by_role("img", name=re.compile(r"từ cũ đến mới: (\d+; ){7}36$")).count() == 1
    figure = page.get_by_role("figure").filter(has_text="Mô hình bảo đảm ANTT")
    assert figure.get_by_role("img", name="đến 09/02/2025 đạt 721, kế hoạch 578;").count() == 1
    assert page.get_by_role("region", name="Tóm tắt").get_by_role("paragraph").count() == 3


def tab_to(page: Any, selector: str) -> Any:
    """Press Tab until what has the focus is what is meant."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").and_(page.locator(selector)).count():
            return page.locator(":focus")
    pytest.fail(f"the keyboard does not reach {selector}")


def test_the_keyboard_reaches_wide_tables(visit: Open) -> None:
    page = visit("weekly", 320).page
    for name in (
        "Kết quả theo tiêu chí",
        "Đợt 1 · 03/02/2025 (1 ngày)",
        "Đợt 2 · 04/02-09/02/2025 (6 ngày)",
        "Điển hình, mô hình",
        "Ý kiến, kiến nghị",
    ):
        focused = tab_to(page, ".wide")
        assert (
            focused.evaluate("one => document.getElementById(one.getAttribute('aria-labelledby')).textContent") == name
        )
        assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        criterion = focused.get_by_role("rowheader").first
        before = criterion.bounding_box()
        page.keyboard.press("ArrowRight")
        focused.evaluate(SCROLLED)
        assert criterion.bounding_box() == before  # the criterion stays in sight


def test_meters_show_what_they_say(visit: Open) -> None:
    page = visit("weekly-en").page
    meters = page.get_by_role("img", name=re.compile("of the target")).all()
    assert len(meters) > 10
    for meter in meters:
        done, *plan = (float(one) / 100 for one in re.findall(r"([\d.]+)%", meter.get_attribute("aria-label") or ""))
        track, filled = (meter.locator(part).bounding_box() for part in (".track", ".done"))
        assert track
        assert filled
        share = filled["width"] / track["width"]
        assert share == pytest.approx(min(done, 1 if done >= 1 else 0.97), abs=0.03)
        assert (share < 0.985) == (done < 1)
        marks = meter.locator(".plan").all()
        assert len(marks) == (1 if plan and done < 1 else 0)
        for mark in marks:
            box = mark.bounding_box()
            assert box
            assert (box["x"] - track["x"]) / track["width"] == pytest.approx(plan[0], abs=0.03)
