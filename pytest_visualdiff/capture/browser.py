"""The browser that draws a page: its name, version, platform and settings, and its fingerprint."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from pytest_visualdiff.capture import fingerprint
from pytest_visualdiff.capture.steps import Steps
from pytest_visualdiff.model import Skipped

STAGE = "fingerprint"
"""What `Skipped` calls this part of a capture."""

_ENVIRONMENT = """() => {
    const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    return `${devicePixelRatio} ${scheme} ${navigator.platform}`;
}"""
"""A JavaScript function that returns the device scale, the colour scheme and the platform.

It returns one text: a page may have changed what arrays do, and drivers build them in the page."""

_PLATFORMS = {
    "Linux": "linux",
    "Mac": "darwin",
    "Win": "win32",
    "FreeBSD": "freebsd",
    "iPhone": "ios",
    "iPad": "ios",
}
"""How ``navigator.platform`` begins, and what Python calls that: it is in the baselines' names."""

_CHROMIUM_NAMES = {"chrome", "chrome-headless-shell", "msedge", "MicrosoftEdge"}
"""Names that drivers have for browsers that Chromium's engine draws."""


class Renderer(NamedTuple):
    """What draws a page.

    Attributes
    ----------
    environment : mapping of str to str
        ``source``, ``browser``, ``version``, ``platform``; where they are known ``device_scale``,
        ``color_scheme`` and ``fingerprint``.
    skipped : tuple of Skipped
        Why it is not known in full.
    """

    environment: Mapping[str, str]
    skipped: tuple[Skipped, ...] = ()


_Fingerprints = dict[float, "str | Skipped"]
"""Fingerprints by device pixels per CSS pixel; the reason where one could not be taken."""

_FINGERPRINTS: WeakKeyDictionary[Any, _Fingerprints] = WeakKeyDictionary()
"""The fingerprints of each browser and driver: they are taken once."""


def page_renderer(page: Any) -> Steps[Renderer]:
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
        scale, scheme, platform = _answered((yield page.evaluate(_ENVIRONMENT)))
        environment |= _told(scale, scheme)
        if name != "webkit":  # it says that it is Safari on a Mac wherever it is
            environment["platform"] = _platform(platform)
    except Exception as error:  # whatever it is, a picture may be had all the same
        return Renderer(environment, (_not_known(error),))
    if browser is None:
        return Renderer(environment, (Skipped(STAGE, "Playwright does not tell the browser"),))
    known = _FINGERPRINTS.setdefault(browser, {})
    if scale not in known:
        try:
            known[scale] = yield from fingerprint.of_browser(browser, scale)
        except Exception as error:
            known[scale] = _not_known(error)
    return _with_fingerprint(environment, known[scale])


def driver_renderer(driver: Any) -> Renderer:
    """Return what draws the page that a driver of Selenium is at."""
    said = getattr(driver, "capabilities", {})
    if not (browser := browser_name(driver)):
        platform = str(said.get("platformName", "unknown")).lower()
        return Renderer({"source": "appium", "platform": platform})
    environment = {
        "source": "selenium",
        "browser": browser,
        "version": str(said.get("browserVersion", "unknown")),
        "platform": sys.platform,
    }
    try:
        scale, scheme, platform = _answered(driver.execute_script(f"return ({_ENVIRONMENT})()"))
        environment |= _told(scale, scheme) | {"platform": _of_phone(said) or _platform(platform)}
        known = _FINGERPRINTS.setdefault(driver, {})
    except Exception as error:
        return Renderer(environment, (_not_known(error),))
    if scale not in known:
        try:
            answer = driver.execute_script(f"return ({fingerprint.CANVAS})()")
            known[scale] = fingerprint.of_canvas(answer)
        except Exception as error:
            known[scale] = _not_known(error)
    return _with_fingerprint(environment, known[scale])


def browser_name(driver: Any) -> str:
    """Return the browser that a driver of Selenium drives, by the name that Playwright has.

    It is empty where there is none: Appium drives apps as well.
    """
    name = str(getattr(driver, "capabilities", {}).get("browserName") or "")
    return "chromium" if name in _CHROMIUM_NAMES else name.lower()


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


def _with_fingerprint(environment: dict[str, str], known: str | Skipped) -> Renderer:
    if isinstance(known, Skipped):
        return Renderer(environment, (known,))
    return Renderer({**environment, "fingerprint": known})


def _not_known(error: Exception) -> Skipped:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return Skipped(STAGE, f"how the browser draws could not be found out: {lines[0]}")
