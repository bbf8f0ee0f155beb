"""Comparison of the environments that rendered two pictures, and its wording.

What drew a picture is a mapping of texts, as a sidecar has it: ``source``; for a page ``browser``,
``version`` and ``platform``; and where they could be had ``device_scale``, ``color_scheme`` and
``fingerprint``.
"""

from __future__ import annotations

from collections.abc import Mapping

Environment = Mapping[str, str]
"""What drew a picture, as a sidecar has it."""

_BROWSER_KEYS = ("source", "browser", "version", "platform")
"""What is the same where the same version of a browser drew two pictures on one platform."""

_PAGE_PROBE = "page "
"""How the fingerprint of a whole page begins, which has all kinds of drawing."""

_RARE_PARTS = {"system font"}
"""Parts of a fingerprint that few pages show: where only they differ, the pixels tell."""

_BROWSERS = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit", "safari": "Safari"}
"""Browsers as messages name them."""

_SYSTEMS = {
    "linux": "Linux",
    "darwin": "macOS",
    "win32": "Windows",
    "freebsd": "FreeBSD",
    "android": "Android",
    "ios": "iOS",
}
"""Platforms as messages name them."""

_PART_NAMES = {
    "text": "fonts (or their hinting and smoothing)",
    "system font": "letters of the system's own font",
    "gradients": "gradients",
    "curves": "curves and shadows",
}
"""Parts of a fingerprint as messages name them."""


def same_rendering(before: Environment | None, after: Environment) -> bool | None:
    """Return whether two pictures were rendered alike; None if that is unknown.

    Parameters
    ----------
    before : mapping or None
        What drew the baseline; None where that is not known.
    after : mapping
        What drew the picture that is compared with it.

    Notes
    -----
    Two fingerprints tell. One of a canvas shows less than there is, so equal ones say so only where
    the browser and its version are the same as well. Without fingerprints, pictures of the same
    version of the same browser on the same platform count as drawn alike.
    """
    if before is None or "platform" not in after:
        return None
    same_browser = all(before.get(key) == after.get(key) for key in _BROWSER_KEYS)
    parts = _parts(before), _parts(after)
    if parts[0] is None or parts[1] is None or parts[0].keys() != parts[1].keys():
        return same_browser or None
    if before.get("device_scale") != after.get("device_scale"):
        return False
    if differ := _differing(before, after):
        return None if _RARE_PARTS.issuperset(differ) else False
    return same_browser or after["fingerprint"].startswith(_PAGE_PROBE) or None


def differences(before: Environment, after: Environment) -> list[str]:
    """Describe each difference between two environments in a line for a person.

    Parameters
    ----------
    before : mapping
        What drew the baseline.
    after : mapping
        What drew the picture that is compared with it.
    """
    lines = []
    theirs, ours = _named(before, after), _named(after, before)
    alike = same_rendering(before, after)
    if theirs != ours:
        and_yet = "; both draw alike, so every change counts" if alike and _parts(after) else ""
        lines.append(f"the baseline was drawn by {theirs}, this by {ours}{and_yet}")
    scales = before.get("device_scale"), after.get("device_scale")
    if None not in scales and scales[0] != scales[1]:
        lines.append(
            f"the baseline was drawn at {scales[0]} device pixels for each CSS pixel, this at "
            f"{scales[1]}"
        )
    elif theirs == ours and _differing(before, after):
        lines.append(
            f"{ours} drew both, but not alike: on the machine of the baseline,"
            f" {_differing_names(before, after)} are drawn another way"
        )
    schemes = before.get("color_scheme"), after.get("color_scheme")
    if None not in schemes and schemes[0] != schemes[1]:
        lines.append(
            f"the page was asked for {schemes[0]} colours for the baseline, and for {schemes[1]} "
            "ones now"
        )
    return lines


def _parts(environment: Environment) -> dict[str, str] | None:
    """Return the checksums of a fingerprint by what was drawn; None if there is no fingerprint.

    They can be equal only for two fingerprints that were made in the same way.
    """
    probe, divided, parts = environment.get("fingerprint", "").partition(": ")
    if not divided:
        return None
    pairs = (part.rpartition(" ") for part in parts.split(", "))
    return {f"{probe}: {name}": value for name, _, value in pairs}


def _differing(before: Environment, after: Environment) -> list[str]:
    """Return which parts that two fingerprints have in common differ."""
    theirs, ours = _parts(before) or {}, _parts(after) or {}
    both = [part for part in ours if part in theirs]
    return [part.partition(": ")[2] for part in both if ours[part] != theirs[part]]


def _differing_names(before: Environment, after: Environment) -> str:
    words = [_PART_NAMES.get(name, name) for name in _differing(before, after)]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}, and {words[-1]}"


def _named(environment: Environment, other: Environment) -> str:
    """Return the name of a browser for a person.

    The full version is included where the major version does not distinguish it from the other.
    """
    if "browser" not in environment:
        return environment.get("source", "something unknown")
    browser, version = environment["browser"], environment.get("version", "")
    major = version.partition(".")[0]
    if major == other.get("version", "").partition(".")[0] and version != other.get("version"):
        major = version
    platform = environment.get("platform", "")
    words = [_BROWSERS.get(browser, browser), major]
    words += ["on", _SYSTEMS.get(platform, platform)] if platform else []
    return " ".join(filter(None, words))
