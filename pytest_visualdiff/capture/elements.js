// Reads what can be seen in a picture of a page, once, and leaves the page as it is.
//
// A page may have changed what JavaScript comes with, and a form's fields hide the form's own
// properties. So DOM properties are read through the browser's own getters, lists are walked by
// number, and the answer is one text, which nobody's toJSON can alter.
//
// `start` is the element whose picture was taken, or null for the page. Returns four sections: how
// many elements could not be read, the styles, the elements, and the areas; see elements.py. Areas
// are lists of elements that were handed over before, in whatever frame they are. The page is read
// while it is held still; `stillness` is what hold.js returns.
(start, options, stillness) => {
  "use strict";
  const LONGEST_TEXT = 300; // characters of a text before it is cut
  const LONGEST_NAME = 60; // characters of an attribute that names an element in its path
  const LONGEST_BADGE = 24; // characters of a badge
  const LARGEST_ICON = 34.5; // CSS pixels, and what a fraction of one adds
  const TALLEST_PILL = 36, WIDEST_PILL = 160; // CSS pixels of a box that is rounded as a badge is
  const SMALLEST_RADIUS = 2; // CSS pixels: less does not look rounded
  const ROUNDING = 0.001; // of a pixel: an edge this near to a whole one is meant to be there
  const SECTION = "\x1c", PART = "\x1d", ROW = "\x1e", FIELD = "\x1f";
  const SVG = "http://www.w3.org/2000/svg";

  // --- The DOM, as the browser made it

  const getter = (type, name) => {
    const read = Object.getOwnPropertyDescriptor(type.prototype, name).get;
    return (node) => Reflect.apply(read, node, []);
  };
  const method = (type, name) => {
    const run = type.prototype[name];
    return (node, argument) => Reflect.apply(run, node, [argument]);
  };
  const nodeType = getter(Node, "nodeType");
  const parentNode = getter(Node, "parentNode");
  const firstChild = getter(Node, "firstChild");
  const nextSibling = getter(Node, "nextSibling");
  const ownerDocument = getter(Node, "ownerDocument");
  const textContent = getter(Node, "textContent");
  const rootOf = method(Node, "getRootNode");
  const data = getter(CharacterData, "data");
  const localName = getter(Element, "localName");
  const namespace = getter(Element, "namespaceURI");
  const shadowRoot = getter(Element, "shadowRoot");
  const attribute = method(Element, "getAttribute");
  const matches = method(Element, "matches");
  const bounds = method(Element, "getBoundingClientRect");
  const extent = method(Range, "getBoundingClientRect");
  const scrollWidth = getter(Element, "scrollWidth");
  const clientWidth = getter(Element, "clientWidth");
  const scrollHeight = getter(Element, "scrollHeight");
  const clientHeight = getter(Element, "clientHeight");
  const clientLeft = getter(Element, "clientLeft");
  const clientTop = getter(Element, "clientTop");
  const assignedNodes = method(HTMLSlotElement, "assignedNodes");
  const hostOf = getter(ShadowRoot, "host");
  const rootElement = getter(Document, "documentElement");
  const viewOf = getter(Document, "defaultView");
  const findIn = {
    9: method(Document, "querySelectorAll"),
    11: method(DocumentFragment, "querySelectorAll"),
  };
  const byId = {
    9: method(Document, "getElementById"),
    11: method(DocumentFragment, "getElementById"),
  };
  const frameDocument = getter(HTMLIFrameElement, "contentDocument");
  const isOpen = getter(HTMLDetailsElement, "open");
  const valueOf = {
    __proto__: null,
    input: getter(HTMLInputElement, "value"),
    textarea: getter(HTMLTextAreaElement, "value"),
  };
  const labelsOf = {
    __proto__: null,
    input: getter(HTMLInputElement, "labels"),
    textarea: getter(HTMLTextAreaElement, "labels"),
    select: getter(HTMLSelectElement, "labels"),
  };
  const inputType = getter(HTMLInputElement, "type");
  const isChecked = getter(HTMLInputElement, "checked");
  const isMixed = getter(HTMLInputElement, "indeterminate");
  const selectedOptions = getter(HTMLSelectElement, "selectedOptions");

  const add = (list, value) => { list[list.length] = value; };
  const dictionary = () => Object.create(null);
  const find = (root, selector) => findIn[nodeType(root)](root, selector);

  // --- Words

  const clean = (text) =>
    text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "").replace(/[\s\x00-\x1f\x7f]+/g, " ").trim();

  const digest = (text) => {
    let sum = 0x811c9dc5; // FNV-1a
    for (let at = 0; at < text.length; at++) {
      sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
    }
    return (sum >>> 0).toString(16);
  };

  // A long text is cut; its digest shows a change behind the cut.
  const short = (text) => {
    const words = clean(text);
    return words.length > LONGEST_TEXT ? `${words.slice(0, LONGEST_TEXT)}… #${digest(words)}` : words;
  };

  const asShown = (text, transform) => {
    if (transform === "uppercase") return text.toUpperCase();
    if (transform === "lowercase") return text.toLowerCase();
    if (transform === "capitalize") {
      return text.replace(/(^|[\s\p{P}])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());
    }
    return text;
  };

  // The words of ::before and ::after; pictures and counters have none that a script can read.
  const generated = (view, node, which) => {
    const content = view.getComputedStyle(node, which).content;
    if (content[0] !== '"') return "";
    return content.slice(1, content.lastIndexOf('"')).replace(/\\(.)/g, "$1");
  };

  // Text as it stands in the document, without that of fields.
  const plainText = (node) => {
    let text = "";
    for (let child = firstChild(node); child; child = nextSibling(child)) {
      const type = nodeType(child);
      if (type === 3) text += data(child);
      else if (type === 1 && !/^(select|textarea|button|script|style)$/.test(localName(child))) {
        text += " " + plainText(child) + " ";
      }
    }
    return text;
  };

  // --- Colours and other values of style

  const hexes = dictionary();
  // A colour as #rrggbb, or #rrggbbaa if one sees through; "" if it is not there at all.
  const colour = (value) => {
    if (value in hexes) return hexes[value];
    const parts = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(value);
    let hex = value;
    if (parts) {
      const alpha = parts[4] === undefined ? 255 : Math.round(parts[4] * 255);
      hex = "#";
      for (let at = 1; at < 4; at++) hex += Math.round(parts[at]).toString(16).padStart(2, "0");
      if (alpha === 0) hex = "";
      else if (alpha < 255) hex += alpha.toString(16).padStart(2, "0");
    }
    return (hexes[value] = hex);
  };
  const inHex = (value) => value.replace(/rgba?\([^)]*\)/g, (found) => colour(found) || "transparent");
  const number = (value) => value.replace(/(\d+\.\d{1,2})\d+/g, "$1");

  const borders = dictionary();
  // Many elements share a border, and each reading of a style takes its time.
  const border = (style) => {
    const lines = style.borderStyle;
    if (lines === "none") return "";
    const widths = style.borderWidth, colours = style.borderColor;
    const key = lines + PART + widths + PART + colours;
    return borders[key] === undefined ? (borders[key] = sides(lines, widths, colours)) : borders[key];
  };
  const sides = (lines, widths, colours) => {
    const names = ["top", "right", "bottom", "left"];
    const line = fourOf(lines), width = fourOf(widths), shown = fourOf(colours);
    let said = "", alike = true;
    for (let at = 0; at < 4; at++) {
      const side = width[at] === "0px" || !colour(shown[at]) || /none|hidden/.test(line[at])
        ? "" : `${number(width[at])} ${line[at]} ${colour(shown[at])}`;
      if (side) said += `${said && ", "}${names[at]} ${side}`;
      alike = alike && line[at] === line[0] && width[at] === width[0] && shown[at] === shown[0];
    }
    return alike ? said.replace(/^top |,.*/g, "") : said;
  };
  // The values for top, right, bottom and left of CSS that leaves out what is the same.
  const fourOf = (text) => {
    const found = text.match(/[^\s(]+(\([^)]*\))?/g);
    const top = found[0], right = found[1] || top;
    return [top, right, found[2] || top, found[3] || right];
  };

  const ground = (style) => {
    let said = colour(style.backgroundColor);
    const picture = style.backgroundImage;
    if (picture !== "none") {
      if (/gradient\(/.test(picture)) said += `${said && " "}gradient`;
      if (/url\(|image/.test(picture)) said += `${said && " "}image`;
    }
    return said;
  };

  const styleNumbers = dictionary();
  let styles = "", styleCount = 0;
  // The number of a style. Only what is not the initial value is said; what is about letters is
  // said of what shows some.
  const styleNumber = (style, look, kind, isWritten) => {
    let text = "";
    const say = (name, value, initial) => {
      if (value && value !== initial) text += `${text && PART}${name}${PART}${value}`;
    };
    say("background", look.ground);
    say("border", look.border);
    say("border-radius", number(style.borderRadius), "0px");
    say("box-shadow", look.shadow);
    if (kind !== "image" && kind !== "container") {
      say("color", colour(style.color), "#000000");
      if (kind !== "icon" || isWritten) {
        say("font-family", clean(style.fontFamily.split(",")[0].replace(/["']/g, "")));
        say("font-size", number(style.fontSize), "16px");
        say("font-weight", style.fontWeight, "400");
        say("text-decoration", style.textDecorationLine, "none");
      }
    }
    say("opacity", style.opacity, "1");
    if (!text) return "";
    if (!(text in styleNumbers)) {
      styles += (styleCount ? ROW : "") + text;
      styleNumbers[text] = styleCount++;
    }
    return styleNumbers[text];
  };

  // --- Where an element is, for CSS

  // What names one element alone in its document or shadow root, best first.
  const naming = (node, tag) => {
    const found = [];
    const offer = (value, selector) => {
      if (value && value.length <= LONGEST_NAME && !/[\x00-\x1f\x7f]/.test(value)) add(found, selector());
    };
    const quoted = (value) => `"${value.replace(/["\\]/g, "\\$&")}"`;
    const testId = attribute(node, "data-testid"), id = attribute(node, "id");
    offer(testId, () => `[data-testid=${quoted(testId)}]`);
    offer(!looksGenerated(id) && id, () => `#${CSS.escape(id)}`);
    const names = ["name", "aria-label", "alt", "href"];
    for (let at = 0; at < names.length; at++) {
      const value = attribute(node, names[at]);
      offer(value, () => `${CSS.escape(tag)}[${names[at]}=${quoted(value)}]`);
      if (at === 0 && value && tag === "input") {
        const choice = attribute(node, "value");
        offer(choice, () => `input[name=${quoted(value)}][value=${quoted(choice)}]`);
      }
    }
    if (/^(html|body|main|header|footer|nav|aside|form|h1)$/.test(tag)) add(found, tag);
    return found;
  };
  const looksGenerated = (id) =>
    /\d{4}|^[0-9a-f]{6,}$|[0-9a-f]{8}-|[:«»]|^(radix|headlessui|mui|react-|ember|ext-|__)/i.test(id || "");

  const rootsKnown = new WeakMap();
  // How often each of the names is there in a document or shadow root.
  const namesIn = (root) => {
    let counts = rootsKnown.get(root);
    if (!counts) {
      counts = dictionary();
      const all = find(root, "*");
      for (let at = 0; at < all.length; at++) {
        const names = naming(all[at], localName(all[at]));
        for (let each = 0; each < names.length; each++) {
          counts[names[each]] = (counts[names[each]] || 0) + 1;
        }
      }
      rootsKnown.set(root, counts);
    }
    return counts;
  };

  const steps = new WeakMap();
  // The element among its brothers: its tag, with its number where the tag is not enough.
  const step = (node, parent) => {
    if (!steps.has(node)) {
      const counts = dictionary(), brothers = [];
      for (let child = firstChild(parent); child; child = nextSibling(child)) {
        if (nodeType(child) !== 1) continue;
        const tag = localName(child);
        counts[tag] = (counts[tag] || 0) + 1;
        add(brothers, child);
        steps.set(child, counts[tag]);
      }
      for (let at = 0; at < brothers.length; at++) {
        const tag = localName(brothers[at]), place = steps.get(brothers[at]);
        const numbered = counts[tag] > 1 ? `:nth-of-type(${place})` : "";
        steps.set(brothers[at], CSS.escape(tag) + numbered);
      }
    }
    return steps.get(node);
  };

  const paths = new WeakMap();
  const path = (node) => {
    let known = paths.get(node);
    if (known === undefined) paths.set(node, (known = findPath(node)));
    return known;
  };
  const findPath = (node) => {
    const root = rootOf(node), counts = namesIn(root), names = naming(node, localName(node));
    for (let at = 0; at < names.length; at++) {
      if (counts[names[at]] === 1) return prefix(root) + names[at];
    }
    const parent = parentNode(node);
    if (parent && nodeType(parent) === 1) return `${path(parent)} > ${step(node, parent)}`;
    // What stands right in a shadow root is a child of the host to Playwright.
    return prefix(root) + (parent && nodeType(parent) === 11 ? `:scope > ${step(node, parent)}` : localName(node));
  };

  const prefix = (root) => {
    if (nodeType(root) === 11) return `${path(hostOf(root))} >> `;
    let frame = null;
    try {
      frame = viewOf(root).frameElement;
    } catch {
      // The frame is of another origin: its own document is as far as a script can see.
    }
    return frame ? `${path(frame)} >>> ` : "";
  };

  // --- What an element is

  const ROLES = {
    __proto__: null,
    button: "button", tab: "button", menuitem: "button", link: "link", switch: "switch",
    checkbox: "checkbox", menuitemcheckbox: "checkbox", radio: "radio", menuitemradio: "radio",
    slider: "slider", combobox: "select", listbox: "select", textbox: "input", searchbox: "input",
    spinbutton: "input",
  };
  const INPUTS = {
    __proto__: null,
    submit: "button", button: "button", reset: "button", image: "button",
    checkbox: "checkbox", radio: "radio", range: "slider",
  };
  const NAMED_BY_CONTENT = /^(button|link|checkbox|radio|switch)$/;
  const PICTURES = /^(img|video|canvas|object|embed)$/;
  const UNSEEN = /^(script|style|template|noscript|title|meta|link|head|datalist|option|optgroup|param|source|track|area|map)$/;

  const controlKind = (node, tag) => {
    const role = (attribute(node, "role") || "").trim().split(/\s+/)[0].toLowerCase();
    if (role in ROLES) {
      const many = role === "textbox" && (tag === "textarea" || attribute(node, "aria-multiline") === "true");
      return many ? "textarea" : ROLES[role];
    }
    if (tag === "input") return INPUTS[inputType(node)] || "input";
    if (tag === "a") return attribute(node, "href") === null ? "" : "link";
    if (tag === "summary") return "button";
    if (tag === "button" || tag === "textarea" || tag === "select") return tag;
    const editable = attribute(node, "contenteditable");
    return editable !== null && editable !== "false" ? "textarea" : "";
  };

  // One sign of a private area, or of a font that is made of icons.
  const isGlyph = (text, style) =>
    /^[\ue000-\uf8ff]$|^[\u{f0000}-\u{10ffff}]$/u.test(text) ||
    (text && /icon|awesome|material symbols|glyph/i.test(style.fontFamily));

  const isPill = (box, look, style) =>
    (look.ground || look.border) && box.b - box.t <= TALLEST_PILL && box.r - box.l <= WIDEST_PILL &&
    parseFloat(style.borderRadius) >= SMALLEST_RADIUS;

  // --- What it says

  // The words of attributes and labels that name an element, and the node that shows them.
  const givenName = (node, tag, kind) => {
    const ids = (attribute(node, "aria-labelledby") || "").trim();
    if (ids) {
      const root = rootOf(node), list = ids.split(/\s+/);
      let words = "", shown = null;
      for (let at = 0; at < list.length; at++) {
        const other = byId[nodeType(root)] && byId[nodeType(root)](root, list[at]);
        if (other) words += " " + textContent(other);
        shown = shown || other;
      }
      if (clean(words)) return { words, shownBy: shown };
    }
    const label = attribute(node, "aria-label");
    if (label && clean(label)) return { words: label, shownBy: null };
    if (tag === "input" && kind === "button") {
      const type = inputType(node), usual = type === "submit" ? "Submit" : type === "reset" ? "Reset" : "";
      const words = type === "image" ? attribute(node, "alt") : valueOf.input(node);
      return { words: words || usual, shownBy: null };
    }
    if (tag in labelsOf) {
      const labels = labelsOf[tag](node); // null where no label may be
      if (labels && labels.length) return { words: plainText(labels[0]), shownBy: labels[0] };
    }
    if (tag === "svg") {
      for (let child = firstChild(node); child; child = nextSibling(child)) {
        if (nodeType(child) === 1 && localName(child) === "title") return { words: textContent(child), shownBy: null };
      }
    }
    return { words: attribute(node, "alt") || "", shownBy: null };
  };

  const PRIVATE = /(^|\s)(cc-|current-password|new-password|one-time-code)/;
  const PRIVATE_NAME = /passw|pwd|passphrase|cvv|cvc|card-?_?number|otp\b|secret|pin\b/i;
  const isPrivate = (node, style) =>
    inputType(node) === "password" ||
    PRIVATE.test(attribute(node, "autocomplete") || "") ||
    PRIVATE_NAME.test(`${attribute(node, "name") || ""} ${attribute(node, "id") || ""}`) ||
    (style.webkitTextSecurity || "none") !== "none";

  const state = (node, tag, kind, style, isCut) => {
    let text = "";
    const say = (name, value) => {
      if (value !== null && value !== "") text += `${text && PART}${name}${PART}${short(String(value))}`;
    };
    const aria = (name) => attribute(node, `aria-${name}`);
    const type = tag === "input" ? inputType(node) : "";
    if (type === "checkbox" || type === "radio") say("checked", isMixed(node) ? "mixed" : isChecked(node));
    else say("checked", aria("checked") || aria("pressed"));
    if (matches(node, ":disabled") || aria("disabled") === "true") say("disabled", "true");
    const current = aria("current");
    say("selected", aria("selected") || (current && current !== "false" ? "true" : null));
    const parent = parentNode(node);
    if (tag === "summary" && parent && localName(parent) === "details") say("expanded", isOpen(parent));
    else say("expanded", aria("expanded"));
    if (kind === "input" || kind === "textarea" || kind === "slider" || kind === "select") {
      if (tag === "select") {
        const chosen = selectedOptions(node);
        let words = "";
        for (let at = 0; at < chosen.length; at++) words += `${words && ", "}${clean(textContent(chosen[at]))}`;
        say("value", words);
      } else if (tag === "textarea" || (tag === "input" && !isPrivate(node, style))) {
        const value = valueOf[tag](node);
        say("value", type === "file" ? value.replace(/^.*\\/, "") : value);
        if (!value) say("placeholder", attribute(node, "placeholder"));
      } else if (tag === "input") {
        if (!valueOf.input(node)) say("placeholder", attribute(node, "placeholder"));
      } else if (kind === "slider") {
        say("value", aria("valuetext") || aria("valuenow"));
      }
    } else if (tag === "progress" || tag === "meter") {
      say("value", attribute(node, "value"));
    }
    if (isCut) say("truncated", "true");
    return text;
  };

  // --- Places: rectangles {l, t, r, b} in CSS pixels of the topmost window

  const EVERYWHERE = { l: -1e9, t: -1e9, r: 1e9, b: 1e9 };
  const common = (one, other) => ({
    l: Math.max(one.l, other.l), t: Math.max(one.t, other.t),
    r: Math.min(one.r, other.r), b: Math.min(one.b, other.b),
  });
  const around = (one, other) => !one ? other : {
    l: Math.min(one.l, other.l), t: Math.min(one.t, other.t),
    r: Math.max(one.r, other.r), b: Math.max(one.b, other.b),
  };
  const placed = (rect, inside) => ({
    l: rect.left + inside.dx, t: rect.top + inside.dy,
    r: rect.right + inside.dx, b: rect.bottom + inside.dy,
  });
  // What hides its content reads as one pixel by one; a line may be thin.
  const isSeen = (box) => {
    const seen = common(box, area), w = seen.r - seen.l, h = seen.b - seen.t;
    return w > 0 && h > 0 && (w > 1 || h > 1);
  };
  const isMasked = (box) => {
    for (let at = 0; at < options.masks.length; at++) {
      const mask = options.masks[at];
      if (box.l >= mask[0] - 1 && box.t >= mask[1] - 1 && box.r <= mask[2] + 1 && box.b <= mask[3] + 1) return true;
    }
    return false;
  };
  // A mask that is known by its place in the picture.
  const addMask = ([x, y, w, h]) => {
    const l = area.l + x / options.scale, t = area.t + y / options.scale;
    add(options.masks, [l, t, l + w / options.scale, t + h / options.scale]);
  };
  const inPixels = (box) => {
    const x = Math.round((box.l - area.l) * options.scale), y = Math.round((box.t - area.t) * options.scale);
    const right = Math.round((box.r - area.l) * options.scale);
    const bottom = Math.round((box.b - area.t) * options.scale);
    return [x, y, Math.max(right - x, 1), Math.max(bottom - y, 1)];
  };

  // --- The walk, in the order in which things are drawn into each other

  const rows = [], rowOf = new Map();
  let unread = 0;

  const list = (node, kind, box, rest) => {
    const row = { kind, box: inPixels(box), text: "", labelNode: null, path: path(node), ...rest };
    rowOf.set(node, rows.length);
    add(rows, row);
    return row;
  };

  const childrenOf = (node, tag) => {
    const found = [], shadow = shadowRoot(node);
    if (!shadow && tag === "slot") {
      const assigned = assignedNodes(node);
      for (let at = 0; at < assigned.length; at++) add(found, assigned[at]);
      if (found.length) return found;
    }
    for (let child = firstChild(shadow || node); child; child = nextSibling(child)) add(found, child);
    return found;
  };

  const ownText = (node, children, inside, style) => {
    let text = "", box = null, mixed = false;
    for (let at = 0; at < children.length; at++) {
      const type = nodeType(children[at]);
      if (type === 1) mixed = true;
      if (type !== 3 || !/\S/.test(data(children[at]))) continue;
      inside.range.selectNodeContents(children[at]);
      const rect = placed(extent(inside.range), inside);
      if (rect.r - rect.l <= 0 || rect.b - rect.t <= 0) continue;
      text += ` ${data(children[at])}`;
      box = around(box, rect);
    }
    return { text: asShown(text, style.textTransform), box, mixed };
  };

  const visit = (node, inside) => {
    const tag = localName(node), isSvg = namespace(node) === SVG;
    if (UNSEEN.test(tag)) return;
    if (isSvg && inside.drawing && tag !== "text" && tag !== "foreignObject") {
      return visitAll(childrenOf(node, tag), inside); // shapes: the drawing as a whole is listed
    }
    const style = inside.view.getComputedStyle(node);
    const display = style.display, opacity = style.opacity;
    if (display === "none" || opacity === "0") return;
    const isPage = tag === "html" || tag === "body";
    const position = style.position;
    const clip = position === "fixed" ? inside.fixed : position === "absolute" ? inside.absolute : inside.flow;
    const full = placed(bounds(node), inside);
    const overflow = isPage || display === "inline" || display === "contents" ? "visible" : style.overflow;
    const clips = overflow !== "visible", scrolls = /auto|scroll/.test(overflow);
    const mine = clips ? common(clip, full) : clip;
    const below = { ...inside, flow: mine };
    const transformed = style.transform !== "none" || style.filter !== "none";
    if (position !== "static" || transformed) below.absolute = mine;
    else below.absolute = clip === inside.flow ? inside.absolute : clip;
    if (transformed) below.fixed = mine;
    if (scrolls) below.cut = EVERYWHERE;
    else if (clips) below.cut = common(inside.cut, full);

    const isVisible = style.visibility === "visible";
    const children = tag === "textarea" || tag === "select" || PICTURES.test(tag) ? [] : childrenOf(node, tag);
    const look = { ground: ground(style), border: border(style), shadow: style.boxShadow === "none" ? "" : number(inHex(style.boxShadow)) };
    const box = common(full, clip);
    const showsItself = look.border || look.shadow || (look.ground && look.ground !== inside.ground);
    const own = isVisible ? ownText(node, children, below, style) : { text: "", box: null, mixed: false };
    const words = clean(own.text);
    const size = Math.max(full.r - full.l, full.b - full.t);
    let kind = controlKind(node, tag);
    let before = "", after = "";
    if (isVisible && !isSvg && !(tag in labelsOf) && !PICTURES.test(tag)) {
      before = generated(inside.view, node, "::before");
      after = generated(inside.view, node, "::after");
    }
    const said = clean(`${before} ${words} ${after}`);
    if (!kind) {
      const isLeaf = !own.mixed && !isPage;
      const seenAsIcon = size <= LARGEST_ICON && isLeaf && (isGlyph(said, style) ||
        (!said && (look.ground.endsWith("image") || (style.maskImage || style.webkitMaskImage || "none") !== "none")));
      if (tag === "svg") kind = size <= LARGEST_ICON ? "icon" : "image";
      else if (PICTURES.test(tag)) kind = "image";
      else if (seenAsIcon) kind = "icon";
      else if (words && said.length <= LONGEST_BADGE && isPill(full, look, style)) kind = "badge";
      else if (said && (own.box || (before || after) && isLeaf)) kind = "text";
      else if (tag === "progress" || tag === "meter" || tag === "iframe" || showsItself) kind = "container";
    }

    // A text without a box of its own is where its letters are.
    const place = kind === "text" && own.box && !showsItself ? common(own.box, mine) : box;
    const isCollected = kind === "text" && inside.into;
    let row = null;
    if (isVisible && kind && !isCollected && isSeen(place) && !isMasked(place)) {
      const rect = own.box || full;
      const isCut = kind === "text"
        ? rect.r > below.cut.r + 1 || rect.b > below.cut.b + 2 || rect.l < below.cut.l - 1
        : NAMED_BY_CONTENT.test(kind) && clips && !scrolls &&
          (scrollWidth(node) > clientWidth(node) + 1 || scrollHeight(node) > clientHeight(node) + 2);
      row = list(node, kind, place, {
        parent: inside.parent,
        state: state(node, tag, kind, style, isCut),
        style: styleNumber(style, look, kind, tag !== "svg" && said),
      });
      below.parent = rows.length - 1;
    }
    const opaque = colour(style.backgroundColor);
    if (opaque) below.ground = opaque.length === 7 ? opaque : `${inside.ground}${opaque}`;

    if (kind === "text" || kind === "badge" || (kind === "icon" && tag !== "svg")) {
      const letters = kind === "icon" && /^[^\x00-\ud7ff]/u.test(said) ? `U+${said.codePointAt(0).toString(16).toUpperCase()}` : said;
      if (row) row.text = short(letters);
      if (kind === "icon" && row && !row.text) row.text = short(givenName(node, tag, kind).words);
    } else if (kind && row && kind !== "container") {
      const given = givenName(node, tag, kind);
      row.text = short(given.words);
      row.labelNode = given.shownBy;
      if (kind === "image" || kind === "icon") {
        if (inside.into && !inside.into.other) inside.into.other = row.text;
      }
    }

    if (isSvg && tag === "text") {
      if (row) row.text = short(textContent(node));
      return;
    }
    if (tag === "svg") {
      if (kind === "image") visitAll(children, { ...below, drawing: true });
      return;
    }
    if (tag === "iframe") return visitFrame(node, full, style, below);
    if (style.contentVisibility === "hidden") return;
    below.drawing = false;
    const isNamedByContent = row && !row.text && NAMED_BY_CONTENT.test(kind) && tag !== "input";
    if (isNamedByContent) below.into = { text: "", other: "" };
    else if (kind && !isCollected && kind !== "container") below.into = null;
    const gives = isNamedByContent || isCollected;
    const gap = display === "inline" || !below.into ? "" : " ";
    if (below.into) below.into.text += gap + (gives ? before : "");
    if (tag === "details" && !isOpen(node)) visitSummary(children, below);
    else visitAll(children, below, gives ? style.textTransform : null);
    if (below.into) below.into.text += (gives ? after : "") + gap;
    if (isNamedByContent) row.text = short(below.into.text) || below.into.other;
    if (row && !row.text && kind !== "text") row.text = short(attribute(node, "title") || "");
  };

  // With `transform`, the text among the children is part of the name that is collected.
  const visitAll = (children, inside, transform) => {
    for (let at = 0; at < children.length; at++) {
      const type = nodeType(children[at]);
      if (type === 3 && transform) inside.into.text += asShown(data(children[at]), transform);
      if (type !== 1) continue;
      try {
        visit(children[at], inside);
      } catch {
        unread++;
      }
    }
  };

  const visitSummary = (children, inside) => {
    for (let at = 0; at < children.length; at++) {
      if (nodeType(children[at]) === 1 && localName(children[at]) === "summary") {
        return visitAll([children[at]], inside);
      }
    }
  };

  const visitFrame = (node, full, style, inside) => {
    let inner = null;
    try {
      inner = frameDocument(node);
    } catch {
      return;
    }
    if (!inner || !rootElement(inner)) return; // of another origin, or empty
    const dx = full.l + clientLeft(node) + parseFloat(style.paddingLeft);
    const dy = full.t + clientTop(node) + parseFloat(style.paddingTop);
    const window_ = common(inside.flow, full);
    const below = {
      ...within(inner), dx, dy, parent: inside.parent, ground: inside.ground,
      flow: window_, absolute: window_, fixed: window_,
    };
    visitAll([rootElement(inner)], below);
  };

  const within = (page) => ({
    view: viewOf(page), range: page.createRange(), dx: 0, dy: 0, parent: -1, ground: "#ffffff",
    flow: EVERYWHERE, absolute: EVERYWHERE, fixed: EVERYWHERE, cut: EVERYWHERE, into: null,
    drawing: false,
  });

  // --- Where windows and areas are

  // How far a frame's window is from the topmost one: to be added to places in it.
  const toTop = (inner) => {
    let dx = 0, dy = 0;
    for (; inner !== inner.top; inner = inner.parent) {
      const frame = inner.frameElement, style = inner.parent.getComputedStyle(frame);
      const rect = bounds(frame);
      dx += rect.left + clientLeft(frame) + parseFloat(style.paddingLeft);
      dy += rect.top + clientTop(frame) + parseFloat(style.paddingTop);
    }
    return { dx, dy };
  };

  const handedOver = () => {
    let lists = null;
    try {
      lists = window.top[options.areas];
      delete window.top[options.areas];
    } catch {
      // The page is of another origin: nothing could be handed over.
    }
    return lists || [];
  };
  // Place, in CSS pixels of this window, and path of each element of an area that is seen.
  const areaOf = (nodes, here) => {
    const seen = [];
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at], own = viewOf(ownerDocument(node));
      if (!own) continue; // it is gone
      let rect = bounds(node);
      if (!(rect.width > 0 && rect.height > 0)) {
        const range = ownerDocument(node).createRange();
        range.selectNodeContents(node);
        rect = extent(range);
      }
      const there = toTop(own);
      const box = placed(rect, { dx: there.dx - here.dx, dy: there.dy - here.dy });
      const part = common(box, area);
      if (part.r > part.l && part.b > part.t) add(seen, { node, box, path: path(node) });
    }
    return seen;
  };
  // What an element is in, also across shadow roots and frames.
  const outOf = (node) => {
    const parent = parentNode(node), type = parent ? nodeType(parent) : 0;
    if (type === 11) return hostOf(parent);
    if (type !== 9) return parent;
    const own = viewOf(parent);
    try {
      return own && own.frameElement;
    } catch {
      return null;
    }
  };

  let top = window;
  if (!start) {
    while (top !== top.parent) top = top.parent;
  }
  const page = start ? ownerDocument(start) : top.document;
  const view = viewOf(page);
  const areas = [];
  let area;
  try {
    stillness.hold(options.hold, false); // with what began since the picture
  } catch {
    // What cannot be held is read as it is.
  }
  try {
    const first = start || rootElement(page), inside = within(page);
    let left = options.x, up = options.y;
    if (start) {
      // The picture begins at a whole pixel of the topmost page.
      const rect = bounds(start);
      let dx = 0, dy = 0;
      try {
        ({ dx, dy } = toTop(view));
        dx += view.top.scrollX;
        dy += view.top.scrollY;
      } catch {
        // The frame is of another origin: its fraction of a pixel stays unknown.
      }
      left = Math.floor(rect.left + dx + ROUNDING) - dx;
      up = Math.floor(rect.top + dy + ROUNDING) - dy;
      for (let node = parentNode(start); node && nodeType(node) === 1; node = parentNode(node)) {
        const behind = colour(view.getComputedStyle(node).backgroundColor);
        if (behind.length === 7) {
          inside.ground = behind;
          break;
        }
      }
    } else if (options.full_page) {
      left -= view.scrollX;
      up -= view.scrollY;
    }
    area = { l: left, t: up, r: left + options.width, b: up + options.height };
    for (let at = 0; at < options.painted.length; at++) addMask(options.painted[at]);
    const lists = handedOver(), here = lists.length ? toTop(view) : null;
    for (let at = 0; at < lists.length; at++) add(areas, areaOf(lists[at], here));
    for (let at = areas.length - options.hidden; at < areas.length; at++) {
      for (let each = 0; each < areas[at].length; each++) {
        const { l, t, r, b } = areas[at][each].box;
        add(options.masks, [l, t, r, b]);
      }
    }
    visitAll([first], inside);
  } finally {
    if (!stillness.isHeld) stillness.release(); // as in a frame of another origin
  }

  // --- The answer

  let lines = "";
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    const label = row.labelNode ? shownIn(row.labelNode) : "";
    lines += (at ? ROW : "") + row.kind;
    for (let each = 0; each < 4; each++) lines += FIELD + row.box[each];
    lines += FIELD + row.text + FIELD + row.path + FIELD + row.state + FIELD + row.style;
    lines += FIELD + (row.parent < 0 ? "" : row.parent) + FIELD + label;
  }
  let said = "";
  for (let list = 0; list < areas.length; list++) {
    for (let at = 0; at < areas[list].length; at++) {
      const { node, box, path } = areas[list][at];
      const x = Math.floor((box.l - area.l) * options.scale + ROUNDING), right = (box.r - area.l) * options.scale;
      const y = Math.floor((box.t - area.t) * options.scale + ROUNDING), bottom = (box.b - area.t) * options.scale;
      let inside = "";
      rowOf.forEach((row, each) => {
        while (each && each !== node) each = outOf(each);
        if (each) inside += (inside && PART) + row;
      });
      said += (said && ROW) + list + FIELD + x + FIELD + y + FIELD + (Math.ceil(right - ROUNDING) - x);
      said += FIELD + (Math.ceil(bottom - ROUNDING) - y) + FIELD + path + FIELD + inside;
    }
  }
  return unread + SECTION + styles + SECTION + lines + SECTION + said;

  // The number of the element that shows the words of a label: itself, or the first in it.
  function shownIn(node) {
    if (rowOf.has(node)) return rowOf.get(node);
    for (let child = firstChild(node); child; child = nextSibling(child)) {
      const found = nodeType(child) === 1 ? shownIn(child) : "";
      if (found !== "") return found;
    }
    return "";
  }
}
