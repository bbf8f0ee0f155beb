// Says what can be seen in a page, for training: every element with its kind and its box in CSS
// pixels of the window, and every line of text.
//
// Unlike the script that reads pages for comparisons it says a thing twice where it is two (a link
// and its text), takes text line by line, and leaves out what is covered. An element says what it
// looks like with `data-kind`, `none` for nothing. Returns a list of [kind, left, top, right,
// bottom]; the lines of text have the kind "text".
() => {
  "use strict";
  const LARGEST_ICON = 34.5, LEAST = 3;
  const ROLES = {
    button: "button", tab: "button", menuitem: "button", link: "link", switch: "switch",
    checkbox: "checkbox", radio: "radio", slider: "slider", combobox: "select", listbox: "select",
    textbox: "input", searchbox: "input", spinbutton: "input", none: "",
  };
  const INPUTS = {
    submit: "button", button: "button", reset: "button", image: "button", checkbox: "checkbox",
    radio: "radio", range: "slider", hidden: "", file: "", color: "",
  };
  const found = [];

  const common = (one, other) => ({
    l: Math.max(one.l, other.l), t: Math.max(one.t, other.t),
    r: Math.min(one.r, other.r), b: Math.min(one.b, other.b),
  });
  const boxOf = (rect) => ({ l: rect.left, t: rect.top, r: rect.right, b: rect.bottom });
  const isThere = (box) => box.r - box.l >= LEAST && box.b - box.t >= LEAST;

  const topAt = (x, y) => {
    let top = document.elementFromPoint(x, y);
    while (top && top.shadowRoot) {
      const inner = top.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  };
  const isIn = (node, outer) => {
    for (; node; node = node.parentNode || node.host) if (node === outer) return true;
    return false;
  };
  // Whether at least half of five points show the element, what is in it, or, where clicks go
  // through it, what it is in.
  const isSeen = (node, box, passes) => {
    const x = (box.l + box.r) / 2, y = (box.t + box.b) / 2, w = (box.r - box.l) / 4, h = (box.b - box.t) / 4;
    let seen = 0;
    for (const [dx, dy] of [[0, 0], [-w, 0], [w, 0], [0, -h], [0, h]]) {
      const top = topAt(x + dx, y + dy);
      if (top && (isIn(top, node) || (passes && isIn(node, top)))) seen++;
    }
    return seen >= 3;
  };

  const isPill = (node, style, rect) => {
    const words = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data).join("").trim();
    const hasGround = !/, 0\)$|^transparent$/.test(style.backgroundColor) || style.borderTopWidth !== "0px";
    return words && node.textContent.trim().length <= 24 && hasGround && rect.height <= 36 &&
      rect.width <= 160 && parseFloat(style.borderTopLeftRadius) >= 2;
  };

  const kindOf = (node, tag, style, rect) => {
    const told = node.dataset && node.dataset.kind;
    if (told !== undefined) return told === "none" ? "" : told;
    const role = node.getAttribute("role");
    if (role in ROLES) return ROLES[role];
    if (tag === "input") return INPUTS[node.type] === undefined ? "input" : INPUTS[node.type];
    if (tag === "select") return node.multiple || node.size > 1 ? "" : "select";
    if (tag === "button" || tag === "textarea") return tag;
    if (tag === "summary") return "button";
    if (tag === "a") return node.hasAttribute("href") ? "link" : "";
    const size = Math.max(rect.width, rect.height);
    if (tag === "svg") return size <= LARGEST_ICON ? "icon" : "image";
    if (/^(img|video|canvas|picture)$/.test(tag)) return size <= 24 ? "icon" : "image";
    // What is put before it is a letter or a picture; "none" is nothing.
    if (tag === "i" && !node.childNodes.length && /^["u]/.test(getComputedStyle(node, "::before").content)) return "icon";
    if (/^(span|div|mark|small|sup|b|em|strong)$/.test(tag) && isPill(node, style, rect)) return "badge";
    return "";
  };

  // A letter of an icon font stands in the middle of a line that is higher than it is.
  const squared = (box, style) => {
    const side = parseFloat(style.fontSize), middle = (box.t + box.b) / 2;
    return box.b - box.t > 1.1 * side ? { ...box, t: middle - side / 2, b: middle + side / 2 } : box;
  };

  const lines = [];
  // Adds a rectangle of letters to the line of the same block that it continues.
  const addLetters = (block, box) => {
    const line = lines[lines.length - 1];
    if (line && line.block === block) {
      const shared = Math.min(line.b, box.b) - Math.max(line.t, box.t);
      const height = Math.min(line.b - line.t, box.b - box.t);
      const gap = Math.max(box.l - line.r, line.l - box.r);
      if (shared > height / 2 && gap < 0.7 * height) {
        line.l = Math.min(line.l, box.l); line.r = Math.max(line.r, box.r);
        line.t = Math.min(line.t, box.t); line.b = Math.max(line.b, box.b);
        return;
      }
    }
    lines.push({ block, ...box });
  };

  const readText = (node, block, clip, style) => {
    if (!node.data.trim()) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const box = common(boxOf(rect), clip);
      if (isThere(box) && isSeen(node.parentNode, box, style.pointerEvents === "none")) addLetters(block, box);
    }
  };

  const visit = (node, clip, block, isQuiet) => {
    const tag = node.localName;
    if (/^(script|style|template|noscript|head|option|title|iframe)$/.test(tag)) return;
    const style = getComputedStyle(node);
    if (style.display === "none" || +style.opacity < 0.1) return;
    const rect = node.getBoundingClientRect();
    const visible = style.visibility === "visible";
    const isInline = style.display === "inline" || style.display === "contents";
    const kind = kindOf(node, tag, style, rect);
    if (visible && kind) {
      let box = common(boxOf(rect), clip);
      if (tag === "i") box = squared(box, style);
      const whole = rect.width * rect.height, left = Math.max(box.r - box.l, 0) * Math.max(box.b - box.t, 0);
      const passes = style.pointerEvents === "none" || tag === "svg" || tag === "i";
      if (isThere(box) && left > 0.3 * whole && isSeen(node, box, passes)) {
        found.push([kind, box.l, box.t, box.r, box.b]);
      }
    }
    if (tag === "svg" || tag === "textarea" || tag === "select") {
      if (tag !== "svg" || rect.height <= LARGEST_ICON) return;
    }
    const clips = !isInline && style.overflow !== "visible" && tag !== "body" && tag !== "html";
    const below = clips ? common(clip, boxOf(rect)) : clip;
    const own = isInline ? block : node;
    const quiet = isQuiet || kind === "select"; // what is chosen there is its value, as in a field
    const children = node.shadowRoot ? node.shadowRoot.childNodes
      : tag === "slot" && node.assignedNodes().length ? node.assignedNodes() : node.childNodes;
    for (const child of children) {
      if (child.nodeType === 3 && visible && !quiet) readText(child, own, below, style);
      if (child.nodeType === 1) visit(child, below, own, quiet);
    }
  };

  visit(document.documentElement, { l: 0, t: 0, r: innerWidth, b: innerHeight }, document.documentElement, false);
  return [...found, ...lines.map((line) => ["text", line.l, line.t, line.r, line.b])];
}
