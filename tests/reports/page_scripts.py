"""Questions to a page, in JavaScript that a browser runs in it."""

from __future__ import annotations

SHOWN = """[...document.querySelectorAll('tbody tr')]
  .filter((row) => row.checkVisibility())
  .map((row) => row.querySelector('.key').textContent)"""
"""The keys whose rows can be seen."""

HEADS = """[...document.querySelectorAll('thead th')]
  .filter((head) => head.checkVisibility())
  .map((head) => head.textContent)"""
"""The columns that can be seen."""

LABELS = """[...document.querySelectorAll('tr:has(#key-region) .label')]
  .filter((label) => label.checkVisibility())
  .map((label) => label.textContent)"""
"""The names of layers beside the values of the region."""

FIELDS = "[...document.querySelectorAll('input, select')].filter((field) => field.checkVisibility()).length"
"""How many fields can be seen."""

MARKS = (
    "[...document.querySelectorAll('.said')].map((said) => [said.className, said.querySelector('.mark').textContent])"
)
"""The class of each value of a layer, and the words that say the same."""

ORDER = """(() => {
  const text = document.querySelector('tr:has(#key-region) .value bdi').firstChild;
  return [...text.data].map((_, at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return Math.round(range.getBoundingClientRect().left);
  });
})()"""
"""Where each character of the region is drawn, from the left."""

COUNT = "document.getElementById('count').textContent"

FOCUS = """(() => {
  const on = document.activeElement;
  return on.id || on.getAttribute('href') || on.className || on.tagName;
})()"""
"""What has the focus."""

OUTLINE = """(() => {
  const style = getComputedStyle(document.activeElement);
  return [style.outlineStyle, style.outlineWidth];
})()"""

CONTRAST = """(() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = color.map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    throw new Error('nothing is behind ' + element.outerHTML);
  };
  const found = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = node.parentElement;
    if (!node.data.trim() || own.closest('script, style') || own.getClientRects().length === 0) continue;
    const [one, two] = [channels(getComputedStyle(own).color), behind(own)].map(light);
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    found[node.data.trim()] = Math.min(ratio, found[node.data.trim()] ?? 99);
  }
  return found;
})()"""
"""The contrast of each text with what is behind it, by the definition of WCAG 2.2."""

EDGES = """(() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = color.map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = light(channels(getComputedStyle(document.body).backgroundColor));
  return [...document.querySelectorAll('select, input[type=search], .said')].map((element) => {
    const edge = light(channels(getComputedStyle(element).borderTopColor));
    return (Math.max(edge, page) + 0.05) / (Math.min(edge, page) + 0.05);
  });
})()"""
"""The contrast of the edges of fields and of values with the page."""

SMALL = """[...document.querySelectorAll('nav a, input, select')].map((element) => {
  const box = element.getBoundingClientRect();
  return [element.outerHTML, Math.min(box.width, box.height)];
}).filter(([, size]) => size < 24)"""
"""What is harder to hit than WCAG 2.2 allows (2.5.8)."""

OUTSIDE = """[...document.querySelectorAll('body *')].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.right > innerWidth + 0.5 && !element.closest('.scroll');
}).map((element) => element.outerHTML)"""
"""What sticks out of the window on its right, where the table does not scroll."""
