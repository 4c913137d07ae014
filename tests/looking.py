"""What is asked of a page before its picture: that it is drawn, and that nobody is shut out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Fonts are there, and a change of size or theme has been drawn: colours are inherited from level to
# level, a frame each. What moves for ever (a pulse, a turning wheel) is not waited for.
DRAWN = """document.fonts.ready.then(() => new Promise(drawn => {
    let still = 0;
    const moves = a => a.playState === "running"
        && Number.isFinite(a.effect?.getComputedTiming().endTime);
    const look = () => {
        still = document.getAnimations().some(moves) ? 0 : still + 1;
        if (still > 3) drawn(); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}))"""
# Told of faults only, it does not describe every sound element: the same faults, sooner.
FAULTS = """axe.run({resultTypes: ["violations"]}).then(found => found.violations.map(
    rule => [rule.id, ...rule.nodes.slice(0, 2).map(node => node.html.slice(0, 120))]))"""
AXE = Axe().axe_script


def settle(page: Page) -> None:
    """Wait until the page is there and drawn as it will stay."""
    page.wait_for_load_state("load")  # a link or a button may have led to another one
    if page.evaluate("document.querySelector('[data-live]') !== null"):
        page.wait_for_timeout(250)  # it asks once more as soon as its stream stands
    page.evaluate(DRAWN)


def faults(page: Page) -> list[str]:
    """The accessibility faults of a page, in words; a good page has none."""
    if not page.evaluate("typeof window.axe?.run === 'function'"):
        page.evaluate(AXE)  # half a megabyte: once a page, not once a picture
    return [f"{rule}: {elements}" for rule, *elements in page.evaluate(FAULTS)]
