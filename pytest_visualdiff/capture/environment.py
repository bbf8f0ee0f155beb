"""What drew a page: the browser, its platform, how it is asked to draw, and how it does."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pytest_visualdiff.capture import fingerprint
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.model import Skipped

STAGE = "fingerprint"

_ASKED = """() => {
    const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    return `${devicePixelRatio} ${scheme} ${navigator.platform}`;
}"""
"""One text: a page may have changed what arrays do, and drivers build them in the page."""

_PLATFORMS = {
    "Linux": "linux",
    "Mac": "darwin",
    "Win": "win32",
    "FreeBSD": "freebsd",
    "iPhone": "ios",
    "iPad": "ios",
}
"""How ``navigator.platform`` begins, and what Python calls that: it is in the baselines' names."""

_DRAWN_BY_CHROMIUM = {"chrome", "chrome-headless-shell", "msedge", "MicrosoftEdge"}


class Drawing(NamedTuple):
    """What drew a page, and why that is not known in full."""

    environment: Mapping[str, str]
    skipped: tuple[Skipped, ...] = ()


# How a browser draws is found out once for each scale; None and a reason where it could not be.
_Known = dict[float, "str | Skipped"]
_KNOWN: WeakKeyDictionary[Any, _Known] = WeakKeyDictionary()


def page_steps(page: Any) -> Steps[Drawing]:
    """Return what draws a page of Playwright."""
    browser = page.context.browser
    name = browser.browser_type.name if browser else "chromium"
    environment = {
        "source": "playwright",
        "browser": name,
        "version": browser.version if browser else "unknown",
        "platform": sys.platform,
    }
    try:
        scale, scheme, platform = _answered((yield page.evaluate(_ASKED)))
        environment |= _told(scale, scheme)
        if name != "webkit":  # it says that it is Safari on a Mac wherever it is
            environment["platform"] = _platform(platform)
    except Exception as error:  # whatever it is, a picture may be had all the same
        return Drawing(environment, (_not_known(error),))
    if browser is None:
        return Drawing(environment, (Skipped(STAGE, "Playwright does not tell the browser"),))
    known = _KNOWN.setdefault(browser, {})
    if scale not in known:
        try:
            known[scale] = yield from fingerprint.page_steps(browser, scale)
        except Exception as error:
            known[scale] = _not_known(error)
    return _with_fingerprint(environment, known[scale])


def of_driver(driver: Any) -> Drawing:
    """Return what draws the page that a driver of Selenium is at."""
    said = getattr(driver, "capabilities", {})
    if not (browser := browser_of(driver)):
        platform = str(said.get("platformName", "unknown")).lower()
        return Drawing({"source": "appium", "platform": platform})
    environment = {
        "source": "selenium",
        "browser": browser,
        "version": str(said.get("browserVersion", "unknown")),
        "platform": sys.platform,
    }
    try:
        scale, scheme, platform = _answered(driver.execute_script(f"return ({_ASKED})()"))
        environment |= _told(scale, scheme) | {"platform": _of_phone(said) or _platform(platform)}
        known = _KNOWN.setdefault(driver, {})
    except Exception as error:
        return Drawing(environment, (_not_known(error),))
    if scale not in known:
        try:
            answer = driver.execute_script(f"return ({fingerprint.CANVAS})()")
            known[scale] = fingerprint.of_canvas(answer)
        except Exception as error:
            known[scale] = _not_known(error)
    return _with_fingerprint(environment, known[scale])


def browser_of(driver: Any) -> str:
    """Return the browser that a driver of Selenium drives, by the name that Playwright has.

    It is empty where there is none: Appium drives apps as well.
    """
    name = str(getattr(driver, "capabilities", {}).get("browserName") or "")
    return "chromium" if name in _DRAWN_BY_CHROMIUM else name.lower()


def _answered(answer: str) -> tuple[float, str, str]:
    """Return the device scale, the colour scheme and the platform that a page told."""
    scale, scheme, platform = answer.split(" ", 2)
    return float(scale), scheme, platform


def _told(scale: float, scheme: str) -> dict[str, str]:
    return {"device_scale": f"{scale:g}", "color_scheme": scheme}


def _platform(told: str) -> str:
    names = (name for start, name in _PLATFORMS.items() if told.startswith(start))
    return next(names, sys.platform)


def _of_phone(capabilities: Mapping[str, Any]) -> str | None:
    """Return the system of a phone: its browser calls Android ``Linux``."""
    name = str(capabilities.get("platformName", "")).lower()
    return name if name in {"android", "ios"} else None


def _with_fingerprint(environment: dict[str, str], known: str | Skipped) -> Drawing:
    if isinstance(known, Skipped):
        return Drawing(environment, (known,))
    return Drawing({**environment, "fingerprint": known})


def _not_known(error: Exception) -> Skipped:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return Skipped(STAGE, f"how the browser draws could not be found out: {lines[0]}")
