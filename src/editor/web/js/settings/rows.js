// A list whose rows are changed in a dialog: directions, the menu, links, own keys of events.

import { ask } from '../ask.js';
import { button } from '../document/parts.js';
import { problemLine } from '../fields.js';
import { alert, field, h, status } from '../ui.js';

/**
 * A control for rows of texts. `complete(row)` may fill in a new row; `agreed(next, row, old)` may ask before the
 * rows become `next`: it gives the rows to take, or null.
 */
export function rowsControl(definition, changed, { complete = (row) => row, agreed = (next) => next, names } = {}) {
  const { key, label, hint, columns } = definition;
  const id = `field_${key}`;
  let rows = [];
  const list = h('ol', { class: 'list settings-rows' });
  const problems = h('div', { class: 'event-errors', id: `${id}_problems` });
  const add = button('Добавить', '', () => edit(rows.length));
  const element = h('div', { class: 'field', role: 'group', 'aria-labelledby': `${id}_label` },
    h('p', { class: 'settings-label', id: `${id}_label` }, label), hint && h('p', { class: 'hint' }, hint),
    list, problems, h('div', {}, add));
  // The code of a direction is given by the program, and few ever change it.
  const isCode = (column) => column.key === 'id';
  const first = columns.find((column) => column.key === 'title') ?? columns[0];
  const name = (row) => row[first.key] || 'без названия';
  const take = (next, focus) => {
    rows = next;
    draw();
    changed(rows.length > 0 ? rows : null);
    if (focus) list.children[focus.row]?.querySelector(`[data-act="${focus.act}"]`)?.focus();
  };
  const move = (from, to) => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(from, 1));
    take(next, { row: to, act: to < from ? 'up' : 'down' });
    status(`«${name(rows[to])}»: теперь ${to + 1} из ${rows.length}`);
  };
  const remove = async (at) => {
    const gone = rows[at];
    const next = await agreed(rows.filter((row) => row !== gone), null, gone);
    if (!next) return;
    take(next);
    status(`«${name(gone)}»: строка убрана`);
    (list.children[Math.min(at, next.length - 1)]?.querySelector('button') ?? add).focus();
  };
  const edit = async (at) => {
    const old = rows[at];
    const inputs = columns.map((column) => h(column.list ? 'textarea' : 'input', {
      type: column.list ? null : 'text', rows: column.list ? 2 : null, autocomplete: 'off',
      value: old?.[column.key] ?? '', id: `${id}_${column.key}`,
      autofocus: column === first,
    }));
    const fields = columns.map((column, number) => field({ ...column, input: inputs[number] }));
    let next = null;
    const attempt = async () => {
      const row = { ...old };
      columns.forEach((column, number) => {
        row[column.key] = inputs[number].value.trim();
      });
      if (!row[first.key]) {
        const wrong = columns.indexOf(first);
        fields[wrong].setError('Напишите, как это называется');
        inputs[wrong].focus();
        return false;
      }
      const whole = await complete(row);
      next = await agreed(Object.assign([...rows], { [at]: whole }), whole, old);
      return next !== null;
    };
    await ask({
      title: old ? `Изменить: ${name(old)}` : names?.new ?? 'Новая строка',
      body: h('div', { class: 'event-fields' }, [false, true].map((isLast) => fields.filter(
        (_, number) => isCode(columns[number]) === isLast))),
      actions: [{ text: 'Отмена', value: null }, { text: 'Готово', value: 'done', primary: true, attempt }],
    });
    if (next) take(next, { row: at, act: 'edit' });
  };
  const draw = () => {
    const act = (act, text, at, run, isOff = false) => h('button', {
      type: 'button', class: 'button button-quiet', 'data-act': act, 'aria-label': `${text}: ${name(rows[at])}`,
      disabled: isOff, onclick: run,
    }, text);
    list.replaceChildren(...rows.map((row, at) => h('li', { class: 'settings-row' },
      h('div', { class: 'settings-words' }, h('b', {}, name(row)),
        columns.filter((column) => column !== first && !isCode(column) && row[column.key]).map((column) => h('span',
          { class: 'hint' }, `${column.label}: ${row[column.key].replaceAll('\n', ', ')}`))),
      h('div', { class: 'settings-acts' },
        act('edit', 'Изменить', at, () => edit(at)),
        act('up', 'Выше', at, () => move(at, at - 1), at === 0),
        act('down', 'Ниже', at, () => move(at, at + 1), at === rows.length - 1),
        act('remove', 'Убрать', at, () => remove(at).catch(alert))))));
    list.hidden = rows.length === 0;
  };
  return {
    element,
    text: () => rows.map(name).join(', '),
    show(value) {
      if (JSON.stringify(value ?? []) === JSON.stringify(rows)) return;
      rows = Array.isArray(value) ? value : [];
      draw();
    },
    problems(found) {
      const line = (problem) => {
        const shown = problemLine(problem);
        const row = rows[problem.row];
        if (row) shown.prepend(`«${name(row)}»: `);
        return shown;
      };
      problems.replaceChildren(...found.map(line));
    },
    focus: () => (list.querySelector('button') ?? add).focus(),
    disable(isDisabled) {
      element.inert = isDisabled;
    },
  };
}

/** The same for a list of names. */
export function namesControl(definition, changed, options) {
  const columns = [{ key: 'name', label: 'Название', example: definition.example }];
  const lines = (rows) => rows.map(({ name }) => name);
  const rows = (value) => (Array.isArray(value) ? value : [value]).filter(Boolean).map((name) => ({ name }));
  const agreed = async (next, row, old) => {
    const taken = await options.agreed(lines(next), row?.name, old?.name);
    return taken && rows(taken);
  };
  const control = rowsControl({ ...definition, columns }, (value) => changed(value && lines(value)),
    { ...options, agreed });
  return { ...control, show: (value) => control.show(value && rows(value)) };
}
