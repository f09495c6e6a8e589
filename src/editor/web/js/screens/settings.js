// «Настройки»: every setting of the section as a field, in groups; the text of the file stands beside it.

import { get } from '../api.js';
import { counted } from '../problem_marks.js';
import { directionsAgreed, keysAgreed } from '../settings/carried.js';
import { Probe } from '../settings/probe.js';
import { namesControl, rowsControl } from '../settings/rows.js';
import { SettingsScreen } from '../settings/screen.js';
import { h, icon, plural } from '../ui.js';

/** Shows the settings; `open` is the group that is unfolded. */
export async function show(main, app, open) {
  const { file, groups } = await get('/api/settings');
  const screen = new Settings(main, app, groups, await get('/api/document', { file }), open);
  await screen.begin();
  await screen.offerTail();
  return () => screen.leave();
}

/** What a closed group says of itself. */
const BRIEF = {
  centre: ['school', 'title'], address: ['base_url'], hosting: ['hosting.ftp.host'],
};

class Settings extends SettingsScreen {
  constructor(main, app, groups, opened, open = 'centre') {
    super(app, opened);
    this.groups = groups;
    this.heads = new Map();
    this.others = h('p', { class: 'hint' });
    this.root = h('div', { class: 'event settings', onfocusout: () => this.saving.flush() },
      ...this.head('Настройки', 'Сведения о центре и школе, общие для всех страниц. Всё сохраняется само.'),
      groups.map((group) => this.group(group, group.id === open)), this.others,
      h('p', {}, h('a', { class: 'button', href: `#/file/${encodeURIComponent(opened.file)}` },
        icon('file'), 'Текст файла')));
    main.replaceChildren(this.root);
  }

  group({ id, title, fields }, isOpen) {
    if (id === 'look') {
      return h('a', { class: 'card settings-link', href: '#/look' }, h('h2', {}, title),
        h('span', { class: 'hint' }, 'Тема, цвета, логотип — на своём экране'), icon('right'));
    }
    const elements = (list) => list.map((definition) => this.made(definition).element);
    const shown = fields.filter(({ old, key }) => !old || this.opened.fields[key] !== undefined);
    const rare = shown.filter((one) => one.rare);
    const usual = elements(shown.filter((one) => !one.rare));
    const more = rare.length > 0 && h('details', { class: 'event-more' },
      h('summary', {}, h('span', {}, usual.length > 0 ? 'Нужно редко' : title), h('span', { class: 'event-filled' }),
        icon('fold')), h('div', { class: 'event-fields' }, elements(rare)));
    if (id === 'hosting') {
      this.probe = new Probe(this);
      usual.push(this.probe.element);
    }
    const brief = h('span', { class: 'hint settings-brief' });
    const mark = h('span', { class: 'chip chip-danger', hidden: true });
    this.heads.set(id, { brief, mark, keys: shown.map(({ key }) => key) });
    return h('details', { class: 'card settings-group', id: `settings_${id}`, open: isOpen },
      h('summary', {}, h('h2', {}, title), brief, mark, icon('fold')),
      h('div', { class: 'event-fields' }, usual, more));
  }

  made(definition) {
    const { key, kind } = definition;
    if (kind === 'names') {
      return this.control(definition, (one, changed) => namesControl(one, changed, {
        names: { new: 'Новые сведения' }, agreed: (next, row, old) => keysAgreed(this, next, row, old),
      }));
    }
    if (kind !== 'rows') return this.control(definition);
    const isDirections = key === 'directions';
    const options = isDirections && {
      names: { new: 'Новое направление' },
      complete: async (row) => {
        if (row.id) return row;
        return { ...row, id: (await get('/api/settings/code', { title: row.title })).code };
      },
      agreed: (next, row, old) => directionsAgreed(this, next, row, old),
    };
    return this.control(definition, (one, changed) => rowsControl(one, changed, options || {}));
  }

  filled() {
    for (const [id, { brief, keys }] of this.heads) {
      const said = (BRIEF[id] ?? []).map((key) => this.value(key)).find(Boolean);
      const rows = id === 'directions' && this.value('directions')?.length;
      const set = keys.filter((key) => this.value(key)?.length > 0).length;
      brief.textContent = said || (rows ? plural(rows, 'направление', 'направления', 'направлений')
        : set > 0 ? `заполнено: ${set}` : 'как обычно');
    }
    const { others } = this.opened;
    this.others.hidden = !(others?.length > 0);
    this.others.textContent = others?.length > 0
      ? `Ещё в файле: ${others.map((key) => `«${key}»`).join(', ')}. «Росток» таких настроек не знает, `
        + 'эти строки остаются как есть.' : '';
  }

  marked(own) {
    for (const { mark, keys } of this.heads.values()) {
      const all = keys.flatMap((key) => own(key));
      const errors = all.filter(({ severity }) => severity === 'error').length;
      mark.hidden = all.length === 0;
      mark.className = `chip ${errors > 0 ? 'chip-danger' : 'chip-warn'}`;
      mark.textContent = counted(errors, all.length - errors);
    }
  }
}
