// What an element of a clipboard says of its words: bold, italic, a link, a picture.

/** The declarations of an element's style, by their names. */
export function declarations(element) {
  const style = element.getAttribute('data-style');
  if (!style) return {};
  const found = {};
  // Quotes may hold semicolons: names of fonts, addresses.
  for (const part of style.match(/(?:"[^"]*"|'[^']*'|\([^)]*\)|[^;])+/g) ?? []) {
    const at = part.indexOf(':');
    if (at > 0) found[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim();
  }
  return found;
}

/** The marks within an element: its style counts more than its name, as for browsers. */
export function marksOf(tag, style, said = {}) {
  const marks = { ...said };
  const weight = style['font-weight'] ?? '';
  if (/bold|^[6-9]00/.test(weight)) marks.isBold = true;
  else if (/normal|lighter|^[1-5]00/.test(weight)) marks.isBold = false;
  else if (tag === 'B' || tag === 'STRONG') marks.isBold = true;
  const slant = style['font-style'] ?? '';
  if (/italic|oblique/.test(slant)) marks.isItalic = true;
  else if (/normal/.test(slant)) marks.isItalic = false;
  else if (tag === 'I' || tag === 'EM') marks.isItalic = true;
  if (marks.isHeading) marks.isBold = false;
  return marks;
}

/** The marks within a link; only addresses that readers can follow are kept. */
export function linkOf(element, said = {}) {
  const address = (element.getAttribute('href') ?? '').trim();
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(address)) return said;
  return { ...said, href: unwrapped(address).replace(/\s/g, '%20') };
}

/** Google puts an address of its own around those of others. */
function unwrapped(address) {
  if (!/^https:\/\/www\.google\.[a-z.]+\/url\?/.test(address)) return address;
  try {
    const inner = new URL(address).searchParams.get('q');
    return /^https?:\/\//.test(inner ?? '') ? inner : address;
  } catch {
    return address;
  }
}

/** A picture; `{ text }` for those that stand for a sign; null for what nobody sees. */
export function pictureOf(element) {
  const alt = (element.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim();
  if (alt !== '' && alt.length <= 16 && /^[\p{Extended_Pictographic}\p{Emoji_Component}\u200D\uFE0F]+$/u.test(alt)) {
    return { text: alt };
  }
  const size = (name) => Number.parseFloat(element.getAttribute(name) ?? declarations(element)[name] ?? '100');
  const src = element.getAttribute('src') ?? '';
  if (src === '' || size('width') <= 3 || size('height') <= 3) return null;
  // Word describes pictures by itself, and names them after their files.
  const isMachine = /создан|автоматически|выглядит как|Описание:|\.\w{3,4}$/i.test(alt)
    || /^(Рисунок|Picture|Изображение|image)\s*\d*$/i.test(alt);
  return { src, alt: isMachine ? '' : alt.slice(0, 300) };
}
