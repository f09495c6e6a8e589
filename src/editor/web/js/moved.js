// Places of a text after it has changed.

/** How many letters two texts share: `before` at their beginnings, `after` at their ends. */
export function shared(old, text) {
  const most = Math.min(old.length, text.length);
  let before = 0;
  while (before < most && old[before] === text[before]) before += 1;
  let after = 0;
  while (after < most - before && old[old.length - 1 - after] === text[text.length - 1 - after]) after += 1;
  return { before, after };
}

/** Where a position of the old text is in the new one. */
export function moved(old, text) {
  const { before, after } = shared(old, text);
  return (at) => {
    if (at <= before) return at;
    if (at >= old.length - after) return text.length - (old.length - at);
    return Math.min(at, text.length - after);
  };
}
