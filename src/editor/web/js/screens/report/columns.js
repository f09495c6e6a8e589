// Which columns the table of events has, in which order, and by what totals are counted.

import { h, icon, status } from '../../ui.js';

/** `changed(columns, totals)` hears the names as they are chosen; empty ones are those of the document. */
export function columnsChoice(changed) {
  const wrong = h('p', { class: 'error', hidden: true });
  const said = h('span', { class: 'event-filled' });
  const lists = { columns: orderList('Колонки', () => tell()), totals: orderList('Итоги по', () => tell()) };
  const usual = h('button', { type: 'button', class: 'button' }, 'Обычные колонки и итоги');
  usual.addEventListener('click', () => {
    usual.disabled = true;
    changed('', '');
  });
  const element = h('details', { class: 'event-more report-columns' },
    h('summary', {}, h('span', {}, 'Колонки и итоги'), said, icon('fold')),
    h('div', { class: 'split' }, lists.columns.element, lists.totals.element), wrong, h('div', {}, usual));
  let before = null;
  const tell = () => {
    const [columns, totals] = [lists.columns.chosen, lists.totals.chosen];
    if (columns.length === 0) {
      return setError({ message: 'Оставьте хотя бы одну колонку' });
    }
    setError(null);
    usual.disabled = false;
    // What nobody changed stays with the document: its usual table is more than its columns.
    const words = (list, old) => (list.join() === old.join() ? '' : list.join(', '));
    changed(words(columns, before.chosen), words(totals, before.chosenTotals));
  };
  const setError = (error) => {
    wrong.hidden = !error;
    wrong.replaceChildren(...(error ? [icon('warning'), h('span', {},
      [error.message, error.hint].filter(Boolean).join(': '))] : []));
  };
  usual.disabled = true;
  return {
    element,
    setError,
    show(columns) {
      // What the document has by itself is known from the first look, and after «usual».
      if (usual.disabled) before = columns;
      lists.columns.show(columns.all, columns.chosen);
      lists.totals.show(columns.allTotals, columns.chosenTotals);
      lists.totals.element.hidden = columns.allTotals.length === 0;
      const heads = columns.chosen.map((id) => columns.all.find((one) => one.id === id)?.head ?? id);
      said.textContent = heads.join(', ');
    },
    /** Begins anew with another document. */
    reset() {
      usual.disabled = true;
    },
  };
}

/** A list of which some are ticked: those stand first, in an order that buttons change. */
function orderList(title, changed) {
  let all = [];
  let chosen = [];
  const list = h('ul', { class: 'report-order' });
  const element = h('fieldset', { class: 'field' }, h('legend', {}, title), list);
  const prefix = title === 'Колонки' ? 'column' : 'total';
  const draw = (focus) => {
    const head = (id) => all.find((one) => one.id === id)?.head ?? id;
    const rest = all.filter(({ id }) => !chosen.includes(id)).map(({ id }) => id);
    list.replaceChildren(...[...chosen, ...rest].map((id) => row(id, head(id))));
    if (focus) list.querySelector(`[data-focus="${CSS.escape(focus)}"]:not(:disabled)`)?.focus();
  };
  const row = (id, head) => {
    const at = chosen.indexOf(id);
    const input = h('input', {
      type: 'checkbox', id: `${prefix}_${all.findIndex((one) => one.id === id)}`, checked: at >= 0,
      'data-focus': `take ${id}`,
    });
    input.addEventListener('change', () => {
      chosen = input.checked ? [...chosen, id] : chosen.filter((one) => one !== id);
      draw(`take ${id}`);
      changed();
    });
    const move = (step, name, words) => {
      const button = h('button', {
        type: 'button', class: 'button button-quiet photo-step', 'aria-label': `${head}: ${words}`,
        disabled: at + step < 0 || at + step >= chosen.length, 'data-focus': `${name} ${id}`,
      }, icon(name));
      button.addEventListener('click', () => {
        const next = [...chosen];
        [next[at], next[at + step]] = [next[at + step], next[at]];
        chosen = next;
        const isEnd = at + step === 0 || at + step === chosen.length - 1;
        draw(isEnd ? `${name === 'up' ? 'down' : 'up'} ${id}` : `${name} ${id}`);
        status(`${head}: место ${at + step + 1} из ${chosen.length}`);
        changed();
      });
      return button;
    };
    return h('li', {}, h('label', { class: 'photo-check', for: input.id }, input, h('span', {}, head)),
      at >= 0 && move(-1, 'up', 'раньше'), at >= 0 && move(1, 'down', 'позже'));
  };
  return {
    element,
    get chosen() {
      return chosen;
    },
    show(columns, now) {
      // What was chosen last may already be another order.
      if (columns.length === all.length && now.join() === chosen.join()) return;
      all = columns;
      chosen = [...now];
      const { focus } = document.activeElement?.dataset ?? {};
      draw(list.contains(document.activeElement) ? focus : null);
    },
  };
}
