// The main navigation: as many screens as fit, the others under «Ещё».

import { h, icon } from './ui.js';

/** The folded list in `nav`. `show(items)` takes `[{ href, name, isPresent }]`. */
export function navigation(nav) {
  const list = h('div', { class: 'tabs-list card', id: 'page_more', hidden: true });
  const opener = h('button', {
    type: 'button', class: 'tabs-more', 'aria-expanded': 'false', 'aria-controls': list.id, hidden: true,
  }, h('span', {}, 'Ещё'), icon('fold'));
  const fold = h('div', { class: 'tabs-fold' }, opener, list);
  let links = [];

  const toggle = (isOpen, isFocused = false) => {
    list.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) list.querySelector('a')?.focus();
    else if (isFocused) opener.focus();
  };
  opener.addEventListener('click', () => toggle(list.hidden));
  fold.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) toggle(false, true);
  });
  fold.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !fold.contains(relatedTarget)) toggle(false);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!fold.contains(target)) toggle(false);
  });
  list.addEventListener('click', () => toggle(false));

  /** Puts what does not fit into the list. */
  const fit = () => {
    if (nav.hidden || links.length === 0) return;
    const hadFocus = nav.contains(document.activeElement) ? document.activeElement : null;
    opener.hidden = true;
    nav.replaceChildren(...links, fold);
    list.replaceChildren();
    const style = getComputedStyle(nav);
    const isBeside = matchMedia('(min-width: 64rem)').matches;
    // Beside it stands what is saved: of changing length, and it must not move the tabs.
    const reserved = isBeside ? 22 * parseFloat(getComputedStyle(document.documentElement).fontSize) : 0;
    const room = document.documentElement.clientWidth - parseFloat(style.paddingLeft) * 2 - reserved;
    const width = (element) => element.getBoundingClientRect().width + parseFloat(style.columnGap || 0);
    const widths = links.map(width);
    let kept = links.length;
    const all = widths.reduce((sum, one) => sum + one, 0);
    if (all > room) {
      opener.hidden = false;
      let used = width(opener);
      kept = 0;
      while (kept < links.length && used + widths[kept] <= room) {
        used += widths[kept];
        kept += 1;
      }
      list.append(...links.slice(kept));
    }
    const isFolded = links.slice(kept).some((link) => link.hasAttribute('aria-current'));
    opener.classList.toggle('is-present', isFolded);
    if (!hadFocus?.isConnected) return;
    if (list.contains(hadFocus) && list.hidden) opener.focus();
    else hadFocus.focus();
  };
  let fitted = '';
  // Of the width of the window and the size of letters alone: the page grows and shrinks all the time.
  new ResizeObserver(() => {
    const { clientWidth } = document.documentElement;
    const size = `${clientWidth} ${getComputedStyle(document.documentElement).fontSize}`;
    if (size === fitted) return;
    fitted = size;
    fit();
  }).observe(document.body);

  return {
    show(items) {
      links = items.map(({ href, name, isPresent }) => h('a', { href, 'aria-current': isPresent && 'page' }, name));
      toggle(false);
      fit();
    },
  };
}
