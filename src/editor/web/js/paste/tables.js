// Tables of a clipboard. What Markdown cannot say of them is told.

/** Wider tables and those with more rows are no part of a story. */
const MOST_COLUMNS = 40;
const MOST_ROWS = 1000;

const MERGED = 'Объединённые ячейки таблицы стали отдельными: проверьте её.';
const CUT = 'В таблице слишком много строк или столбцов: '
  + `вставлены первые ${MOST_ROWS} строк и ${MOST_COLUMNS} столбцов.`;

/** The blocks of a table: itself, or what stands in it where it only divides a page. */
export function tableOf(element, reader, marks) {
  const rows = [...element.rows ?? []];
  const isLayout = element.querySelector('table, h1, h2, h3') !== null || rows.every(({ cells }) => cells.length < 2);
  if (isLayout) return rows.flatMap(({ cells }) => [...cells].flatMap((cell) => reader.container(cell, marks)));
  const grid = [];
  // Cells that reach down from the rows above, by their columns.
  let reaching = [];
  for (const { cells } of rows.slice(0, MOST_ROWS)) {
    const row = [];
    const next = [];
    const skip = () => {
      while (reaching[row.length] > 0) {
        next[row.length] = reaching[row.length] - 1;
        row.push([]);
      }
    };
    for (const cell of cells) {
      skip();
      const [width, height] = [cell.colSpan || 1, cell.rowSpan || 1];
      if (width > 1 || height > 1) reader.note(MERGED);
      const at = row.length;
      row.push(cellRuns(cell, reader, marks));
      while (row.length < Math.min(at + width, MOST_COLUMNS)) row.push([]);
      for (let column = at; column < row.length; column += 1) next[column] = height - 1;
      if (row.length >= MOST_COLUMNS) break;
    }
    skip();
    reaching = next;
    grid.push(row.slice(0, MOST_COLUMNS));
    if (cells.length > MOST_COLUMNS) reader.note(CUT);
  }
  if (rows.length > MOST_ROWS) reader.note(CUT);
  const full = grid.filter((row) => row.some((runs) => runs.length > 0));
  const width = Math.max(0, ...full.map((row) => row.length));
  for (const row of full) while (row.length < width) row.push([]);
  const used = [...Array(width).keys()].filter((column) => full.some((row) => row[column].length > 0));
  const kept = full.map((row) => used.map((column) => row[column]));
  const caption = element.caption ? reader.container(element.caption, marks) : [];
  return kept.length > 0 ? [...caption, { kind: 'table', rows: kept }] : caption;
}

/** The runs of a cell; its paragraphs and items are lines. */
function cellRuns(cell, reader, marks) {
  const lines = [];
  const add = (block, sign = '') => {
    if (block.kind === 'list') {
      block.items.forEach((item, at) => item.forEach((inner, part) => (
        add(inner, part > 0 ? '' : block.isOrdered ? `${block.start + at}. ` : '• '))));
    } else if (block.kind === 'quote') block.blocks.forEach((inner) => add(inner));
    else if (block.runs) lines.push(sign ? [{ text: sign }, ...block.runs] : block.runs);
  };
  reader.container(cell, marks).forEach((block) => add(block));
  return lines.flatMap((runs, at) => (at > 0 ? [{ isBreak: true }, ...runs] : runs));
}
