// Holds a page still for its pictures, and lets it go again.
//
// A function of what is held: `hold` is called before each picture and holds what has begun since
// the last time as well; `release` takes back all that it changed, which is noted in one place.
// Styles are adopted sheets, so the document itself stays as it is.
//
// Frames of the same origin and open shadow roots are held with the page. No timer is used: a page
// may have clocks of its own.
() => {
  "use strict";
  const KEY = "pytest-visualdiff stillness";
  let view = window;
  try {
    while (view !== view.parent && view.parent.document) view = view.parent;
  } catch {
    // The frame above is of another origin.
  }

  const release = () => {
    const state = view[KEY];
    if (!state) return;
    delete view[KEY];
    for (const undo of state.undo.reverse()) {
      try {
        undo();
      } catch {
        // What it was about is gone.
      }
    }
  };

  // Without `images`, it is not asked what the page is still waiting for.
  const hold = (options, images) => {
    if (!view[KEY]) {
      const fresh = { undo: [], roots: new WeakSet(), animations: new WeakSet(), decoded: new WeakSet() };
      Object.defineProperty(view, KEY, { value: fresh, configurable: true });
    }
    const state = view[KEY];

    const adopt = (root, own) => {
      if (!options.css) return;
      const sheet = new own.CSSStyleSheet();
      sheet.replaceSync(options.css);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      state.undo.push(() => {
        root.adoptedStyleSheets = [...root.adoptedStyleSheets].filter((each) => each !== sheet);
      });
    };

    const stop = (animation) => {
      if (!animation.effect || animation.playbackRate === 0 || state.animations.has(animation)) return;
      if (Number.isFinite(animation.effect.getComputedTiming().endTime)) {
        animation.finish();
        return;
      }
      state.animations.add(animation);
      const at = animation.currentTime, paused = animation.playState === "paused";
      animation.cancel();
      state.undo.push(() => {
        if (paused) animation.pause();
        else animation.play();
        if (at !== null) animation.currentTime = at;
      });
    };

    const stopAll = (root) => {
      for (const animation of root.getAnimations()) {
        try {
          stop(animation);
        } catch {
          // One that cannot be finished stays as it is.
        }
      }
    };

    const pending = [], decoding = [];
    const shown = (image, own) => {
      const { left, top, right, bottom, width, height } = image.getBoundingClientRect();
      if (!(width > 0 && height > 0)) return false;
      if (options.full_page && (options.lazy || image.loading !== "lazy")) return true;
      return right > 0 && bottom > 0 && left < own.innerWidth && top < own.innerHeight;
    };
    const wait = (image, own) => {
      if (state.decoded.has(image) || !shown(image, own)) return;
      if (!image.complete) pending.push(`an image, ${String(image.currentSrc || image.src).slice(0, 200)}`);
      else if (image.naturalWidth) {
        decoding.push(image.decode().catch(() => {}));
        state.decoded.add(image);
      }
    };

    // A picture of an element scrolls it into view.
    const remember = (node) => {
      if (node.scrollHeight <= node.clientHeight && node.scrollWidth <= node.clientWidth) return;
      const left = node.scrollLeft, top = node.scrollTop;
      state.undo.push(() => {
        if (node.scrollLeft !== left || node.scrollTop !== top) {
          node.scrollTo({ left, top, behavior: "instant" });
        }
      });
    };

    const visit = (root, own) => {
      const first = !state.roots.has(root);
      if (first) {
        state.roots.add(root);
        adopt(root, own);
      }
      if (options.animations === "disabled") stopAll(root);
      const walker = (root.ownerDocument || root).createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (first && options.scrolls) remember(node);
        if (node.shadowRoot) visit(node.shadowRoot, own);
        const tag = node.localName;
        if (images && tag === "img") wait(node, own);
        else if (tag === "iframe" || tag === "frame") {
          try {
            if (node.contentDocument && node.contentDocument.documentElement) document_(node.contentDocument);
          } catch {
            // It is of another origin.
          }
        }
      }
    };
    const document_ = (page) => {
      if (!page.defaultView) return;
      visit(page, page.defaultView);
      if (page.fonts.status === "loading") pending.push("a font");
    };
    document_(view.document);
    return { pending, decoding };
  };

  return { isHeld: KEY in view, hold, release };
}
