// Defects in the page that is open. One function for each kind finds what it may be done to and
// says what would be done, as plain data; `apply` does it, in this rendering or another one.
(() => {
  const CONTROLS = "input, select, textarea, button, progress, svg, legend";
  const NO_TEXT = "script, style, svg, select, textarea, title";
  const SELECTED = ["active", "selected", "current"];
  const TOLD = "input, [role=switch], [aria-selected]"; // the others show their state by a class alone
  const COLOURS = ["#0e7490", "#be123c", "#4d7c0f", "#7e22ce", "#fde047", "#f1f5f9", "#1e293b", "#fb923c"];
  const DRAWINGS = [
    '<rect width="24" height="24" fill="#0f766e"/><path d="M5 12 L10 18 L19 6" fill="none" stroke="#fff" stroke-width="4"/>',
    '<rect width="24" height="24" fill="#f59e0b"/><path d="M6 6 L18 18 M18 6 L6 18" stroke="#1f2937" stroke-width="4"/>',
    '<circle cx="12" cy="12" r="12" fill="#be123c"/><rect x="5" y="10" width="14" height="4" fill="#fff"/>',
    '<path d="M12 0 L24 24 H0 Z" fill="#4338ca"/><circle cx="12" cy="16" r="4" fill="#fde047"/>',
  ];
  let next = Math.random;
  let subject = null; // what was changed, as it is now

  // Chance, from a seed (mulberry32).
  const seeded = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (list) => (list.length ? list[whole(0, list.length - 1)] : null);

  // Boxes, in CSS pixels of the page.
  const box = (rect) => [rect.left + scrollX, rect.top + scrollY, rect.width, rect.height];
  const union = (boxes) => {
    const left = Math.min(...boxes.map((b) => b[0]));
    const top = Math.min(...boxes.map((b) => b[1]));
    const right = Math.max(...boxes.map((b) => b[0] + b[2]));
    const bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
    return [left, top, right - left, bottom - top];
  };
  const rangeBox = (node, start, end) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    return rects.length ? union(rects.map(box)) : null;
  };

  // Nodes.
  const all = (selector) => [...document.body.querySelectorAll(selector)];
  const outsideOfPictures = (element) => !element.parentElement.closest("svg, select");
  const path = (node) => {
    const steps = [];
    for (; node !== document.body; node = node.parentNode) {
      steps.unshift([...node.parentNode.childNodes].indexOf(node));
    }
    return steps;
  };
  const at = (steps) => steps.reduce((node, step) => node.childNodes[step], document.body);
  const textNodes = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && !node.parentElement.closest(NO_TEXT)) found.push(node);
    }
    return found;
  };
  const tokens = (node) => [...node.data.matchAll(/\S+/g)];
  const clear = (colour) => /^rgba\(.*, 0\)$|^transparent$/.test(colour);
  const paints = (element, style = getComputedStyle(element)) =>
    element.matches(CONTROLS) ||
    !clear(style.backgroundColor) ||
    style.backgroundImage !== "none" ||
    style.boxShadow !== "none" ||
    ["Top", "Right", "Bottom", "Left"].some(
      (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0,
    );

  // What a person sees of an element: itself where it paints, else what in it does.
  const ink = (element) => {
    if (getComputedStyle(element).display === "none") return null;
    if (paints(element)) return box(element.getBoundingClientRect());
    const boxes = [...element.children].map(ink);
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) boxes.push(rangeBox(node, 0, node.length));
    }
    const seen = boxes.filter(Boolean);
    return seen.length ? union(seen) : null;
  };
  const onTop = (element, [left, top, width, height]) => {
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && (element.contains(hit) || (hit.contains(element) && !paints(element)));
  };
  const inPage = ([left, top, width, height], margin = 0) =>
    left >= margin &&
    top >= margin &&
    left + width <= innerWidth - margin &&
    top + height <= innerHeight - margin;
  const visible = (element, area) => area !== null && inPage(area) && onTop(element, area);
  const pieces = (selector = "*", most = [700, 320]) =>
    all(selector).filter((element) => {
      if (!outsideOfPictures(element) || element.matches("option, br, main, body")) return false;
      const area = ink(element);
      return visible(element, area) && area[2] >= 14 && area[3] >= 8 && area[2] <= most[0] && area[3] <= most[1];
    });
  const boxed = (element) => getComputedStyle(element).display !== "inline" || element.matches("svg, input");
  const cell = (element) => element.matches("td, th, tr, tbody, thead, tfoot, table");
  const plainText = (element) =>
    element.childElementCount === 0 && element.textContent.trim() !== "" && !element.matches(NO_TEXT);
  const describe = (element) => {
    const names = element.getAttribute("class");
    const text = element.matches("svg") ? "" : element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return element.localName + (names ? `.${names.split(/\s+/)[0]}` : "") + (text ? ` "${text}"` : "");
  };

  // Colours.
  const rgb = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const apart = (one, other) => Math.max(...rgb(one).map((value, i) => Math.abs(value - rgb(other)[i])));
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (!clear(colour)) return colour;
    }
    return "#ffffff";
  };
  const otherColour = (...from) => pick(COLOURS.filter((colour) => from.every((old) => apart(colour, old) >= 90)));

  // Choices: each returns what to do, or null where the page has nothing for it.
  const ofElement = (element, more = {}) =>
    element && { path: path(element), element: describe(element), ...more };
  const words = (pattern) =>
    textNodes(document.body).flatMap((node) =>
      tokens(node)
        .flatMap((token) => [...token[0].matchAll(pattern)].map((m) => ({ node, start: token.index + m.index, text: m[0] })))
        .filter(({ start, text }) => visible(node.parentElement, rangeBox(node, start, start + text.length))),
    );
  const replaced = (word, text) => ({
    path: path(word.node), start: word.start, length: word.text.length, text,
    element: `${describe(word.node.parentElement)}: ${word.text} → ${text}`,
  });
  const shifted = (low, high) => {
    const element = pick(pieces().filter((e) => boxed(e) && !cell(e) && inPage(ink(e), 26)));
    const x = whole(low, high) * pick([-1, 1]);
    const y = whole(low, high) * pick([-1, 1]);
    return ofElement(element, { by: pick([[x, 0], [0, y], low > 4 ? [x, y] : [x, 0]]) });
  };
  const sentence = (count) => Array.from({ length: count }, () => pick(words(/\p{L}{3,}/gu)).text).join(" ");

  const choices = {
    text() {
      const found = words(/\p{L}{4,}/gu);
      const word = pick(found);
      const capital = (text) => /^\p{Lu}/u.test(text);
      const other = word && pick(found.filter(({ text }) =>
        Math.abs(text.length - word.text.length) <= 1 && text !== word.text && capital(text) === capital(word.text)));
      return other && replaced(word, other.text);
    },
    digit() {
      const digit = pick(words(/\d/g));
      return digit && replaced(digit, String((Number(digit.text) + whole(1, 9)) % 10));
    },
    missing: () => ofElement(pick(pieces().filter((e) => !e.matches("tr")))),
    removed: () => ofElement(pick(pieces().filter((e) => !e.matches("td, th, thead, tbody, tfoot")))),
    moved: () => shifted(8, 24),
    moved_2px: () => shifted(2, 2),
    resized() {
      const element = pick(pieces("*", [500, 260]).filter((e) => boxed(e) && !cell(e) && paints(e)));
      const factor = pick([0.75, 0.8, 1.2, 1.3]);
      const [, , width, height] = element ? box(element.getBoundingClientRect()) : [];
      const size = pick([[factor, factor], [factor, 1], [1, factor]]);
      return ofElement(element, { size: [Math.round(width * size[0]), Math.round(height * size[1])] });
    },
    background() {
      const element = pick(pieces().filter((e) => paints(e) && !e.matches("svg, input, select, progress, legend")));
      return ofElement(element, element && { colour: otherColour(ground(element), getComputedStyle(element).color) });
    },
    text_color() {
      const element = pick(pieces().filter(plainText));
      return ofElement(element, element && { colour: otherColour(ground(element), getComputedStyle(element).color) });
    },
    banner() {
      const flows = (e) => /^(block|flow-root|grid|flex)$/.test(getComputedStyle(e).display);
      const column = (e) => !/^row/.test(getComputedStyle(e).flexDirection) || getComputedStyle(e).display !== "flex";
      const parent = pick([document.body, ...all("div, main, section, form")].filter(
        (e) => flows(e) && column(e) && e.offsetWidth >= 250 && e.childElementCount >= 3 &&
          (e !== document.body || getComputedStyle(e).display === "block") &&
          [...e.children].every((child) => getComputedStyle(child).display !== "inline")));
      return ofElement(parent, parent && {
        before: whole(0, Math.min(3, parent.childElementCount - 1)), text: sentence(5), colour: pick(COLOURS.slice(0, 4)),
      });
    },
    added() {
      const element = pick(pieces());
      if (!element) return null;
      const [left, top, width] = ink(element);
      const place = [Math.round(Math.min(left + width - 8, innerWidth - 120)), Math.round(Math.max(top - 8, 0))];
      const text = pick([String(whole(1, 99)), sentence(1)]);
      return ofElement(element, { place, text, colour: otherColour(ground(element), "#ffffff") });
    },
    truncated() {
      const lines = textNodes(document.body).filter((node) => {
        const area = rangeBox(node, 0, node.length);
        const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
        return node.data.trim().length >= 9 && visible(node.parentElement, area) && area[3] < 1.9 * size;
      });
      const node = pick(lines);
      const kept = node && Math.round(node.data.trimEnd().length * (0.4 + 0.35 * next()));
      return node && { path: path(node), kept, element: describe(node.parentElement) };
    },
    state() {
      const found = all("input[type=checkbox], input[type=radio]:not(:checked), [role=switch], [aria-selected=false]");
      const siblings = SELECTED.flatMap((name) => all(`.${name}`).flatMap((old) =>
        [...old.parentElement.children].filter((e) => e !== old && e.localName === old.localName)));
      const element = pick([...found, ...siblings].filter((e) => visible(e, ink(e))));
      return ofElement(element, { told: element?.matches(TOLD) });
    },
    image() {
      const picture = pick(pieces("svg", [1000, 400]));
      if (!picture) return null;
      const size = (e) => [e.getAttribute("viewBox"), e.clientWidth, e.clientHeight].join();
      const others = all("svg").filter((e) => size(e) === size(picture) && e.innerHTML !== picture.innerHTML);
      const other = next() < 0.6 ? pick(others) : null;
      return ofElement(picture, other ? { drawing: other.innerHTML } : { drawing: pick(DRAWINGS), fit: true });
    },
    border() {
      const outlined = pieces("*", [500, 260]).filter((e) => boxed(e) && !cell(e) && paints(e) && !e.matches("svg, input[type=checkbox], input[type=radio], progress, legend"));
      const written = pieces().filter(plainText);
      const element = pick(pick([outlined, written]) ?? []);
      if (!element) return null;
      return ofElement(element, outlined.includes(element) && (!plainText(element) || next() < 0.5)
        ? { width: whole(2, 4), colour: otherColour(ground(element), ground(element.parentElement)) }
        : { weight: Number(getComputedStyle(element).fontWeight) >= 600 ? "400" : "700" });
    },
  };

  // Which of the elements at these paths stand for a node: itself, else the topmost of its parts,
  // else the nearest around it.
  const named = (node, paths) => {
    const listed = paths.map((path) => [path, document.querySelector(path)]).filter(([, e]) => e !== null);
    const relations = {
      itself: listed.filter(([, e]) => e === node),
      parts: listed.filter(([, e]) => node.contains(e)),
      holder: listed.filter(([, e]) => e.contains(node)),
    };
    for (const [relation, found] of Object.entries(relations)) {
      const beyond = relation === "holder" ? (e, other) => e.contains(other) : (e, other) => other.contains(e);
      const nearest = found.filter(([, e]) => found.every(([, other]) => other === e || !beyond(e, other)));
      if (nearest.length) return { relation, paths: nearest.map(([path]) => path) };
    }
    return null;
  };

  // Doing it: each returns what to call for the truth box of the changed page (null: none), and
  // what was put into the page.
  const whereItWas = (element) => [ink(element), () => ink(element)];
  const replaceText = ({ path, start, length, text }) => {
    const node = at(path);
    const before = rangeBox(node, start, start + length);
    node.replaceData(start, length, text);
    return [before, () => rangeBox(node, start, start + text.length)];
  };
  const hide = (property, value) => (plan) => {
    const before = ink(at(plan.path));
    at(plan.path).style.setProperty(property, value, "important");
    return [before, () => null];
  };
  const restyle = (styles) => (plan) => {
    const element = at(plan.path);
    const truth = whereItWas(element);
    for (const [property, value] of Object.entries(styles(plan, element))) {
      element.style.setProperty(property, value, "important");
    }
    return truth;
  };
  const shift = restyle(({ by }, element) =>
    getComputedStyle(element).position === "static"
      ? { position: "relative", left: `${by[0]}px`, top: `${by[1]}px` }
      : { transform: `translate(${by[0]}px, ${by[1]}px)` });

  const doers = {
    text: replaceText,
    digit: replaceText,
    missing: hide("visibility", "hidden"),
    removed: hide("display", "none"),
    moved: shift,
    moved_2px: shift,
    resized: restyle(({ size }) => ({
      width: `${size[0]}px`, height: `${size[1]}px`, "box-sizing": "border-box", flex: "none",
      "min-width": "0", "max-width": "none", "min-height": "0",
    })),
    background: restyle(({ colour }) => ({ background: colour })),
    text_color: restyle(({ colour }) => ({ color: colour })),
    banner({ path, before, text, colour }) {
      const banner = document.createElement("div");
      banner.textContent = text;
      banner.style.cssText = `background: ${colour}; color: #fff; padding: 12px 20px; margin: 0 0 14px; font-size: 16px; grid-column: 1 / -1;`;
      at(path).insertBefore(banner, at(path).children[before]);
      return [null, () => ink(banner), banner];
    },
    added({ place, text, colour }) {
      const badge = document.createElement("span");
      badge.textContent = text;
      badge.style.cssText = `position: absolute; left: ${place[0]}px; top: ${place[1]}px; background: ${colour}; color: #fff; padding: 3px 9px; border-radius: 10px; font: bold 13px/1.3 "Liberation Sans", sans-serif; z-index: 9;`;
      document.body.append(badge);
      return [null, () => ink(badge), badge];
    },
    truncated({ path, kept }) {
      const node = at(path);
      const before = rangeBox(node, kept, node.data.trimEnd().length);
      node.data = `${node.data.slice(0, kept)}…`;
      return [before, () => rangeBox(node, kept, kept + 1)];
    },
    state({ path }) {
      const element = at(path);
      const truth = whereItWas(element);
      if (element.matches("input")) {
        element.checked = !element.checked;
      } else if (element.matches("[role=switch]")) {
        element.setAttribute("aria-checked", element.getAttribute("aria-checked") !== "true");
      } else if (element.hasAttribute("aria-selected")) {
        for (const sibling of element.parentElement.children) sibling.setAttribute("aria-selected", sibling === element);
      } else {
        const siblings = [...element.parentElement.children];
        const name = SELECTED.find((candidate) => siblings.some((e) => e.classList.contains(candidate)));
        for (const sibling of siblings) sibling.classList.toggle(name, sibling === element);
      }
      return truth;
    },
    image({ path, drawing, fit }) {
      const picture = at(path);
      const truth = whereItWas(picture);
      picture.innerHTML = drawing;
      if (fit) picture.setAttribute("viewBox", "0 0 24 24");
      return truth;
    },
    border: restyle(({ width, colour, weight }) =>
      weight ? { "font-weight": weight } : { border: `${width}px solid ${colour}` }),
  };

  window.defects = {
    choose(kind, seed) {
      next = seeded(seed);
      const plan = choices[kind]();
      return plan && Object.values(plan).every((value) => value !== null) ? { kind, ...plan } : null;
    },
    // `paths` are those of the elements that the page has before it is done.
    apply(plan, paths) {
      const changed = plan.kind === "banner" || plan.kind === "added" ? null : at(plan.path);
      const element = changed?.nodeType === Node.TEXT_NODE ? changed.parentElement : changed;
      const wasNamed = element && named(element, paths);
      const old = consequences.survey();
      const [before, after, inserted] = doers[plan.kind](plan);
      const now = after();
      subject = now && (inserted ?? element);
      return {
        before, after: now, affected: consequences.between(old, consequences.survey(), changed), named: wasNamed,
      };
    },
    // The same of the page in which it was done, of the elements that it has now.
    named: (paths) => subject && named(subject, paths),
  };
})();
