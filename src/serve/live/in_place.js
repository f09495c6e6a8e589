// Shows the next state of a page where it stands: only what differs is touched, so that scroll, focus and
// selection stay and nothing flickers.
//
// Two states are compared as the program sends them; each node of the last one knows its node in the page.
// Text and what marks it up is changed. What scripts of the theme may hold (photos, videos, forms), or have
// changed themselves, is not: such a page has to be loaded anew.
const inPlace = (() => {
  'use strict';
  const OWN = 'script[src="/_rostok/live.js"]';

  /** Elements that mark up text, and attributes that no script is told of. */
  const TEXT = new Set(('A ABBR ADDRESS ASIDE B BLOCKQUOTE BR CAPTION CITE CODE COL COLGROUP DD DEL DFN DIV DL DT EM '
    + 'FOOTER H1 H2 H3 H4 H5 H6 HEADER HR I INS KBD LI MARK NAV OL P PRE Q S SAMP SECTION SMALL SPAN STRONG SUB SUP '
    + 'TABLE TBODY TD TFOOT TH THEAD TIME TR U UL VAR WBR').split(' '));
  const ATTRIBUTES = new Set(('align alt aria-current aria-label class colspan datetime dir href id lang rel role '
    + 'rowspan scope start style tabindex target title').split(' '));

  const isText = (node) => node.nodeType !== Node.ELEMENT_NODE;
  const isPlain = (node) => isText(node)
    || (TEXT.has(node.nodeName) && [...node.attributes].every(({ name }) => ATTRIBUTES.has(name))
      && [...node.childNodes].every(isPlain));
  const require = (condition) => {
    if (!condition) throw new Error('The page has to be loaded anew');
  };

  /** The nodes of the page by those of the last state. */
  const twins = new WeakMap();
  const twin = (copy, parent) => {
    const node = twins.get(copy);
    require(node?.parentNode === parent);
    return node;
  };

  const structure = (node) => ({ node, children: Array.from(node.childNodes, structure) });
  const pair = (copy, { node, children }) => {
    twins.set(copy, node);
    const copies = [...copy.childNodes];
    const isSame = (child, at) => child.nodeName === children[at].node.nodeName;
    // A script may have added something while the page was loading.
    if (copies.length !== children.length || !copies.every(isSame)) return;
    copies.forEach((child, at) => pair(child, children[at]));
  };

  const trim = (body) => {
    while (body.lastChild && isText(body.lastChild) && body.lastChild.data.trim() === '') body.lastChild.remove();
  };
  // What stands in `noscript` is text here, but elements in a page that is only read.
  const clean = (body) => {
    for (const one of body.querySelectorAll(`noscript, ${OWN}`)) one.remove();
    trim(body);
  };

  /** Scripts and style sheets, apart from descriptions for search engines. */
  const assetsOf = (page) => [...page.querySelectorAll('script, style, link[rel~="stylesheet"]')]
    .filter((one) => !one.matches(`${OWN}, [type="application/ld+json"]`))
    .map((one) => one.outerHTML).join('\n');

  const patchAttributes = (old, fresh, live) => {
    for (const { name } of [...old.attributes, ...fresh.attributes]) {
      const [before, after] = [old.getAttribute(name), fresh.getAttribute(name)];
      if (before === after) continue;
      require(ATTRIBUTES.has(name) && live.getAttribute(name) === before);
      for (const one of [old, live]) {
        if (after === null) one.removeAttribute(name);
        else one.setAttribute(name, after);
      }
    }
  };

  const insert = (fresh, old, live, following) => {
    require(isPlain(fresh));
    // Scripts may have added something behind the last node.
    const last = old.lastChild && twin(old.lastChild, live);
    const made = document.importNode(fresh, true);
    live.insertBefore(made, following ? twin(following, live) : last?.nextSibling ?? null);
    old.insertBefore(fresh, following);
    pair(fresh, structure(made));
  };

  const remove = (old, live) => {
    require(isPlain(old));
    twin(old, live).remove();
    old.remove();
  };

  const patchChildren = (old, fresh, live) => {
    const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
    const most = Math.min(before.length, after.length);
    let start = 0;
    while (start < most && before[start].isEqualNode(after[start])) start += 1;
    let end = 0;
    while (end < most - start && before.at(-1 - end).isEqualNode(after.at(-1 - end))) end += 1;
    const gone = before.slice(start, before.length - end);
    const come = after.slice(start, after.length - end);
    const following = before[before.length - end] ?? null;
    for (let at = 0; at < Math.max(gone.length, come.length); at += 1) {
      const [was, is] = [gone[at], come[at]];
      if (was && is && was.nodeName === is.nodeName) patch(was, is, twin(was, live));
      else {
        if (is) insert(is, old, live, was ?? following);
        if (was) remove(was, live);
      }
    }
  };

  const patch = (old, fresh, live) => {
    if (!isText(old)) {
      patchAttributes(old, fresh, live);
      patchChildren(old, fresh, live);
    } else if (old.data !== fresh.data) {
      require(live.data === old.data);
      live.data = fresh.data;
      old.data = fresh.data;
    }
  };

  // Deferred scripts come after this one.
  let loaded = structure(document.body);
  let served = null;
  let assets = '';
  return {
    isReady: () => served !== null,
    /** What the program told with a page; null for a page without this script. */
    told: (page) => page.querySelector(OWN)?.dataset ?? null,
    /** `page` is what the browser has loaded, as the program sent it. */
    begin(page) {
      assets = assetsOf(page);
      trim(page.body);
      pair(page.body, loaded);
      clean(page.body);
      served = page.body;
      loaded = null;
    },
    /** Shows `page`; false if it has to be loaded. */
    change(page) {
      if (!served || assetsOf(page) !== assets) return false;
      clean(page.body);
      try {
        patch(served, page.body, document.body);
        return true;
      } catch {
        return false;
      }
    },
  };
})();
