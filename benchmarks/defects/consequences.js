// What else of a page is drawn elsewhere or otherwise since a change of it. Two surveys of the page,
// one before the change and one after it, tell; what was changed itself is left out.
window.consequences = (() => {
  const WHOLE = "input, select, textarea, button, progress, svg, legend";
  const WITHOUT_TEXT = "script, style, svg, select, textarea";
  const SLACK = 0.02;
  const box = (rect) => [rect.left + scrollX, rect.top + scrollY, rect.width, rect.height];

  const looks = (element) => {
    const style = getComputedStyle(element);
    const marks = ["::before", "::after"].some((part) => {
      const { content } = getComputedStyle(element, part);
      return content !== "none" && content !== "normal";
    });
    const borders = ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(style[`border${side}Width`]));
    const shadow = style.boxShadow === "none" ? 0 : Math.max(...style.boxShadow.match(/-?[\d.]+px/g).map(parseFloat)) * 2;
    const bullet = style.display === "list-item" && style.listStyleType !== "none";
    const flat = !element.matches(WHOLE) && style.backgroundImage === "none" && !marks && !bullet;
    const drawn =
      !flat || shadow > 0 || Math.max(...borders) > 0 || !/, 0\)$/.test(style.backgroundColor);
    return {
      area: box(element.getBoundingClientRect()),
      drawn: drawn && style.visibility === "visible",
      flat,
      edge: Math.max(...borders, parseFloat(style.borderTopLeftRadius), shadow) + 1,
      bullet: bullet ? 40 : 0,
      signs: [style.backgroundColor, style.color, style.fontWeight, style.borderColor, style.borderWidth,
        style.visibility, element.checked].join(),
    };
  };
  const written = (node) =>
    [...node.data.matchAll(/\S+/g)].map((word) => {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      return { word: word[0], areas: [...range.getClientRects()].filter((rect) => rect.width > 0).map(box) };
    });

  const survey = () => {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (!parent.closest("svg, select")) found.set(node, looks(node));
      } else if (node.data.trim() && !parent.closest(WITHOUT_TEXT)) {
        found.set(node, { words: written(node), signs: getComputedStyle(parent).visibility });
      }
    }
    return found;
  };

  const same = (one, other) => one.every((value, i) => Math.abs(value - other[i]) <= SLACK);
  const grown = ([left, top, width, height], by) => [left - by, top - by, width + 2 * by, height + 2 * by];

  // Of a flat box only the strips that its edges passed over are drawn otherwise.
  const strips = (old, now, edge) => {
    const [l, t, r, b] = [old[0], old[1], old[0] + old[2], old[1] + old[3]];
    const [nl, nt, nr, nb] = [now[0], now[1], now[0] + now[2], now[1] + now[3]];
    if (nl >= r || nr <= l || nt >= b || nb <= t) return [grown(old, edge), grown(now, edge)];
    const [left, top, right, bottom] = [Math.min(l, nl), Math.min(t, nt), Math.max(r, nr), Math.max(b, nb)];
    const upright = (one, other) => [Math.min(one, other) - edge, top - edge, Math.abs(one - other) + 2 * edge, bottom - top + 2 * edge];
    const level = (one, other) => [left - edge, Math.min(one, other) - edge, right - left + 2 * edge, Math.abs(one - other) + 2 * edge];
    const moved = (one, other) => Math.abs(one - other) > SLACK;
    return [
      ...(moved(l, nl) ? [upright(l, nl)] : []),
      ...(moved(r, nr) ? [upright(r, nr)] : []),
      ...(moved(t, nt) ? [level(t, nt)] : []),
      ...(moved(b, nb) ? [level(b, nb)] : []),
    ];
  };
  const ofElement = (old, now) => {
    if (!old.drawn && !now.drawn) return [];
    const unlike = old.signs !== now.signs;
    if (same(old.area, now.area) && !unlike) return [];
    const edge = Math.max(old.edge, now.edge);
    if (old.flat && now.flat && !unlike) return strips(old.area, now.area, edge);
    const room = Math.max(edge, old.bullet);
    return [grown(old.area, room), grown(now.area, room)];
  };
  const ofText = (old, now) =>
    now.words.flatMap((after, i) => {
      const before = old.words[i];
      if (!before || before.word !== after.word) return [];
      const alike =
        before.areas.length === after.areas.length && before.areas.every((area, j) => same(area, after.areas[j]));
      return alike ? [] : [...before.areas, ...after.areas];
    });

  // The boxes of whatever `changed` is not in; gone nodes were in it.
  const between = (old, now, changed) => {
    const boxes = [];
    for (const [node, before] of old) {
      const after = now.get(node);
      if (!after || (changed instanceof Element && changed.contains(node))) continue;
      boxes.push(...(before.words ? ofText(before, after) : ofElement(before, after)));
    }
    return boxes.filter(([, , width, height]) => width > 0 && height > 0);
  };
  return { survey, between };
})();
